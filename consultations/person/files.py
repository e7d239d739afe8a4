"""The person's file: to read, to print, and for another program."""

import io
import json
import os
import stat
import zipfile
from pathlib import Path

from django.template.loader import render_to_string

PRIVATE = 0o600


class NotPrivate(Exception):
    """A place that others can look into, or that is none; str() says what to do."""


def as_json(told: dict) -> str:
    """Return everything as JSON."""
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_html(told: dict) -> str:
    """Return everything as one page that needs nothing else to be read or printed."""
    return render_to_string("consultations/person/file.html", told)


def as_zip(told: dict, reference: str) -> bytes:
    """Return both in one archive, named after the request."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{reference}.html", as_html(told))
        archive.writestr(f"{reference}.json", as_json(told))
    return packed.getvalue()


def private_place(directory: Path) -> None:
    """Refuse a directory that is not there, or that anybody else may enter or read."""
    try:
        found = os.stat(directory, follow_symlinks=True)
    except OSError:
        raise NotPrivate(
            f"{directory} does not exist. Make it for yourself: "
            f"mkdir -m 700 {directory}"
        ) from None
    if not stat.S_ISDIR(found.st_mode):
        raise NotPrivate(f"{directory} is not a directory.")
    if found.st_uid != os.geteuid():
        raise NotPrivate(f"{directory} belongs to somebody else. Choose one of yours.")
    if found.st_mode & 0o077:
        raise NotPrivate(
            f"Others can look into {directory}. Close it first: chmod 700 {directory}"
        )


def write_into(directory: Path, told: dict, reference: str) -> list[Path]:
    """Write both files for their owner alone; nothing that is there is overwritten.

    Raises NotPrivate where others could read them or one of them exists.
    """
    private_place(directory)
    texts = {f"{reference}.html": as_html(told), f"{reference}.json": as_json(told)}
    paths = [directory / name for name in texts]
    for path in paths:
        if path.exists() or path.is_symlink():
            raise NotPrivate(f"{path} is there already. Move or delete it first.")
    for path, text in zip(paths, texts.values(), strict=True):
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
        with open(opened, "w", encoding="utf-8") as file:
            os.fchmod(file.fileno(), PRIVATE)
            file.write(text)
    return paths
