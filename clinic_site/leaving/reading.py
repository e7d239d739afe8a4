"""Reads an export that may come from anywhere: a folder or a zip file of it.

Nothing outside of it is ever opened, nothing is read that its manifest does not name,
and no more of a file than the manifest says. So a link, a name with `../` in it or a
zip file that unpacks to gigabytes has no effect but a sentence.
"""

import hashlib
import json
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from clinic_site.leaving.folder import (
    FORMAT,
    LARGEST_MANIFEST,
    MANIFEST,
    NAME,
    ExportRefused,
)
from clinic_site.leaving.keys import READ, Malformed

LARGEST_RECORD = 16 * 1024 * 1024
LARGEST_FILE = 256 * 1024 * 1024
MOST_FILES = 500_000


def _refuse(text: str, **names) -> ExportRefused:
    return ExportRefused(text % names)


def checked_name(name) -> str:
    """Return the name of a file below a folder; ExportRefused for any other name."""
    is_text = isinstance(name, str) and 0 < len(name) < 2000
    parts = name.split("/") if is_text else []
    strange = not is_text or "\\" in name or "\x00" in name or ":" in parts[0]
    if strange or any(part in ("", ".", "..") for part in parts):
        raise _refuse(
            _(
                "%(name)s is no name of a file within an export. Nothing was read. "
                "Take the export as it was written."
            ),
            name=repr(name)[:120],
        )
    return name


class Folder:
    """An export that lies in a folder."""

    def __init__(self, root: Path):
        self.root = root

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open a file below the folder; links are followed nowhere on the way."""
        path = self.root
        for part in PurePosixPath(checked_name(name)).parts:
            path = path / part
            if path.is_symlink():
                raise _refuse(
                    _("%(name)s is a link to another place. Nothing was read."),
                    name=name,
                )
        try:
            number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise _refuse(_("%(name)s is missing or unreadable."), name=name) from error
        if not stat.S_ISREG(os.fstat(number).st_mode):
            os.close(number)
            raise _refuse(_("%(name)s is no file."), name=name)
        with os.fdopen(number, "rb") as file:
            yield file


class Zipped:
    """An export in a zip file, in its first folder or a folder of its own."""

    def __init__(self, path: Path):
        try:
            self.archive = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError) as error:
            raise _refuse(_("%(file)s is no zip file."), file=path) from error
        self.entries: dict[str, zipfile.ZipInfo] = {}
        listed = self.archive.infolist()
        if len(listed) > MOST_FILES:
            raise _refuse(_("%(file)s holds too many files."), file=path)
        for entry in listed:
            self._take(entry)
        self.before = self._before()

    def _take(self, entry: zipfile.ZipInfo) -> None:
        if entry.is_dir():
            return
        name = checked_name(entry.filename)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise _refuse(
                _("%(name)s is a link to another place. Nothing was read."), name=name
            )
        if entry.flag_bits & 1:
            raise _refuse(_("%(name)s is locked with a password."), name=name)
        if name in self.entries:
            raise _refuse(_("%(name)s is there twice."), name=name)
        self.entries[name] = entry

    def _before(self) -> str:
        """Return the folder within the zip file in which the manifest lies."""
        found = [n for n in self.entries if PurePosixPath(n).name == MANIFEST]
        nearest = min(found, key=lambda name: name.count("/"), default=MANIFEST)
        return nearest.removesuffix(MANIFEST)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open a file of the archive; what is read of it is unpacked as it is read."""
        entry = self.entries.get(self.before + checked_name(name))
        if entry is None:
            raise _refuse(_("%(name)s is missing or unreadable."), name=name)
        try:
            with self.archive.open(entry) as file:
                yield file
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
            raise _refuse(_("%(name)s is damaged."), name=name) from error


@dataclass
class Export:
    """An export whose every file is as its manifest says."""

    source: Folder | Zipped
    files: dict[str, dict]
    about: dict

    def bytes(self, name: str, most: int = LARGEST_FILE) -> bytes:
        """Return a file whole; ExportRefused where it is not as it was written."""
        return b"".join(self._chunks(name, most))

    def json(self, name: str):
        """Return what a JSON file says; Malformed where it is none."""
        try:
            return parsed(self.bytes(name, LARGEST_RECORD))
        except ExportRefused as error:
            raise Malformed(str(error)) from error

    def verify(self) -> None:
        """Read every file; ExportRefused names the first that is not as written."""
        for name in self.files:
            for _chunk in self._chunks(name, LARGEST_FILE):
                pass

    def _chunks(self, name: str, most: int) -> Iterator[bytes]:
        said = self.files.get(name)
        if said is None:
            raise _refuse(_("The manifest knows no %(name)s."), name=name)
        left = said["size"]
        if left > most:
            raise _refuse(
                _("%(name)s is larger than anything an export holds (%(size)d bytes)."),
                name=name,
                size=left,
            )
        digest = hashlib.sha256()
        with self.source.open(name) as file:
            while left and (chunk := file.read(min(READ, left))):
                digest.update(chunk)
                left -= len(chunk)
                yield chunk
            too_long = bool(file.read(1))
        if left or too_long or digest.hexdigest() != said["sha256"]:
            raise _refuse(
                _(
                    "%(name)s is not as it was written: somebody changed it, or it was "
                    "cut off. Nothing was read. Export once more, or take the file "
                    "from a copy."
                ),
                name=name,
            )


def parsed(data: bytes):
    """Return what JSON says; Malformed for anything that is none."""

    def refuse_number(number: str):
        raise Malformed(f"{number} is no number")

    try:
        return json.loads(data, parse_constant=refuse_number)
    except (ValueError, RecursionError) as error:
        raise Malformed(_("this is no JSON")) from error


def opened(path: Path) -> Export:
    """Return an export, every file of it compared with its sum; else ExportRefused."""
    if path.is_dir():
        source = Folder(path)
    elif path.is_file():
        source = Zipped(path)
    else:
        raise _refuse(_("There is no %(path)s."), path=path)
    try:
        with source.open(MANIFEST) as file:
            data = file.read(LARGEST_MANIFEST + 1)
    except ExportRefused as error:
        raise _refuse(
            _("%(path)s is no export: it has no manifest.json."), path=path
        ) from error
    if len(data) > LARGEST_MANIFEST:
        raise _refuse(_("%(name)s is too large."), name=MANIFEST)
    export = _from_manifest(source, data)
    export.verify()
    return export


def _from_manifest(source, data: bytes) -> Export:
    damaged = _refuse(_("%(name)s is damaged."), name=MANIFEST)
    try:
        said = parsed(data)
        name, number, files = said["name"], said["format"], said["files"]
    except (Malformed, KeyError, TypeError) as error:
        raise damaged from error
    if name != NAME:
        raise _refuse(_("This is no export of a site like this one."))
    if number != FORMAT:
        raise _refuse(
            _(
                "This export has format %(found)s; this site reads format %(known)d. "
                "Install the release that wrote it, or a newer one."
            ),
            found=number,
            known=FORMAT,
        )
    if not isinstance(files, dict) or len(files) > MOST_FILES:
        raise damaged
    for file, sums in files.items():
        checked_name(file)
        size = sums.get("size") if isinstance(sums, dict) else None
        if type(size) is not int or size < 0:
            raise damaged
        if not isinstance(sums.get("sha256"), str):
            raise damaged
    return Export(source, files, said)
