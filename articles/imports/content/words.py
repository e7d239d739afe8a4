"""Counts the words of readers, before an import and after it."""

from collections.abc import Iterable

from articles.imports.content.markup import (
    BLOCK_BOUND,
    BREAKS,
    Reader,
    is_button,
    prepared,
)
from articles.imports.content.shortcodes import CLOSED, OPENED, Shortcode, mark


def plain_text(html: str) -> str:
    """Return the words that a reader of this HTML sees, in order."""
    reader = _TextReader([])
    reader.read(prepared(html))
    return "".join(reader.parts)


def source_words(html: str, *, classic: bool) -> list[str]:
    """Return the words of a post, each shortcode as it is written and by itself."""
    marked = mark(prepared(html), classic=classic)
    reader = _TextReader(marked.shortcodes)
    reader.read(marked.html)
    return "".join(reader.parts).split()


def one_line(html: str) -> str:
    """Return the words of HTML with one space between each two."""
    return " ".join(plain_text(html).split())


def body_words(blocks: Iterable) -> list[str]:
    """Return the words of blocks in reading order, as their source's are counted.

    Each is a pair of type and value in its JSON form, or a dictionary with both, as
    `get_prep_value` of a stored body has them. Text alternatives are no part of it:
    nobody sees them.
    """
    words = []
    for block in blocks:
        kind, value = (
            (block["type"], block["value"]) if isinstance(block, dict) else block
        )
        for text in _TEXTS.get(kind, _any_text)(value):
            words += text.split()
    return words


def _table(value) -> list[str]:
    cells = [column["heading"] for column in value["columns"]]
    cells += [cell or "" for row in value["rows"] for cell in row["values"]]
    return [*cells, value["caption"]]


def _questions(value) -> list[str]:
    # A list that was stored keeps each of its values under a key of its own.
    pairs = [one.get("value", one) for one in value["questions"]]
    return [
        text for one in pairs for text in (one["question"], plain_text(one["answer"]))
    ]


def _any_text(value) -> list[str]:
    """Return the texts of a block that no import makes."""
    if isinstance(value, str):
        return [plain_text(value)]
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _any_text(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _any_text(inner)]
    return []


_TEXTS = {
    "heading": lambda value: [value["text"]],
    "paragraph": lambda value: [plain_text(value)],
    "image": lambda value: [value["caption"]],
    "table": _table,
    "quote": lambda value: [value["text"], value["source"]],
    "questions": _questions,
    "video": lambda value: [value["title"]],
}


def explains(
    words: list[str], changed: list[tuple[str, str, str]], words_out: list[str]
) -> bool:
    """Say whether the changes, made in turn, turn the words into those that came out.

    No word may differ that no change accounts for, and no change may be left over.
    """
    changes = [(before.split(), after.split()) for before, after, _why in changed]
    # How far the words out are ahead once so many changes were made.
    ahead = [0]
    for before, after in changes:
        ahead.append(ahead[-1] + len(after) - len(before))
    alike = 0
    for one, other in zip(reversed(words), reversed(words_out), strict=False):
        if one != other:
            break
        alike += 1
    if len(words) + ahead[-1] != len(words_out):
        return False
    todo, seen = [(0, 0)], set()
    while todo:
        place, done = todo.pop()
        if (place, done) in seen:
            continue
        seen.add((place, done))
        out = place + ahead[done]
        if done == len(changes) and len(words) - place <= alike:
            return True
        if words[place : place + 1] == words_out[out : out + 1] != []:
            todo.append((place + 1, done))
        if done < len(changes):
            before, after = changes[done]
            if (
                words[place : place + len(before)] == before
                and words_out[out : out + len(after)] == after
            ):
                todo.append((place + len(before), done + 1))
    return False


class _TextReader(Reader):
    """Keeps the text alone, a space where a reader sees a gap."""

    def __init__(self, shortcodes: list[Shortcode]):
        super().__init__()
        self.parts: list[str] = []
        self._shortcodes = shortcodes

    def handle_starttag(self, tag, attrs):
        if tag in (OPENED, CLOSED):
            written = self._shortcodes[int(dict(attrs)["n"])].written
            self.parts.append(f" {plain_text(written)} ")
        elif tag in BREAKS or is_button(tag, dict(reversed(attrs))):
            self.parts.append(" ")

    def handle_endtag(self, tag):
        if tag in BREAKS:
            self.parts.append(" ")

    def handle_text(self, text):
        self.parts.append(text)

    def handle_comment(self, data):
        if BLOCK_BOUND.match(data):
            self.parts.append(" ")
