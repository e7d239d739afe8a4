"""Gathers the elements of an export as the parser meets them."""

from collections import deque
from collections.abc import Iterator

from django.utils.translation import gettext as _

from articles.imports.wordpress import limits
from articles.imports.wordpress.export_file import ExportFileError, foreign
from articles.imports.wordpress.fields import (
    ANY_VERSION,
    BUILDERS,
    META,
    OF_AUTHOR,
    OF_ITEM,
    OF_SITE,
    OF_TERM,
    OLD_SLUG,
    WP,
    known_name,
)
from articles.imports.wordpress.items import WordPressPost, WordPressSite
from articles.imports.wordpress.making import make_author, make_post, make_term, use_of

VERSION = "1.2"
AUTHOR, COMMENT, POSTMETA = f"{WP}author", f"{WP}comment", f"{WP}postmeta"
KEY, VALUE = f"{WP}meta_key", f"{WP}meta_value"
# How much a thing costs beside its letters.
EACH = 200


class Gatherer:
    """A target for the parser; `finished` hands out what is whole."""

    def __init__(self):
        self._path: list[str] = []
        self._text: list[str] = []
        self._wanted = False
        self._kept = 0
        self._names: set[str] = set()
        self._site = WordPressSite(title="", url="", authors={})
        self._version = ""
        self._site_told = False
        # An author, a term or a field of an item, while it is read.
        self._part: dict[str, str] = {}
        self._item: dict | None = None
        self._comment_depth = 0
        self._done: deque[WordPressSite | WordPressPost] = deque()

    def finished(self) -> Iterator[WordPressSite | WordPressPost]:
        """Yield the items that were read to their end, each once."""
        while self._done:
            yield self._done.popleft()

    def start(self, tag, attributes):
        """Take the start of an element."""
        tag = known_name(tag)
        if not self._path and tag != "rss":
            raise foreign()
        self._hold_limits(tag, attributes)
        self._path.append(tag)
        self._text = []
        depth = len(self._path)
        if depth == 3 and tag == "item" and self._path[1] == "channel":
            self._tell_site()
            self._item = {"terms": [], "comments": 0, "meta": {}, "old_slugs": []}
            self._item["builders"], self._kept = {}, 0
        elif self._item is not None and depth == 4 and tag == COMMENT:
            # Whoever wrote it did not ask to be read here, so it is not read at all.
            self._comment_depth = depth
        elif depth == 4 and tag == "category":
            self._part = {**attributes}
        elif depth == 4 and tag == POSTMETA:
            self._part = {}
        self._wanted = self._wants(tag, depth)

    def _hold_limits(self, tag, attributes):
        if len(self._path) >= limits.DEEPEST:
            raise limits.too_deep()
        if len(attributes) > limits.MOST_ATTRIBUTES:
            raise limits.too_many_attributes(tag)
        self._names.add(tag)
        self._names.update(attributes)
        if len(self._names) > limits.MOST_NAMES:
            raise limits.too_many_names()

    def _wants(self, tag, depth) -> bool:
        if self._comment_depth:
            return False
        if self._item is None:
            return depth in (3, 4)
        if depth == 4:
            return tag in OF_ITEM or tag == "category"
        if depth == 5 and self._path[3] == POSTMETA:
            return tag == KEY or (tag == VALUE and self._wants_value())
        return False

    def _wants_value(self) -> bool:
        key = self._part.get("key", "")
        return key in META or key == OLD_SLUG

    def data(self, text):
        """Take a piece of the text of an element."""
        if not self._wanted:
            return
        self._text.append(text)
        self._count(len(text))

    def _count(self, length: int) -> None:
        self._kept += length
        if self._item is None:
            if self._kept > limits.LONGEST_HEAD:
                raise limits.head_too_long()
        elif self._kept > limits.LONGEST_ITEM:
            raise limits.item_too_long(self._item.get("title", ""))

    def end(self, tag):
        """Take the end of an element."""
        tag = known_name(tag)
        text, self._text = "".join(self._text), []
        depth = len(self._path)
        self._path.pop()
        self._wanted = False
        if self._comment_depth:
            if depth == self._comment_depth:
                self._item["comments"] += 1
                self._comment_depth = 0
        elif self._item is not None:
            self._end_in_item(tag, text, depth)
        elif depth == 3:
            self._end_in_channel(tag, text)
        elif depth == 4:
            self._end_in_part(tag, text)
        elif tag == "channel" and depth == 2:
            self._tell_site()

    def close(self):
        """Refuse a file that ended without naming a site."""
        if not self._site_told:
            raise foreign()

    def _end_in_channel(self, tag, text):
        if tag in OF_SITE:
            setattr(self._site, OF_SITE[tag], text.strip())
        elif ANY_VERSION.match(tag):
            self._version = text.strip()
        elif tag == AUTHOR:
            self._count(EACH)
            login, name = make_author(self._part)
            self._site.authors[login] = name
            self._part = {}
        elif tag in OF_TERM:
            self._count(EACH)
            self._site.terms.append(make_term(tag, self._part))
            self._part = {}

    def _end_in_part(self, tag, text):
        above = self._path[-1]
        known = OF_AUTHOR if above == AUTHOR else OF_TERM.get(above, {})
        name = known.get(tag.removeprefix(WP))
        if name:
            self._part[name] = text.strip()

    def _end_in_item(self, tag, text, depth):
        item = self._item
        if depth == 3:
            self._done.append(make_post(item))
            self._item = None
        elif depth == 4 and tag in OF_ITEM:
            item[OF_ITEM[tag]] = text
        elif depth == 4 and tag == "category":
            self._count(EACH)
            item["terms"].append(use_of(self._part, text))
        elif depth == 5 and tag == KEY:
            self._part["key"] = text.strip()
        elif depth == 5 and tag == VALUE:
            self._part["value"] = text
        elif depth == 4 and tag == POSTMETA:
            self._end_meta(self._part.get("key", ""), self._part.get("value", ""))

    def _end_meta(self, key, value):
        item = self._item
        if key in META:
            item["meta"].setdefault(key, value.strip())
        elif key == OLD_SLUG:
            self._count(EACH)
            item["old_slugs"].append(value.strip())
        elif key in BUILDERS:
            item["builders"][BUILDERS[key]] = True

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
        self._done.append(self._site)
