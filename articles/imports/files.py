"""Where uploads wait until they are read, and how a file is told from another."""

import hashlib
from pathlib import Path

from django.conf import settings

CHUNK = 1024 * 1024


def folder() -> Path:
    """Return the folder for uploads, made for the site alone where it is missing."""
    path = Path(settings.IMPORTS_ROOT)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def digest_of(path: str | Path) -> str:
    """Return the SHA-256 of a file's bytes, however long it is."""
    found = hashlib.sha256()
    with Path(path).open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()
