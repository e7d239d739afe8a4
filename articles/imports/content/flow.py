"""Gathers text as it goes by into paragraphs, lists and headings."""

import re

from django.utils.translation import gettext as _

from articles.imports.content.body import Body
from articles.imports.content.rich_text import (
    Link,
    Run,
    bullets,
    has_words,
    paragraphs,
    stored,
)
from articles.imports.content.words import body_words

# The block's own limit; what is longer is no heading.
LONGEST_HEADING = 160
# Marks that begin and never end, as no person writes them, make nothing slow.
MOST_MARKS = 100

_SPACES = re.compile(r"[ \t\f]+")
_BLANK_LINE = re.compile(r"\n\s*\n")
_WIDE = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
_INDENT = re.compile(r"(?:^|(?<=\n))[ \t]+")


class Flow:
    """Where the text of one box runs into, a block at a time."""

    def __init__(self, *, classic: bool, marks: list, preformatted: bool = False):
        self.body = Body()
        self.classic = classic
        # Shared with what stands around: marks cross the boxes of what people write.
        self.marks = marks
        self.preformatted = int(preformatted)
        self.heading = ""
        self.lists: list[str] = []
        self._prose: list[str] = []
        self._runs: list[Run] = []
        self._items: list[tuple[tuple[str, ...], list]] = []
        self._held: list[tuple[str, object]] = []
        self._after_block = self._after_break = False

    def text(self, text: str) -> None:
        """Take text as it stands in the source."""
        if self.preformatted:
            text = _WIDE.sub(_kept_gap, _INDENT.sub(_kept_spaces, text))
        else:
            if self._after_block:
                text = text.lstrip(" \t\n")
            elif self._after_break:
                text = text.removeprefix("\n")
            text = _BLANK_LINE.sub("\r\r", text)
            # The classic editor stores line ends where others store tags.
            text = text if self.classic else text.replace("\n", " ")
            text = text.replace("\r", "\n")
        if text:
            self._after_block = self._after_break = False
            self._add(_SPACES.sub(" ", text))

    def line_break(self) -> None:
        self._add("\n")
        self._after_break = True

    def begin_mark(self, tag: str, value: Link | str = "") -> None:
        if tag == "a":
            self.end_mark("a")
        if len(self.marks) < MOST_MARKS:
            self.marks.append((tag, value))

    def end_mark(self, tag: str) -> None:
        for position in reversed(range(len(self.marks))):
            if self.marks[position][0] == tag:
                del self.marks[position]
                return

    def after_inline(self) -> None:
        """Know that the box has begun: spaces part words from now on."""
        self._after_block = False

    def place(self) -> int:
        """Return before which block a mark stands that cuts the text in two."""
        if has_words(self._runs) or self.heading or self.lists:
            return len(self.body.blocks) + 1
        self.end()
        return len(self.body.blocks)

    def between_blocks(self) -> None:
        """Part two words where the block editor begins or ends a block."""
        self._add(" ")

    def gap(self) -> None:
        """Part two words, without an end of the line."""
        self._add(" ")
        self._after_block = False

    def part(self, *, line: bool = False) -> None:
        """Begin or end a box: a new paragraph, or a line where `line` or in a list."""
        if not self.heading and (self.lists or line):
            if has_words(self._runs):
                marks, text = self._runs.pop()
                self._runs.append((marks, text.rstrip(" \n") + "\n"))
        elif has_words(self._runs) or not self.heading:
            self.end_text()
        self._after_block = True

    def begin_heading(self, level: str) -> None:
        self.end_text()
        self._end_list()
        self.heading = level
        self._after_block = True

    def begin_list(self, tag: str) -> None:
        self.end_text()
        self.lists.append(tag)
        self._after_block = True

    def end_list(self) -> None:
        self.end_text()
        self.lists.pop()
        if not self.lists:
            self._end_list()
        self._after_block = True

    def end_text(self) -> None:
        """End the paragraph, item or heading that text runs into."""
        runs, self._runs = self._runs, []
        if not has_words(runs):
            pass
        elif self.heading:
            self._add_heading(runs)
        elif self.lists:
            self._items.append((tuple(self.lists), runs))
        else:
            self._prose += paragraphs(runs)
        self.heading = ""
        held, self._held = self._held, []
        for kind, value in held:
            self.add(kind, value)
        self._after_block = True

    def add(self, kind: str, value) -> None:
        """Put a block in its place."""
        if self.heading and not body_words([(kind, value)]):
            # A picture does not cut the heading in which it stands.
            self._held.append((kind, value))
            return
        self.end_text()
        self._end_list()
        if kind == "paragraph":
            self._prose.append(value)
            return
        self.end_prose()
        blocks = self.body.blocks
        if kind == "questions" and blocks and blocks[-1][0] == kind:
            blocks[-1][1]["questions"].extend(value["questions"])
        else:
            blocks.append((kind, value))

    def take(self, body: Body) -> None:
        """Put what a box held in its place."""
        if body.more_at is not None or body.page_breaks:
            self.end()
        before = len(self.body.blocks)
        if body.more_at is not None and self.body.more_at is None:
            self.body.more_at = before + body.more_at
        self.body.page_breaks += [before + at for at in body.page_breaks]
        for kind, value in body.blocks:
            self.add(kind, value)
        self.body.note(body)

    def end_prose(self) -> None:
        if self._prose:
            self.body.blocks.append(("paragraph", stored("\n".join(self._prose))))
            self._prose = []

    def end(self) -> Body:
        """End everything and return what it came to."""
        self.end_text()
        self._end_list()
        self.end_prose()
        return self.body

    def _add(self, text: str) -> None:
        self._runs.append((dict(self.marks), text))

    def _add_heading(self, runs: list[Run]) -> None:
        self._end_list()
        text = " ".join("".join(text for _marks, text in runs).split())
        if len(text) > LONGEST_HEADING:
            self.body.notes.append(
                _("A heading of more than %(count)d characters is text: %(text)s")
                % {"count": LONGEST_HEADING, "text": text}
            )
            marked = [({**marks, "b": ""}, text) for marks, text in runs]
            self._prose += paragraphs(marked)
            return
        for href in dict.fromkeys(marks["a"] for marks, _text in runs if "a" in marks):
            self.body.unmapped[f"link in a heading {href.address}"] += 1
        self.end_prose()
        self.body.blocks.append(("heading", {"level": self.heading, "text": text}))

    def _end_list(self) -> None:
        if self._items:
            self._prose.append(bullets(self._items))
            self._items = []


def _kept_gap(match: re.Match) -> str:
    return " " + "\xa0" * (len(match.group().expandtabs(4)) - 1)


def _kept_spaces(match: re.Match) -> str:
    return "\xa0" * len(match.group().expandtabs(4))
