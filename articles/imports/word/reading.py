"""Reads a Word document into HTML by mammoth, and that into the blocks of a body."""

import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path, PurePath
from typing import BinaryIO
from xml.parsers.expat import ExpatError

import mammoth
from django.utils.translation import gettext as _

from articles.imports.content import Body, Finder, plain_text, read_html
from articles.imports.word.counting import lost_words
from articles.imports.word.opening import MAIN, WordFileError, opened

LONGEST_TITLE = 255
# Where a picture of the document stands in its HTML.
PICTURE = "word-picture:"
_STYLES = """
p[style-name='Title'] => p.word-title:fresh
p.Title => p.word-title:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='caption'] => p.word-caption:fresh
br[type='page'] => br
br[type='column'] => br
"""
_MARK = re.compile(
    r"(?:<sup>)+<a href=\"#(?:foot|end)note-[^\"]*\" id=\"[^\"]*\">(\[\d+\])</a>"
    r"(?:</sup>)+"
)
_NOTES = re.compile(r'<ol><li id="(?:foot|end)note-(?:(?!<ol><li id=").)*$', re.DOTALL)
_NOTE = re.compile(
    r'<li id="(?:foot|end)note-[^"]*">(.*?)</li>(?=<li id="(?:foot|end)note-|</ol>$)',
    re.DOTALL,
)
_WAY_BACK = re.compile(r'<a href="#(?:foot|end)note-ref-[^"]*">↑</a>')
_OWN_LINK = re.compile(r'<a href="#[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_HREF = re.compile(r'<a href="([^"]*)"')
_TITLE = re.compile(r'<p class="word-title">(.*?)</p>', re.DOTALL)
_FIRST_HEADING = re.compile(r"\A<h1>(.*?)</h1>", re.DOTALL)
_HEADING = re.compile(r"(?<=<h)[1-6](?=>)|(?<=</h)[1-6](?=>)")
_CAPTION = r'<p class="word-caption">((?:(?!</p>).)*)</p>'
_PICTURE_CAPTION = re.compile(rf"<p>(<img [^>]*/>)</p>{_CAPTION}", re.DOTALL)
_TABLE_CAPTION = re.compile(rf"{_CAPTION}<table>", re.DOTALL)
_MACHINE_WORDS = re.compile(
    r"\s*(?:Description automatically generated[^.]*\.?"
    r"|AI-generated content may be incorrect\.?)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Picture:
    """A picture of a document, as the file holds it."""

    name: str
    content: bytes
    alt: str


@dataclass(frozen=True)
class Note:
    """A footnote or endnote: its words, and the addresses that it links to."""

    words: str
    links: list[str]


@dataclass
class Document:
    """What a Word document says.

    `notes` stand in the order of their numbers: [1] in the text points to the first.
    `told` are sentences for the editor about what could not be kept.
    """

    title: str
    html: str
    pictures: dict[str, Picture] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def read_document(source: str | Path | BinaryIO, name: str = "") -> Document:
    """Read a .docx file, given by its path or open; `name` is what it was called.

    Raises WordFileError where it is none, is protected, damaged, or unsafe to unpack.
    """
    name = name or str(getattr(source, "name", source))
    with opened(source) as archive:
        try:
            return _read(archive, PurePath(name).stem)
        except (
            ArithmeticError,
            AttributeError,
            ExpatError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ) as error:
            raise WordFileError(
                _("Word's text in the file cannot be read; save it again in Word.")
            ) from error


def document_body(document: Document, finder: Finder) -> Body:
    """Return the blocks of a document; the finder is asked for each picture's source.

    Its words in are the text's own, without the title and the notes.
    """
    body = read_html(document.html, finder, shortcodes=False)
    body.notes = [*document.told, *body.notes]
    return body


def _read(archive: zipfile.ZipFile, file_name: str) -> Document:
    document = Document(title="", html="")
    file = archive.fp
    file.seek(0)
    result = mammoth.convert_to_html(
        file,
        style_map=_STYLES,
        include_embedded_style_map=False,
        convert_image=_picture_keeper(document),
        id_prefix="",
    )
    html = _take_notes(document, result.value)
    document.html = _arranged(_take_title(document, html, file_name))
    _tell(document, archive, result)
    return document


def _picture_keeper(document: Document):
    """Return what keeps a picture and writes where it stands."""

    def keep(image) -> dict[str, str]:
        source = f"{PICTURE}{len(document.pictures) + 1}"
        with image.open() as data:
            content = data.read()
        kind = image.content_type.rpartition("/")[2].partition("+")[0]
        alt = image.alt_text or ""
        words = " ".join(_MACHINE_WORDS.sub(" ", alt).split())
        if words != " ".join(alt.split()):
            document.told.append(
                _("A machine wrote what a picture shows; look at it: %(alt)s")
                % {"alt": words}
            )
        name = f"{source.replace(':', '-')}.{kind}"
        document.pictures[source] = Picture(name, content, words)
        return {"src": source, "alt": words}

    return mammoth.images.img_element(keep)


def _take_notes(document: Document, html: str) -> str:
    """Take the notes out of the end of the text and write their marks as [1]."""
    found = _NOTES.search(html)
    if found:
        for written in _NOTE.findall(found.group()):
            written = _WAY_BACK.sub("", written)
            links = [unescape(href) for href in _HREF.findall(written)]
            words = " ".join(plain_text(written).split())
            document.notes.append(Note(words, links))
        html = html[: found.start()]
    if document.notes and re.search(r"\[\d", _MARK.sub("", html)):
        document.told.append(
            _(
                "The text has numbers in brackets of its own beside the notes: look "
                "where each leads."
            )
        )
    return _MARK.sub(r"\1", html)


def _take_title(document: Document, html: str, file_name: str) -> str:
    """Take the title out of the text; where nothing names it, the file does."""
    found = _TITLE.search(html)
    if not (found and plain_text(found[1]).strip()):
        found = _FIRST_HEADING.match(html)
        if found and html.count("<h1>") > 1 and "<h2>" not in html:
            # One section among its likes, not the title above them all.
            found = None
    title = " ".join(plain_text(found[1]).split()) if found else ""
    if title and len(title) <= LONGEST_TITLE:
        pictures = "".join(re.findall(r"<img [^>]*/>", found[1]))
        html = html[: found.start()] + pictures + html[found.end() :]
        document.title = title
    else:
        document.title = file_name.replace("_", " ").strip()[:LONGEST_TITLE]
        document.told.append(_("Nothing in the document is marked as its title."))
    return html


def _arranged(html: str) -> str:
    """Lay HTML out as the blocks have it: levels of headings, captions, links."""
    if "<h1>" in html:
        # The page's title is the first level, so that sections stand on the second.
        html = _HEADING.sub(lambda level: str(min(int(level.group()) + 1, 6)), html)
    html = _PICTURE_CAPTION.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", html)
    html = _TABLE_CAPTION.sub(r"<table><caption>\1</caption>", html)
    # Where these lead, inside the document, is not known by that name here.
    return _OWN_LINK.sub(r"\1", html)


def _tell(document: Document, archive: zipfile.ZipFile, result) -> None:
    """Say what could not be kept, and whether each word of the file is there."""
    for message in result.messages:
        if "style" not in message.message.lower():
            document.told.append(
                _("Word's reader says: %(message)s") % {"message": message.message}
            )
    notes = _NOTES.search(result.value)
    html = result.value[: notes.start()] if notes else result.value
    missing = lost_words(archive.read(MAIN), plain_text(_MARK.sub("", html)))
    if missing:
        document.told.append(
            _("These words of the document did not arrive: %(words)s")
            % {"words": " ".join(missing)}
        )
