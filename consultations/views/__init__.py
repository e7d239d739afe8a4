"""The public side: the form, what it says afterwards, and how it fails."""

from .details import add_details
from .form import request_consultation
from .received import request_received
from .stale import csrf_failure
from .yours import OwnTokenConverter, request_yours

__all__ = [
    "OwnTokenConverter",
    "add_details",
    "csrf_failure",
    "request_consultation",
    "request_received",
    "request_yours",
]
