"""Turns a post's HTML into the blocks of an article's body and loses no word.

The source's order is kept and every text ends up in some block: what has no block of
its own here (a table, a quote, a button) arrives as paragraphs. The reader's words are
counted by a second, much simpler pass (`plain_text`), so that an import can prove that
nothing fell out.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from articles.imports.rich_text import Run, bullets, has_words, paragraphs, stored

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th", "dt", "dd"})
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
_BLOCKS = (
    "address article aside blockquote body caption center details dialog dir div dl "
    "fieldset figcaption figure footer form head header hgroup hr html legend main "
    "menu nav option p pre section summary table tbody tfoot thead title tr"
)
BLOCKS = frozenset(_BLOCKS.split())
# No block, but a reader sees two words where one of these stands between them.
_OBJECTS = "audio button embed iframe img input object select svg textarea video"
OBJECTS = frozenset(_OBJECTS.split())
PICTURES = frozenset({"img"})
EMBEDS = frozenset({"audio", "embed", "iframe", "object", "video"})
BREAKS = BLOCKS | LISTS | CELLS | OBJECTS | HEADINGS.keys() | {"li", "br"}
# What stands in these is read by browsers, never by people.
SILENT = frozenset({"script", "style"})

_HREF = re.compile(r"(?:https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])", re.I)

# Neither XML nor PostgreSQL takes these; those that part words become a space.
WITHOUT_CONTROLS = {
    **dict.fromkeys([*range(0x09), *range(0x0E, 0x1C), 0xFFFE, 0xFFFF]),
    **dict.fromkeys([0x0B, 0x0C, *range(0x1C, 0x20)], " "),
}
_SPACES = re.compile(r"[ \t\f]+")
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass
class Body:
    """The blocks of an article's body, and how much of the post has no block yet."""

    blocks: list[tuple[str, str | dict]] = field(default_factory=list)
    pictures: int = 0
    embeds: int = 0


def read_body(html: str) -> Body:
    """Return the blocks of a post written with the block editor or the classic one."""
    # The classic editor stores line ends where the block editor stores tags.
    reader = _BodyReader(classic="<!-- wp:" not in html)
    reader.read(html)
    return reader.body


def plain_text(html: str) -> str:
    """Return the words that a reader of this HTML sees, in order."""
    reader = _TextReader()
    reader.read(html)
    return "".join(reader.parts)


def body_words(blocks: list[tuple[str, str | dict]]) -> list[str]:
    """Return the words of the blocks that `read_body` makes, in order."""
    return [
        word
        for kind, value in blocks
        for word in (value["text"] if kind == "heading" else plain_text(value)).split()
    ]


class _Reader(HTMLParser):
    """Reads HTML however broken it is."""

    def read(self, html: str) -> None:
        html = html.replace("\r\n", "\n").replace("\r", "\n")
        self.feed(html.translate(WITHOUT_CONTROLS))
        self.close()

    def handle_startendtag(self, tag, attrs):
        # As browsers do: only the start counts in "<br/>" and in "<b/>".
        self.handle_starttag(tag, attrs)

    def parse_marked_section(self, i, report=1):
        # Word leaves "<![...]>" behind, which the base class gives up on.
        return self.parse_bogus_comment(i, report)

    def handle_data(self, data):
        if self.cdata_elem not in SILENT:
            self.handle_text(data.translate(WITHOUT_CONTROLS))


class _TextReader(_Reader):
    """Keeps the text alone, a space where a reader sees a gap."""

    def __init__(self):
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in BREAKS:
            self.parts.append(" ")

    def handle_endtag(self, tag):
        if tag in BREAKS:
            self.parts.append(" ")

    def handle_text(self, text):
        self.parts.append(text)


class _BodyReader(_Reader):
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
            self.body.pictures += tag in PICTURES
            self.body.embeds += tag in EMBEDS
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
