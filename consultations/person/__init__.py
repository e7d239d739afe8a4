"""Everything that is held about one person, gathered and written down for them."""

from .files import NotPrivate, as_html, as_json, as_zip, write_into
from .gathering import everything_about
from .same import Offer, offers

__all__ = [
    "NotPrivate",
    "Offer",
    "as_html",
    "as_json",
    "as_zip",
    "everything_about",
    "offers",
    "write_into",
]
