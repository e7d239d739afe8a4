"""Turns the bytes of an export into text, whatever charset WordPress wrote them in."""

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from articles.imports.refused import ImportRefused

CHUNK = 64 * 1024
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


class ExportFileError(ImportRefused):
    """The file cannot be read as a WordPress export; the text says why, for people."""


def decoded(file: BinaryIO) -> Iterator[str]:
    """Yield the file's text, whatever charset it declares."""
    head = file.read(CHUNK)
    if not head.strip():
        raise ExportFileError(_("The file is empty."))
    if head.startswith(_ARCHIVES):
        raise ExportFileError(_("This is a compressed file; unpack it first."))
    charset = _charset(head)
    decoder = codecs.getincrementaldecoder(charset)()
    lines, chunk, first = 1, head, True
    while True:
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            if first and not head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
                raise foreign() from error
            line = lines + error.object[: error.start].count(b"\n")
            raise ExportFileError(
                _(
                    "Line %(line)d is not written in the charset %(charset)s that the "
                    "file declares; export it again, or save it as UTF-8."
                )
                % {"line": line, "charset": charset}
            ) from error
        if first:
            # Some plugins print empty lines before the XML begins.
            text, first = text.lstrip("\ufeff \t\r\n"), False
            if not text.startswith("<"):
                raise foreign()
        lines += text.count("\n")
        yield text
        if not chunk:
            return
        chunk = file.read(CHUNK)


def _charset(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    declared = _ENCODING.search(head[:1024])
    charset = declared[1].decode("ascii") if declared else "utf-8"
    try:
        # Refuses what is a codec of Python's but no charset, such as "zip".
        return io.TextIOWrapper(io.BytesIO(), encoding=charset).encoding
    except LookupError as error:
        raise ExportFileError(
            _("The file declares a charset nobody knows: %(charset)s.")
            % {"charset": charset}
        ) from error


def foreign() -> ExportFileError:
    """Return the error for a file that something else than WordPress wrote."""
    return ExportFileError(
        _(
            "This is not a WordPress export. In WordPress choose Tools, Export, "
            "and pass the .xml file that it saves."
        )
    )
