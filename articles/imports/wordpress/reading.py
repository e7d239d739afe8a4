"""Streams an export through a hardened parser, however long it is.

The file is trusted with nothing: document types and entities are refused, and so is
whatever WordPress did not write or would eat the memory.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers.expat import errors as expat

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser, ParseError
from django.utils.translation import gettext as _

from articles.imports.content import WITHOUT_CONTROLS
from articles.imports.wordpress import limits
from articles.imports.wordpress.export_file import ExportFileError, decoded
from articles.imports.wordpress.gathering import Gatherer
from articles.imports.wordpress.items import WordPressPost, WordPressSite

_ENDS_EARLY = {
    expat.codes[message]
    for message in (
        expat.XML_ERROR_NO_ELEMENTS,
        expat.XML_ERROR_UNCLOSED_TOKEN,
        expat.XML_ERROR_PARTIAL_CHAR,
        expat.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


def read_export(path: str | Path) -> Iterator[WordPressSite | WordPressPost]:
    """Yield the site and then every item of an export, in the file's order.

    Raises ExportFileError, at the latest at the end of the file.
    """
    path = Path(path)
    if not path.exists():
        raise ExportFileError(_("There is no file at %(path)s.") % {"path": path})
    if not path.is_file():
        raise ExportFileError(_("%(path)s is not a file.") % {"path": path})
    try:
        with path.open("rb") as file:
            yield from _read(file)
    except OSError as error:
        raise ExportFileError(
            _("The file cannot be read: %(reason)s.") % {"reason": error.strerror}
        ) from error


def _read(file: BinaryIO) -> Iterator[WordPressSite | WordPressPost]:
    target = Gatherer()
    parser = DefusedXMLParser(target=target, encoding="utf-8", forbid_dtd=True)
    fed = 0
    try:
        for text in decoded(file):
            data = text.translate(WITHOUT_CONTROLS).encode()
            parser.feed(data)
            fed += len(data)
            # The parser holds what it cannot tell of yet, however much that is.
            if fed - parser.parser.CurrentByteIndex > limits.LONGEST_TAG:
                raise limits.tag_too_long(parser.parser.CurrentLineNumber)
            yield from target.finished()
        parser.close()
    except DTDForbidden as error:
        raise ExportFileError(
            _("This is a web page, not a WordPress export.")
            if error.name.lower() == "html"
            else _(
                "The file declares a document type or entities, as an attack would; "
                "no WordPress export does."
            )
        ) from error
    except DefusedXmlException as error:
        raise ExportFileError(
            _("The file declares entities, which no WordPress export does.")
        ) from error
    except ParseError as error:
        raise _broken(error) from error
    yield from target.finished()


def _broken(error: ParseError) -> ExportFileError:
    line = {"line": error.position[0]}
    if error.code in _ENDS_EARLY:
        return ExportFileError(
            _("The file ends too early, in line %(line)d; download it again.") % line
        )
    return ExportFileError(
        _(
            "The file is damaged in line %(line)d (it is not well-formed XML); "
            "export it again."
        )
        % line
    )
