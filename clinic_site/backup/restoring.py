"""Reads a backup back, onto an empty site only, after all of it has proved whole."""

import io
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from clinic.encryption import field_key_ids, key_id, lookup_key_ids

from . import database, keeping, media
from .manifest import FILE, Manifest
from .sealing import CHUNK, BackupError, Content, backup_key, opened
from .taking import DATABASE, MEDIA


def chosen(folder: Path) -> Path:
    """Return the backup to read: the folder itself, or the newest one that it holds."""
    if not folder.is_dir():
        raise BackupError(f"There is no folder {folder}.")
    if (folder / FILE).exists():
        return folder
    found = keeping.backups_in(folder)
    if not found:
        raise BackupError(f"There is no backup in {folder}.")
    return found[0]


def verified(folder: Path) -> Manifest:
    """Return the manifest of a backup whose every byte is as it was written."""
    backup_key()
    manifest = Manifest.read(folder)
    manifest.verify(folder)
    for part in manifest.parts:
        for _chunk in chunks(folder, manifest, part.name):
            pass
    return manifest


def chunks(folder: Path, manifest: Manifest, name: str) -> Iterator[bytes]:
    """Give the content of a part, a chunk at a time."""
    with (folder / name).open("rb") as file:
        yield from opened(file, manifest.purpose(name), name)


def refuse_unfit(manifest: Manifest) -> None:
    """Refuse a backup of another kind of database, or of a newer site."""
    if manifest.database != connection.vendor:
        raise BackupError(
            f"This is a backup of {manifest.database}, and DATABASE_URL names "
            f"{connection.vendor}. Set DATABASE_URL to an empty database of its kind."
        )
    if unknown := database.unknown_migrations(manifest.migrations):
        raise BackupError(
            "This backup was made by a newer version of the site. Install that one "
            f"first. Not known here: {', '.join(unknown[:5])}."
        )


def refuse_full() -> None:
    """Refuse to write over anything; says what to do instead."""
    if tables := database.tables():
        raise BackupError(
            f"The database {database.called()} is not empty: it has {len(tables)} "
            "tables. Nothing was changed. Make a new, empty one and name it in "
            "DATABASE_URL (for PostgreSQL: createdb clinic_restored), or move the "
            "old one away."
        )
    if not media.is_empty():
        raise BackupError(
            f"There are media in {settings.MEDIA_ROOT}. Nothing was changed. Move "
            "them away, or name an empty folder in MEDIA_ROOT."
        )


def lacking(manifest: Manifest) -> list[str]:
    """Name the keys that its contents may need and that are not set, a line each."""
    have = {
        "FIELD_ENCRYPTION_KEYS": field_key_ids(),
        "LOOKUP_KEYS": lookup_key_ids(),
        "AUDIT_KEY": [key_id(settings.AUDIT_KEY)],
    }
    return [
        f"{setting} lacks key {key}"
        for setting, keys in manifest.needs.items()
        for key in keys
        if key not in have[setting]
    ]


def restore(folder: Path, manifest: Manifest) -> int:
    """Write a verified backup into the empty site; return how many files media are.

    The database comes last and at once, so that a site is there whole or not at all.
    Everybody signs in anew: a session that was ended since must not come back.
    """
    content = Content(chunks(folder, manifest, MEDIA))
    files = media.unpack(io.BufferedReader(content, CHUNK))
    database.load(chunks(folder, manifest, DATABASE))
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    Session.objects.all().delete()
    cache.clear()
    return files
