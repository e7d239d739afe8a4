"""Reads a WordPress export (WXR 1.2) item by item; knows nothing of the database.

The file is streamed, so its size does not matter, and it is trusted with nothing:
document types and entities are refused, and so is whatever WordPress did not write.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO
from xml.parsers.expat import errors as expat

from defusedxml.common import DefusedXmlException, DTDForbidden
from defusedxml.ElementTree import DefusedXMLParser, ParseError
from django.utils.translation import gettext as _

from articles.imports.export_file import ExportFileError, decoded, foreign
from articles.imports.html import WITHOUT_CONTROLS, plain_text

VERSION = "1.2"
_WP = "{http://wordpress.org/export/1.2/}"
_ANY_VERSION = re.compile(r"\{http://wordpress\.org/export/[\d.]+/\}wxr_version$")
_FIELDS = {
    "title": "title",
    "link": "link",
    "pubDate": "published",
    "{http://purl.org/dc/elements/1.1/}creator": "author",
    "{http://purl.org/rss/1.0/modules/content/}encoded": "content",
    "{http://wordpress.org/export/1.2/excerpt/}encoded": "excerpt",
    f"{_WP}post_id": "id",
    f"{_WP}post_date_gmt": "published_gmt",
    f"{_WP}post_name": "slug",
    f"{_WP}status": "status",
    f"{_WP}post_type": "type",
    f"{_WP}post_password": "password",
}
_NUMBER = re.compile(r"[0-9]{1,18}")
_ENDS_EARLY = {
    expat.codes[message]
    for message in (
        expat.XML_ERROR_NO_ELEMENTS,
        expat.XML_ERROR_UNCLOSED_TOKEN,
        expat.XML_ERROR_PARTIAL_CHAR,
        expat.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


@dataclass(frozen=True)
class WordPressSite:
    """The site that an export was made of."""

    title: str
    url: str
    authors: dict[str, str]


@dataclass(frozen=True)
class WordPressPost:
    """One item of an export: a post, or a page, an attachment, a menu entry ..."""

    wordpress_id: int
    title: str
    slug: str
    link: str
    published_at: datetime | None
    status: str
    post_type: str
    content: str
    excerpt: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    author: str
    has_password: bool = False
    comments: int = 0


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
    target = _Items()
    parser = DefusedXMLParser(target=target, encoding="utf-8", forbid_dtd=True)
    try:
        for text in decoded(file):
            parser.feed(text.translate(WITHOUT_CONTROLS))
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


class _Items:
    """Gathers the elements of an export as the parser meets them."""

    def __init__(self):
        self._path: list[str] = []
        self._text: list[str] = []
        self._site = {"title": "", "link": ""}
        self._authors: dict[str, str] = {}
        self._author = {}
        self._version = ""
        self._site_told = False
        self._item: dict | None = None
        self._done: deque[WordPressSite | WordPressPost] = deque()

    def finished(self) -> Iterator[WordPressSite | WordPressPost]:
        while self._done:
            yield self._done.popleft()

    def start(self, tag, attributes):
        if not self._path and tag != "rss":
            raise foreign()
        self._path.append(tag)
        self._text = []
        if self._path == ["rss", "channel", "item"]:
            self._tell_site()
            self._item = {"categories": [], "tags": [], "comments": 0}
        elif self._item and tag == "category" and len(self._path) == 4:
            self._item["domain"] = attributes.get("domain", "")

    def data(self, text):
        self._text.append(text)

    def end(self, tag):
        text, self._text = "".join(self._text), []
        depth = len(self._path)
        self._path.pop()
        if self._item is not None:
            self._end_in_item(tag, text, depth)
        elif depth == 3 and tag in self._site:
            self._site[tag] = text.strip()
        elif depth == 3 and _ANY_VERSION.match(tag):
            self._version = text.strip()
        elif depth == 3 and tag == f"{_WP}author":
            login = self._author.get("login", "")
            self._authors[login] = self._author.get("display_name") or login
            self._author = {}
        elif depth == 4:
            self._author[tag.removeprefix(f"{_WP}author_")] = text.strip()
        elif tag == "channel":
            self._tell_site()

    def close(self):
        if not self._site_told:
            raise foreign()

    def _end_in_item(self, tag, text, depth):
        item = self._item
        if depth == 3:
            self._done.append(_post(item))
            self._item = None
        elif depth == 4 and tag in _FIELDS:
            item[_FIELDS[tag]] = text
        elif depth == 4 and tag == "category":
            kind = {"category": "categories", "post_tag": "tags"}.get(item["domain"])
            if kind:
                item[kind].append(_one_line(text))
        elif depth == 4 and tag == f"{_WP}comment":
            item["comments"] += 1

    def _tell_site(self):
        if self._site_told:
            return
        if not self._version:
            raise foreign()
        if self._version != VERSION:
            raise ExportFileError(
                _(
                    "The export has format %(found)s; only %(known)s can be read. "
                    "Update WordPress and export again."
                )
                % {"found": self._version, "known": VERSION}
            )
        self._site_told = True
        self._done.append(
            WordPressSite(
                title=self._site["title"],
                url=self._site["link"],
                authors=self._authors,
            )
        )


def _post(item: dict) -> WordPressPost:
    title = _one_line(item.get("title", ""))
    number = item.get("id", "").strip()
    if not _NUMBER.fullmatch(number) or "type" not in item:
        raise ExportFileError(
            _(
                "The item “%(title)s” has no id or no type, which every WordPress "
                "export gives; export it again."
            )
            % {"title": title}
        )
    return WordPressPost(
        wordpress_id=int(number),
        title=title,
        slug=item.get("slug", "").strip(),
        link=item.get("link", "").strip(),
        published_at=_published_at(item),
        status=item.get("status", "").strip(),
        post_type=item["type"].strip(),
        content=item.get("content", ""),
        excerpt=item.get("excerpt", ""),
        categories=tuple(item["categories"]),
        tags=tuple(item["tags"]),
        author=item.get("author", "").strip(),
        has_password=bool(item.get("password")),
        comments=item["comments"],
    )


def _published_at(item: dict) -> datetime | None:
    """Return the moment in UTC; a draft has zeros there and gets None."""
    try:
        moment = datetime.strptime(
            item.get("published_gmt", "").strip(), "%Y-%m-%d %H:%M:%S"
        )
    except ValueError:
        written = item.get("published", "")
        try:
            moment = None if "-0001" in written else parsedate_to_datetime(written)
        except (ValueError, OverflowError):
            moment = None
        if moment is None:
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.replace(tzinfo=UTC)


def _one_line(html: str) -> str:
    return " ".join(plain_text(html).split())
