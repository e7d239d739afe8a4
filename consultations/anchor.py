"""The end of the reading trail, kept where whoever owns the database cannot reach.

`AUDIT_ANCHOR` is a file, best on another machine or on storage that only takes more.
Each line holds the number of an entry, its seal and when it was written down: no name,
no request. A trail that was cut together with its head no longer leads to it.
"""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings


def read() -> dict[int, str]:
    """Return the anchored entries: seals by number; none where nothing is anchored."""
    path = Path(settings.AUDIT_ANCHOR) if settings.AUDIT_ANCHOR else None
    if path is None or not path.exists():
        return {}
    anchors = {}
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            anchored = json.loads(line)
            anchors[anchored["number"]] = anchored["seal"]
    return anchors


def write(number: int, seal: str, at: datetime) -> None:
    """Add where the trail ends now; nothing when that is anchored already."""
    if not number or number in read():
        return
    path = Path(settings.AUDIT_ANCHOR)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        line = {"number": number, "seal": seal, "at": at.isoformat(timespec="seconds")}
        file.write(json.dumps(line) + "\n")
