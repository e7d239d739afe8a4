from .details import DetailsForm
from .request import MESSAGE_LIMIT, NAME_LIMIT, RequestForm
from .yours import CorrectionForm

__all__ = [
    "MESSAGE_LIMIT",
    "NAME_LIMIT",
    "CorrectionForm",
    "DetailsForm",
    "RequestForm",
]
