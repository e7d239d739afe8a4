"""Marked words to type, and the search for them in whatever a system wrote."""

import base64
import re
import urllib.parse
from collections.abc import Iterable
from pathlib import Path

TYPED = {
    "name": "Canaria Namesworth",
    "email": "canary.mail@example.com",
    "phone": "703 555 0163",
    "message": "canary message about a hard year",
}
# What only the desk types.
NOTE = "canarynote from the desk"
MARKS = (
    "Canaria",
    "Namesworth",
    "canary.mail",
    "5550163",
    "555-0163",
    "555 0163",
    "canary message",
    "hard year",
    "canarynote",
)
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")


def _shapes(mark: str) -> Iterable[bytes]:
    """Yield a mark in the writings that programs put text into."""
    plain = mark.lower().encode()
    yield plain
    yield mark.lower().encode("utf-16-le")
    yield mark.lower().encode("utf-16-be")
    yield plain.hex().encode()
    yield urllib.parse.quote(mark.lower()).encode()
    yield urllib.parse.quote_plus(mark.lower()).encode()


SHAPES = {mark: tuple(set(_shapes(mark))) for mark in MARKS}


def found_in(haystack: str | bytes, *, marks=MARKS) -> list[str]:
    """Return the marks that stand in a text or file, in clear or in a usual writing."""
    if isinstance(haystack, str):
        haystack = haystack.encode("utf-8", "surrogatepass")
    folded = haystack.lower()
    unpacked = b"\n".join(_unpacked(haystack)).lower()
    return [
        mark
        for mark in marks
        if any(shape in folded for shape in SHAPES[mark])
        or SHAPES[mark]
        and mark.lower().encode() in unpacked
    ]


def _unpacked(haystack: bytes) -> Iterable[bytes]:
    """Yield what stands in Base64: pickled caches, sessions, signed values."""
    for run in _BASE64.findall(haystack):
        text = run.rstrip(b"=")
        yield base64.urlsafe_b64decode(
            (text + b"=" * (-len(text) % 4)).replace(b"+", b"-").replace(b"/", b"_")
            if len(text) % 4 != 1
            else b""
        )


def files_with_marks(folder: Path, *, but=()) -> dict[str, list[str]]:
    """Return every file below a folder that holds a mark, with the marks."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and not any(part in path.parts for part in but):
            marks = found_in(path.read_bytes())
            if marks:
                found[str(path.relative_to(folder))] = marks
    return found
