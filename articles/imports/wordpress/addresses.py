"""Reads addresses of the old site: which of them are its own, and what they name."""

import re
import unicodedata
from urllib.parse import parse_qs, unquote, urlsplit

# Ways in which WordPress names an item by its number.
BY_NUMBER = ("p", "page_id", "attachment_id")
# A site at wordpress.com keeps its files on a host of their own, by month.
_MONTH = re.compile(r"/([0-9]{4}/[0-9]{2}/[^/]+\.[A-Za-z0-9]{2,5})$")
_UPLOADS = re.compile(r"(?:^|/)(?:wp-content/)?uploads/(?:sites/[0-9]+/)?(.+)$")


def host(url: str) -> str:
    """Return the host of an address without “www.”, "" where it names none."""
    try:
        name = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return name.casefold().removeprefix("www.")


def path(url: str) -> str:
    """Return an address's path as it is compared: decoded, no slash at its ends."""
    try:
        found = urlsplit(url.strip()).path
    except ValueError:
        return ""
    return unicodedata.normalize("NFC", unquote(found)).strip("/").casefold()


def number(url: str) -> int | None:
    """Return the item that an address like “/?p=12” names, None for any other."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    asked = parse_qs(parts.query)
    for name in BY_NUMBER:
        value = asked.get(name, [""])[0]
        if value.isascii() and value.isdigit() and len(value) <= 18:
            return int(value)
    return None


def upload(url: str) -> str:
    """Return where a file lies below the uploads, "" where it does not.

    Without query, fragment and percent signs: “2025/04/The ramp.jpg”.
    """
    try:
        found = urlsplit(url.strip()).path
    except ValueError:
        return ""
    found = unquote(found)
    match = _UPLOADS.search(found) or _MONTH.search(found)
    return match[1].strip("/") if match else ""


def attached_file(url: str, told: str) -> str:
    """Return where an attachment's file lies below the uploads.

    `told` is what WordPress itself notes of it, for an address that does not say.
    """
    return upload(url) or told.strip("/") or path(url).rpartition("/")[2]
