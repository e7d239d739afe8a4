"""Uploaded pictures and documents as one archive."""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from typing import BinaryIO

from django.core.files.storage import Storage, default_storage

from .sealing import BackupError

IN_MEMORY = 16 * 1024 * 1024


def pack(into) -> int:
    """Write all media into a file-like object, and return how many files they are.

    A file that is deleted meanwhile is left out: the database of the same backup was
    copied before, and what was deleted since is wanted by nobody.
    """
    count = 0
    with tarfile.open(fileobj=into, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        for name in _names(default_storage):
            # A copy first: its size stands before it, and the file may still grow.
            with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
                try:
                    with default_storage.open(name) as file:
                        shutil.copyfileobj(file, copy)
                except FileNotFoundError:
                    continue
                entry = tarfile.TarInfo(name)
                entry.size = copy.tell()
                entry.mtime = _modified(name)
                copy.seek(0)
                archive.addfile(entry, copy)
            count += 1
    return count


def _modified(name: str) -> int:
    try:
        return int(default_storage.get_modified_time(name).timestamp())
    except FileNotFoundError:
        return 0


def _names(storage: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (os.path.join(folder, name) for name in sorted(files))
    for name in sorted(folders):
        yield from _names(storage, os.path.join(folder, name))


def is_empty() -> bool:
    """Say whether there are no media yet."""
    return next(_names(default_storage), None) is None


def unpack(content: BinaryIO) -> int:
    """Write an archive's files where media lie, and return how many they are.

    Nothing is overwritten: BackupError where a file of that name is there.
    """
    count = 0
    with tarfile.open(fileobj=content, mode="r|") as archive:
        for entry in archive:
            if not entry.isfile():
                raise BackupError("The media of this backup hold something else.")
            stored = default_storage.save(entry.name, archive.extractfile(entry))
            if stored != entry.name:
                raise BackupError(f"{entry.name} is already among the media.")
            count += 1
    return count
