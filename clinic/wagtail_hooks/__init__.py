"""What the clinic adds to Wagtail's admin, a file for each matter."""

from clinic.wagtail_hooks import (
    addresses,
    brand,
    claims,
    facts,
    handing_in,
    readability,
    references,
    register,
    review,
    review_screens,
    search_report,
    staff,
)

__all__ = [
    "addresses",
    "brand",
    "claims",
    "facts",
    "handing_in",
    "readability",
    "references",
    "register",
    "review",
    "review_screens",
    "search_report",
    "staff",
]
