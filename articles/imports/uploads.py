"""Files that are uploaded to be imported: kept privately, for no longer than needed.

They lie below IMPORTS_ROOT, never in the folder of pictures, under names that nobody
can guess and with rights for the site alone. What comes in is written to the disk as it
comes, so that no size of it matters to the memory.
"""

import errno
import hashlib
import logging
import os
import secrets
import shutil
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from articles.imports.files import folder
from articles.models import ImportRun

logger = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024
GIGABYTE = 1024 * MEGABYTE
FILE, MEDIA = "file", "media"
# The largest that is taken of each, in bytes; nginx lets a little more pass.
LIMITS = {FILE: GIGABYTE, MEDIA: 4 * GIGABYTE}
WORD, WORD_LIMIT = ".docx", 50 * MEGABYTE
# Written through to the disk every so often: the last byte waits for no gigabyte.
SYNCED_EVERY = 64 * MEGABYTE
LONGEST_NAME = ImportRun._meta.get_field("name").max_length
KEPT_FOR = timedelta(days=7)
# What no import names by then is left of an upload that was cut off.
ORPHAN_AFTER = timedelta(days=1)


class KeptFile(UploadedFile):
    """An upload that lies in the folder; gone with its request unless it is kept."""

    def __init__(self, stored: str, digest: str, name: str, size: int):
        super().__init__(file=None, name=name, size=size)
        self.stored, self.digest = stored, digest
        self._kept = False

    def path(self) -> Path:
        """Return where it lies."""
        return path_of(self.stored)

    def keep(self) -> str:
        """Let it outlive the request, and return the name it is found by."""
        self._kept = True
        return self.stored

    def close(self):
        """Delete it, at the end of a request that made nothing of it."""
        if not self._kept:
            delete(self.stored)


class ImportUploadHandler(FileUploadHandler):
    """Writes the files of one form into the folder, within their limits.

    `refusal` says in a sentence why it took one no further, empty while all is well.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.refusal = ""
        self._out = self._stored = None
        self._seen = set()

    def new_file(self, field_name, file_name, *args, **kwargs):
        """Begin with a file; one of each field is taken."""
        super().new_file(field_name, file_name, *args, **kwargs)
        if field_name not in LIMITS or field_name in self._seen:
            raise SkipFile
        self._seen.add(field_name)
        self._size, self._digest = 0, hashlib.sha256()
        try:
            self._stored, self._out = create()
        except OSError as error:
            self._refuse(error)

    def receive_data_chunk(self, raw_data, start):
        """Write a part of it down."""
        self._size += len(raw_data)
        limit = limit_of(self.field_name, self.file_name)
        if self._size > limit:
            self._give_up(too_large(self.file_name, limit))
        self._digest.update(raw_data)
        try:
            self._out.write(raw_data)
            if self._size % SYNCED_EVERY < len(raw_data):
                self._sync()
        except OSError as error:
            self._refuse(error)
        return None

    def _sync(self) -> None:
        self._out.flush()
        os.fdatasync(self._out.fileno())
        # The reserve is for requests of patients: an import never eats it up.
        if not has_room(0):
            raise OSError(errno.ENOSPC, "reserve")

    def file_complete(self, file_size):
        """Hand the whole file over, once its last bytes are on the disk."""
        if self._out is None:
            return None
        try:
            self._sync()
            self._out.close()
        except OSError as error:
            self._refuse(error)
        stored, self._out, self._stored = self._stored, None, None
        name = self.file_name[-LONGEST_NAME:]
        return KeptFile(stored, self._digest.hexdigest(), name, self._size)

    def upload_interrupted(self):
        """Leave nothing of a file that broke off."""
        self.discard()

    def discard(self) -> None:
        """Delete the file that is only half there."""
        out, stored = self._out, self._stored
        self._out = self._stored = None
        if out is not None:
            try:
                out.close()
            except OSError:
                # What could not be written is not wanted any more.
                logger.warning("An upload that was given up could not be closed.")
        if stored is not None:
            delete(stored)

    def _refuse(self, error: OSError) -> None:
        logger.error(
            "An upload could not be kept: %s", errno.errorcode.get(error.errno)
        )
        self._give_up(no_room() if error.errno in FULL else cannot_write())

    def _give_up(self, sentence: str) -> None:
        self.refusal = sentence
        self.discard()
        # The rest is read and dropped: a browser that is cut off shows its own error.
        raise StopUpload(connection_reset=False)


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def limit_of(field: str, name: str) -> int:
    """Return how many bytes are taken of a file in a field."""
    return WORD_LIMIT if name.lower().endswith(WORD) else LIMITS[field]


def path_of(stored: str) -> Path:
    """Return where a stored file lies, in the folder whatever its name says."""
    return Path(settings.IMPORTS_ROOT) / Path(stored).name


def create():
    """Make an empty file that nobody but the site may read; return name and file."""
    stored = secrets.token_hex(16)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    opened = os.open(folder() / stored, flags, 0o600)
    return stored, os.fdopen(opened, "wb")


def delete(stored: str) -> None:
    """Delete a stored file, if it is still there."""
    if stored:
        path_of(stored).unlink(missing_ok=True)


def has_room(size: int) -> bool:
    """Say whether so many more bytes leave the disk its reserve."""
    free = shutil.disk_usage(folder()).free
    return free - size > settings.DISK_RESERVE_MB * MEGABYTE


def forget(run: ImportRun) -> None:
    """Delete what a run was uploaded with, and remember that it is gone."""
    ImportRun.objects.filter(pk=run.pk).update(file="", media_file="")
    for stored in (run.file, run.media_file):
        delete(stored)
    run.file = run.media_file = ""


def forget_old() -> None:
    """Delete uploads of a week ago, and what no import names any more."""
    for run in ImportRun.objects.exclude(file="", media_file=""):
        over = run.state not in (ImportRun.State.WAITING, ImportRun.State.RUNNING)
        if over and _age(run.file or run.media_file) > KEPT_FOR.total_seconds():
            forget(run)
    named = set()
    with_files = ImportRun.objects.filter(~Q(file="") | ~Q(media_file=""))
    for pair in with_files.values_list("file", "media_file"):
        named.update(pair)
    for path in folder().iterdir():
        old = _age(path.name) > ORPHAN_AFTER.total_seconds()
        if path.name not in named and old:
            path.unlink(missing_ok=True)


def _age(stored: str) -> float:
    try:
        return time.time() - path_of(stored).stat().st_mtime
    except OSError:
        return float("inf")


def too_large(name: str, limit: int) -> str:
    """Say that a file is over its limit, and what to do."""
    return _(
        "“%(name)s” is larger than %(limit)s, the most that this screen takes. Divide "
        "it (WordPress exports one year or one author at a time), or ask whoever runs "
        "the site: on the machine itself any size can be imported."
    ) % {"name": name, "limit": filesizeformat(limit)}


def no_room() -> str:
    """Say that the disk is too full, and what to do."""
    return _(
        "The site's disk has too little room for this file. Nothing was kept. Ask "
        "whoever runs the site to make room, then upload it again."
    )


def cannot_write() -> str:
    """Say that the folder cannot be written to, and what to do."""
    return _(
        "The site could not keep the file. Ask whoever runs the site to look at its "
        "folder for imports (IMPORTS_ROOT), then upload it again."
    )
