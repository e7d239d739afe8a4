from .request import MESSAGE_LIMIT, NAME_LIMIT, RequestForm

__all__ = ["MESSAGE_LIMIT", "NAME_LIMIT", "RequestForm"]
