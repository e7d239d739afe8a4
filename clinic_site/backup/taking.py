"""Makes a backup: under a name of its own once it is whole, and not before."""

import contextlib
import fcntl
import importlib.metadata
import os
import platform
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from clinic.encryption import field_key_ids, key_id, lookup_key_ids
from clinic.models import BackupRun

from . import database, keeping, media
from .manifest import Manifest, Part, name_at
from .sealing import SALT_BYTES, BackupError, Sealer, backup_key, backup_key_id

DATABASE, MEDIA = "database.sealed", "media.sealed"
LOCK = ".clinic-backup.lock"
PACKAGES = ("django", "wagtail")


@dataclass(frozen=True)
class Taken:
    """A new backup, and the names of the old ones that were deleted after it."""

    path: Path
    size: int
    files: int
    deleted: list[str]
    leftovers: int


def take(folder: Path, *, at_most: int | None = None) -> Taken:
    """Write a backup into `folder`, then delete the expired ones that lie there.

    BackupError where that cannot be done; nothing is left behind then.
    """
    backup_key()
    refuse_public(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(settings.VAR_DIR), alone(folder):
        leftovers = keeping.forget_leftovers(folder)
        database.forget_leftovers()
        now = timezone.now()
        name = name_at(now)
        path = folder / name
        if path.exists():
            raise BackupError(f"{path} is there already. Try again in a second.")
        partial = folder / f".{name}{keeping.PARTIAL}"
        partial.mkdir(mode=0o700)
        try:
            manifest, files = write(partial, name, now)
            partial.rename(path)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        sync(folder)
        BackupRun.record(name, now, manifest.size)
        return Taken(path, manifest.size, files, _expire(folder, at_most), leftovers)


def _expire(folder: Path, at_most: int | None) -> list[str]:
    old = keeping.expired(
        keeping.backups_in(folder), timezone.now(), settings.BACKUP_KEEP_DAYS, at_most
    )
    for path in old:
        keeping.delete(path)
        BackupRun.note_deleted([path.name])
    return [path.name for path in old]


def write(folder: Path, name: str, now) -> tuple[Manifest, int]:
    """Write the parts and the manifest of a backup; return it and how many files."""
    manifest = Manifest(
        name=name,
        taken_at=now.isoformat(),
        database=connection.vendor,
        migrations=database.migrations(),
        versions={
            "python": platform.python_version(),
            **{package: importlib.metadata.version(package) for package in PACKAGES},
        },
        key=backup_key_id(),
        needs={
            "FIELD_ENCRYPTION_KEYS": field_key_ids(),
            "LOOKUP_KEYS": lookup_key_ids(),
            "AUDIT_KEY": [key_id(settings.AUDIT_KEY)],
        },
    )

    def whole_database(into: Sealer) -> None:
        for piece in database.dump():
            into.write(piece)

    # The database first: all media that it knows are there when it has been copied.
    counted = []
    parts = [
        _part(manifest, folder, DATABASE, whole_database),
        _part(manifest, folder, MEDIA, lambda into: counted.append(media.pack(into))),
    ]
    manifest = replace(manifest, parts=parts)
    manifest.write(folder)
    for path in folder.iterdir():
        path.chmod(0o600)
        sync(path)
    sync(folder)
    return manifest, counted[0]


def _part(manifest, folder: Path, name: str, fill: Callable[[Sealer], None]) -> Part:
    with database.private(folder / name) as file:
        sealer = Sealer(file, manifest.purpose(name), secrets.token_bytes(SALT_BYTES))
        fill(sealer)
        sealer.close()
    return Part(name, sealer.size, sealer.sha256)


def refuse_public(folder: Path) -> None:
    """Refuse a folder that the site hands out: media and static files."""
    inside = folder.resolve()
    for public in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if public and inside.is_relative_to(Path(public).resolve()):
            raise BackupError(
                f"{folder} lies within {public}, which anybody can download from. "
                "Choose another folder, best on another machine."
            )


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one backup at a time be made of a site, and into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(f"Another backup writes into {folder} now.") from None
        yield


def sync(path: Path) -> None:
    """Return once a file or folder is on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
