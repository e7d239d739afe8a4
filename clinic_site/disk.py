"""How much space is left where the site keeps files."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Place:
    """A folder of the site and the bytes that are free and there on its disk."""

    name: str
    free: int
    total: int

    @property
    def is_low(self) -> bool:
        """Say whether less is free than `DISK_RESERVE_MB`."""
        return self.free < settings.DISK_RESERVE_MB * MEGABYTE


def places() -> list[Place]:
    """Return the folders that fill up; a folder that is not there yet is left out."""
    named = {"VAR_DIR": settings.VAR_DIR, "MEDIA_ROOT": settings.MEDIA_ROOT}
    found = []
    for name, folder in named.items():
        if Path(folder).is_dir():
            usage = shutil.disk_usage(folder)
            found.append(Place(name, usage.free, usage.total))
    return found
