"""Opens a Word document, or says why not: anybody may have made the file."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
# A long article with photographs has 20 MB; nobody means a file of more.
LARGEST_FILE = 50 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
# A book of 500 pages has some 8 MB of text with all its marks.
LARGEST_TEXT = 10 * MEGABYTE
MOST_PARTS = 4000
MAIN = "word/document.xml"

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DECLARES = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OTHERS = {
    "xl/workbook.xml": "Excel",
    "ppt/presentation.xml": "PowerPoint",
    "content.xml": "OpenDocument",
    "Index/Document.iwa": "Pages",
}


class WordFileError(Exception):
    """The file cannot be read as a Word document; the text says why, for people."""


@contextmanager
def opened(source: str | Path | BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open a document whose parts are safe to unpack.

    Raises WordFileError, also for what turns out to be damaged while it is read.
    """
    if hasattr(source, "read"):
        yield from _checked(source)
        return
    path = Path(source)
    if not path.exists():
        raise WordFileError(_("There is no file at %(path)s.") % {"path": path})
    if not path.is_file():
        raise WordFileError(_("%(path)s is not a file.") % {"path": path})
    try:
        with path.open("rb") as file:
            yield from _checked(file)
    except OSError as error:
        raise WordFileError(
            _("The file cannot be read: %(reason)s.") % {"reason": error.strerror}
        ) from error


def _checked(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    if size > LARGEST_FILE:
        raise WordFileError(
            _(
                "The file has %(found)d MB, and at most %(most)d are read. Make its "
                "pictures smaller, or divide it."
            )
            % {"found": size // MEGABYTE, "most": LARGEST_FILE // MEGABYTE}
        )
    _check_kind(file, size)
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _check_parts(archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise WordFileError(
            _("The file is damaged; save it again in Word, or copy it again.")
        ) from error


def _check_kind(file: BinaryIO, size: int) -> None:
    head = file.read(8)
    if not size:
        raise WordFileError(_("The file is empty."))
    if head == _OLD:
        # The names of what it holds stand somewhere in it, most often at the end.
        if _ENCRYPTED in file.read():
            raise WordFileError(
                _(
                    "The document is protected by a password. Open it in Word, take "
                    "the password off and save it again."
                )
            )
        raise WordFileError(
            _(
                "This is a document of an old Word (.doc). Open it in Word and save it "
                "as “Word document (.docx)”."
            )
        )
    if head.startswith(b"{\\rtf"):
        raise WordFileError(
            _("This is rich text (.rtf). Open it in Word and save it as .docx.")
        )
    if head.startswith(b"%PDF"):
        raise WordFileError(
            _("This is a PDF. Bring the Word document that it was made from.")
        )
    if not head.startswith(b"PK"):
        raise WordFileError(_("This is not a Word document (.docx)."))


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise WordFileError(
            _("The file is protected by a password; save it again without one.")
        )
    for name, program in _OTHERS.items():
        if name in names:
            raise WordFileError(
                _("This is a file of %(program)s. Save it as a Word document (.docx).")
                % {"program": program}
            )
    if MAIN not in names:
        raise WordFileError(
            _("This is not a Word document (.docx): it holds no text of Word.")
        )
    texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    # A part gives no more than the size that it declares: reading on is an error.
    if (
        len(parts) > MOST_PARTS
        or len(names) < len(parts)
        or sum(part.file_size for part in parts) > LARGEST_UNPACKED
        or sum(part.file_size for part in texts) > LARGEST_TEXT
    ):
        raise WordFileError(
            _(
                "Unpacked, the file is far larger than any article, as one that shall "
                "do harm is; it is not opened."
            )
        )
    for part in texts:
        data = archive.read(part)
        # The other charset that XML may have writes a zero beside each letter.
        if _DECLARES.search(data) or _DECLARES.search(data.replace(b"\0", b"")):
            raise WordFileError(
                _("The file declares entities, as an attack would; no Word does.")
            )
