"""Weighs one text: what went in, what stands in the page now, and what is missing.

What went in is counted from the source, what came out from the page as it is stored;
neither takes the word of the code between them.
"""

import re
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser

from articles.imports.content import Body, body_words
from articles.imports.proof.difference import Difference, difference
from articles.models import ImportedItem
from clinic import claims

VERSION = 1
# A difference is told with so many of its words, and with so many before it.
WORDS_SHOWN = 60
WORDS_BEFORE = 6
MOST_SHOWN = 200
PICTURES = frozenset(["image"])
# Not one in two brackets, which WordPress shows as it is written.
_GALLERY = re.compile(r"(?<!\[)\[gallery\b([^\]]*)\]", re.I)
_LISTED = re.compile(r"\b(?:ids|include)=[\"']?([\d,\s]+)", re.I)
_OF_POST = re.compile(r"\bid=[\"']?(\d{1,18})", re.I)
_WITHOUT = re.compile(r"\bexclude=[\"']?([\d,\s]+)", re.I)
_LINK = re.compile(r"<a\b([^>]*)>", re.I)
_HREF = re.compile(r"""\bhref=["']([^"']*)["']""", re.I)
# A page or document of this site, as its editor stores a link to one.
_OURS = re.compile(r"""\blinktype=["'](?:page|document)["']""", re.I)


Attached = Callable[[int | None], list[int]]


def _nothing(number: int | None) -> list[int]:
    return []


def weigh(
    item: ImportedItem,
    *,
    html: str,
    body: Body,
    page,
    compare: bool = True,
    attached: Attached = _nothing,
) -> None:
    """Write into an item what became of its text; saves nothing.

    `html` is the source, `body` what was read from it, and `page` the page as it is
    stored now. With `compare` False the page is another text by now: only its words
    are counted and its claims read. `attached` tells which pictures were uploaded with
    a post (None: this one), which galleries show that list none.
    """
    stored = page.body.get_prep_value()
    words_out = body_words(stored)
    item.words_in, item.words_out = len(body.words), len(words_out)
    item.findings = [_finding(found) for found in claims.findings(page)]
    if compare:
        source = counted(html, attached)
        _compare(item, source, body, page, words_out)


def _compare(item: ImportedItem, source: "Source", body: Body, page, words_out) -> None:
    found = difference(body.words, words_out, body.changed)
    missing = list(body.pictures_missing)
    pictures_out = sum(1 for _ in _pictures(page.body.get_prep_value()))
    item.proof["weighed"] = {
        "version": VERSION,
        "words_lost": sum(len(one.words_in) for one in found if not one.why),
        "words_added": sum(len(one.words_out) for one in found if not one.why),
        "differences": [_told(one, body.words) for one in found[:MOST_SHOWN]],
        "differences_more": max(0, len(found) - MOST_SHOWN),
        "pictures_in": source.pictures,
        "pictures_out": pictures_out,
        "pictures_missing": missing,
        "pictures_lost": max(0, source.pictures - pictures_out - len(missing)),
    }
    item.proof["weighed"] |= {
        "links_in": source.links,
        "links_around_pictures": source.around_pictures,
    }
    weigh_links(item, page=page)


def weigh_links(item: ImportedItem, *, page) -> None:
    """Count the links of a page as it is stored now; saves nothing.

    Once more after links were led to pages that came later than this one.
    """
    ours, left = 0, []
    for attributes in _link_tags(page.body.get_prep_value()):
        if _OURS.search(attributes):
            ours += 1
        elif href := _HREF.search(attributes):
            left.append(unescape(href[1]))
    weighed = item.proof["weighed"]
    gone = len(weighed["links_in"]) - ours - len(left)
    weighed |= {"links_to_pages": ours, "links_left": left, "links_lost": max(0, gone)}


def _told(one: Difference, words: list[str]) -> dict:
    return {
        "at": one.at_in,
        "at_out": one.at_out,
        "after": words[max(0, one.at_in - WORDS_BEFORE) : one.at_in],
        "in": list(one.words_in[:WORDS_SHOWN]),
        "in_more": max(0, len(one.words_in) - WORDS_SHOWN),
        "out": list(one.words_out[:WORDS_SHOWN]),
        "out_more": max(0, len(one.words_out) - WORDS_SHOWN),
        "why": one.why,
    }


def _finding(found: claims.Finding) -> dict:
    return {
        "rule": found.rule,
        "title": str(found.title),
        "severity": found.severity,
        "field": found.field,
        "words": found.words,
        "wording": found.wording,
        "why": found.why,
        "instead": found.instead,
    }


def _pictures(stored) -> Iterator[object]:
    """Yield the value of each picture block, however deep it stands."""
    if isinstance(stored, list):
        for inner in stored:
            yield from _pictures(inner)
    elif isinstance(stored, dict):
        if stored.get("type") in PICTURES and stored.get("value"):
            yield stored["value"]
        else:
            for inner in stored.values():
                yield from _pictures(inner)


def _link_tags(stored) -> Iterator[str]:
    if isinstance(stored, str):
        yield from _LINK.findall(stored)
    elif isinstance(stored, list):
        for inner in stored:
            yield from _link_tags(inner)
    elif isinstance(stored, dict):
        for inner in stored.values():
            yield from _link_tags(inner)


def _shows_picture(tag: str, attributes: dict[str, str | None]) -> bool:
    if tag == "img":
        # The block editor keeps a place for a picture that nobody chose.
        return bool(attributes.keys() - {"alt"} or attributes.get("alt"))
    if tag == "video":
        return bool(attributes.get("poster"))
    return (attributes.get("class") or "").startswith("wp-block-cover") and (
        "background-image:url(" in (attributes.get("style") or "").replace(" ", "")
    )


def counted(html: str, attached: Attached = _nothing) -> "Source":
    """Return how many pictures and which links a source has."""
    source = Source()
    source.feed(html)
    source.close()
    source.pictures += sum(
        _in_gallery(written, attached) for written in _GALLERY.findall(html)
    )
    return source


def _in_gallery(written: str, attached: Attached) -> int:
    """Return how many pictures a gallery shows."""
    if listed := _LISTED.search(written):
        return sum(bool(number.strip()) for number in listed[1].split(","))
    post, without = _OF_POST.search(written), _WITHOUT.search(written)
    left_out = map(int, re.findall(r"\d{1,18}", without[1] if without else ""))
    return len(set(attached(int(post[1]) if post else None)) - {*left_out})


class Source(HTMLParser):
    """Counts what the HTML of a text shows: its pictures, and its links in order.

    A link around nothing but a picture has no words to carry it on.
    """

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pictures = 0
        self.links: list[str] = []
        self.around_pictures = 0
        self._open: str | None = None
        self._words = self._shows = False
        self._silent = 0

    def handle_starttag(self, tag, attrs):
        """Count a picture, and begin a link."""
        if tag == "noscript":
            self._silent += 1
        elif not self._silent and _shows_picture(tag, dict(attrs)):
            self.pictures += 1
            self._shows = True
        elif tag == "a":
            self._close()
            self._open = dict(attrs).get("href") or None
            self._words = self._shows = False

    def handle_startendtag(self, tag, attrs):
        """Count a picture that is written as an empty element."""
        if tag in ("img", "a"):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        """End a link."""
        if tag == "noscript":
            self._silent = max(0, self._silent - 1)
        elif tag == "a":
            self._close()

    def handle_data(self, data):
        """Notice that a link has words."""
        self._words = self._words or bool(data.strip())

    def close(self):
        """End a link that nobody ended."""
        super().close()
        self._close()

    def _close(self):
        if self._open and self._words:
            self.links.append(self._open)
        elif self._open and self._shows:
            self.around_pictures += 1
        self._open = None
