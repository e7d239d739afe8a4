"""Counts the words of readers, before an import and after it."""

from collections.abc import Iterable

from articles.imports.content.markup import BREAKS, WITHOUT_CONTROLS, Reader

__all__ = ["WITHOUT_CONTROLS", "body_words", "plain_text"]


def plain_text(html: str) -> str:
    """Return the words that a reader of this HTML sees, in order."""
    reader = _TextReader()
    reader.read(html)
    return "".join(reader.parts)


def body_words(blocks: Iterable) -> list[str]:
    """Return the words of blocks in reading order, as their source's are counted.

    Each is a pair of type and value, or a dictionary with both, as `raw_data` of a
    stored body has them. Text alternatives are no part of it: nobody sees them.
    """
    words = []
    for block in blocks:
        kind, value = (
            (block["type"], block["value"]) if isinstance(block, dict) else block
        )
        words += (value["text"] if kind == "heading" else plain_text(value)).split()
    return words


class _TextReader(Reader):
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
