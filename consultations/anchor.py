"""The end of the reading trail, kept where whoever owns the database cannot reach.

`AUDIT_ANCHOR` is a file, best on another machine or on storage that only takes more.
Each line holds the number of an entry, its seal and when it was written down: no name,
no request. A trail that was cut together with its head no longer leads to it.
The same goes to the log, which leaves the machine wherever logs are collected.
"""

import json
import logging
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Anchored:
    """Where the trail ended at some moment: an entry's number and its seal."""

    number: int
    seal: str
    at: datetime


def lines() -> list[Anchored]:
    """Return what is anchored, in the order it was written.

    A line that was torn, as by a crash while it was written, is left out: the next one
    tells more than it would have.
    """
    path = Path(settings.AUDIT_ANCHOR) if settings.AUDIT_ANCHOR else None
    if path is None or not path.exists():
        return []
    found = []
    for line in path.read_text("utf-8", "replace").splitlines():
        try:
            told = json.loads(line)
            at = datetime.fromisoformat(told["at"])
            found.append(Anchored(int(told["number"]), str(told["seal"]), at))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def read() -> dict[int, str]:
    """Return the anchored entries: seals by number; none where nothing is anchored.

    Of two lines about one entry the first counts: what is added later may be forged.
    """
    anchors: dict[int, str] = {}
    for anchored in lines():
        anchors.setdefault(anchored.number, anchored.seal)
    return anchors


def log(number: int, seal: str, at: datetime) -> None:
    """Write to the log where the trail ends now, for whoever collects it elsewhere."""
    if number:
        when = at.isoformat(timespec="seconds")
        logger.info("reading trail ends: number=%d seal=%s at=%s", number, seal, when)


def write(number: int, seal: str, at: datetime) -> None:
    """Add where the trail ends now; nothing when that is anchored already.

    The file is the site's own to read and is on its disk when this returns. Raises
    OSError where it cannot be written.
    """
    if not number or number in read():
        return
    path = Path(settings.AUDIT_ANCHOR)
    path.parent.mkdir(parents=True, exist_ok=True)
    line = {"number": number, "seal": seal, "at": at.isoformat(timespec="seconds")}
    # Begins on a line of its own behind a torn one; empty lines say nothing.
    added = f"\n{json.dumps(line)}\n" if _is_torn(path) else f"{json.dumps(line)}\n"
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, added.encode())
        os.fsync(file)
    finally:
        os.close(file)


def _is_torn(path: Path) -> bool:
    kept = path.read_bytes() if path.exists() else b""
    return bool(kept) and not kept.endswith(b"\n")
