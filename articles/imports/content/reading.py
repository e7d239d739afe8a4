"""Reads the HTML of a post into blocks."""

import re

from articles.imports.content.body import Body, Finder
from articles.imports.content.markup import (
    BREAKS,
    CELLS,
    EMBEDS,
    HEADINGS,
    LISTS,
    OBJECTS,
    PICTURES,
    Reader,
)
from articles.imports.content.rich_text import (
    Run,
    bullets,
    has_words,
    paragraphs,
    stored,
)
from articles.imports.content.words import plain_text

# What the editor keeps inside a line, and the tag that it stores it with.
MARKS = {
    "a": "a",
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "sub": "sub",
    "sup": "sup",
}

_HREF = re.compile(r"(?:https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])", re.I)
_SPACES = re.compile(r"[ \t\f]+")
_BLANK_LINE = re.compile(r"\n\s*\n")


def read_body(html: str, finder: Finder) -> Body:
    """Return the blocks of a post written with the block editor or the classic one."""
    # The classic editor stores line ends where the block editor stores tags.
    reader = _BodyReader(classic="<!-- wp:" not in html)
    reader.read(html)
    reader.body.words = plain_text(html).split()
    return reader.body


class _BodyReader(Reader):
    """Gathers runs of text into paragraphs, lists and headings as the tags go by."""

    def __init__(self, *, classic: bool):
        super().__init__()
        self.classic = classic
        self.body = Body()
        self.prose: list[str] = []
        self.runs: list[Run] = []
        self.marks: list[tuple[str, str]] = []
        self.heading = ""
        self.lists: list[str] = []
        self.items: list[tuple[tuple[str, ...], list]] = []
        self.preformatted = 0
        self.after_block = self.after_break = False

    def handle_starttag(self, tag, attrs):
        if tag in MARKS:
            self._open_mark(MARKS[tag], dict(attrs).get("href") or "")
        elif tag in HEADINGS:
            self._end_text()
            self._end_list()
            self.heading = HEADINGS[tag]
        elif tag in LISTS:
            self._end_text()
            self.lists.append(tag)
        elif tag == "li" and self.lists:
            self._end_text()
        elif tag == "br":
            self._add("\n")
            self.after_break = True
            return
        elif tag in OBJECTS:
            self._add(" ")
            source = dict(attrs).get("src") or tag
            if tag in PICTURES:
                self.body.pictures_missing.append(source)
            elif tag in EMBEDS:
                self.body.unmapped[f"embed {source}"] += 1
        elif tag in BREAKS:
            self._break(tag)
            self.preformatted += tag == "pre"
        self.after_block = tag in BREAKS and tag not in OBJECTS

    def handle_endtag(self, tag):
        if tag in MARKS:
            self._close_mark(MARKS[tag])
        elif tag in HEADINGS or (tag == "li" and self.lists):
            self._end_text()
        elif tag in LISTS:
            self._end_text()
            if tag in self.lists:
                while self.lists.pop() != tag:
                    pass
            if not self.lists:
                self._end_list()
        elif tag in OBJECTS:
            self._add(" ")
        elif tag == "br":
            self._add("\n")
        elif tag in BREAKS:
            self._break(tag)
            self.preformatted = max(0, self.preformatted - (tag == "pre"))
        self.after_block = tag in BREAKS and tag not in OBJECTS

    def handle_text(self, text):
        if not self.preformatted:
            if self.after_block:
                text = text.lstrip(" \t\n")
            elif self.after_break:
                text = text.removeprefix("\n")
            text = _BLANK_LINE.sub("\r\r", text)
            text = text if self.classic else text.replace("\n", " ")
            text = text.replace("\r", "\n")
        if text:
            self.after_block = self.after_break = False
            self._add(_SPACES.sub(" ", text))

    def close(self):
        super().close()
        self._end_text()
        self._end_list()
        self._end_prose()

    def _open_mark(self, tag: str, href: str) -> None:
        if tag == "a":
            self._close_mark("a")
            href = re.sub(r"[\t\n]", "", href.strip())
            if not href or not _HREF.match(href):
                return
        self.marks.append((tag, href))

    def _close_mark(self, tag: str) -> None:
        for position in reversed(range(len(self.marks))):
            if self.marks[position][0] == tag:
                del self.marks[position]
                return

    def _add(self, text: str) -> None:
        self.runs.append((dict(self.marks), text))

    def _break(self, tag: str) -> None:
        # A new line in a list or a table's row, a new paragraph elsewhere.
        if not self.heading and (self.lists or tag in CELLS):
            if has_words(self.runs):
                marks, text = self.runs.pop()
                self.runs.append((marks, text.rstrip(" \n") + "\n"))
        elif has_words(self.runs) or not self.heading:
            self._end_text()

    def _end_text(self) -> None:
        runs, self.runs = self.runs, []
        if not has_words(runs):
            pass
        elif self.heading:
            text = " ".join("".join(text for _, text in runs).split())
            self._end_prose()
            self.body.blocks.append(("heading", {"level": self.heading, "text": text}))
        elif self.lists:
            self.items.append((tuple(self.lists), runs))
        else:
            self.prose += paragraphs(runs)
        self.heading = ""

    def _end_list(self) -> None:
        if self.items:
            self.prose.append(bullets(self.items))
            self.items = []

    def _end_prose(self) -> None:
        if self.prose:
            self.body.blocks.append(("paragraph", stored("\n".join(self.prose))))
            self.prose = []
