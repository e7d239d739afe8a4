"""How long backups stay: as long as was promised, and no longer."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from .manifest import FILE, time_of

PARTIAL, DELETING = ".partial", ".deleting"


def backups_in(folder: Path) -> list[Path]:
    """Return the backups of a folder, the newest first."""
    found = [
        path
        for path in folder.iterdir()
        if time_of(path.name) and (path / FILE).is_file()
    ]
    return sorted(found, key=lambda path: path.name, reverse=True)


def expired(
    backups: list[Path], now: datetime, days: int, at_most: int | None
) -> list[Path]:
    """Return what is older than `days`, or more than `at_most`; never the newest."""
    oldest = now - timedelta(days=days)
    return [
        path
        for place, path in enumerate(backups)
        if place
        and (time_of(path.name) < oldest or (at_most is not None and place >= at_most))
    ]


def delete(path: Path) -> None:
    """Delete a backup; one that is half deleted has another name."""
    leaving = path.with_name(f".{path.name}{DELETING}")
    path.rename(leaving)
    shutil.rmtree(leaving)


def forget_leftovers(folder: Path) -> int:
    """Remove what killed runs left behind, and return how many there were."""
    left = [
        path
        for path in folder.glob(".clinic-*")
        if path.name.endswith((PARTIAL, DELETING))
    ]
    for path in left:
        shutil.rmtree(path)
    return len(left)
