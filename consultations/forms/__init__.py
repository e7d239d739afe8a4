from .details import DetailsForm
from .request import MESSAGE_LIMIT, NAME_LIMIT, RequestForm

__all__ = ["MESSAGE_LIMIT", "NAME_LIMIT", "DetailsForm", "RequestForm"]
