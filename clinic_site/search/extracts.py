"""The stretch of a page where the words stand, with the words marked."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from clinic.words import FILLER, MARKED_WORD, root, tokens
from clinic_site.search.question import Group, Phrase

EXTRACT = 260
_ACCENTED = re.compile(r"[^\W\d_a-zA-Z]")
_REST = r"[^\W_]*(?:['’][^\W_]+)*"
_ANY_WORD = re.compile(rf"\b[^\W\d_]{_REST}")
_WORD_FROM_HERE = re.compile(_REST)


class PageText(NamedTuple):
    """The text of a page, made ready once for all that is looked for in it.

    `lower` is empty where letters have accents: such a text is read word by word.
    """

    text: str
    lower: str

    @classmethod
    def of(cls, text: str) -> "PageText":
        return cls(text, "" if _ACCENTED.search(text) else text.lower())


class Extracts:
    """What was asked for, as it is looked for in the texts of all results."""

    def __init__(self, groups: list[Group]):
        self._starts: dict[str, list[tuple[Phrase, int]]] = {}
        for number, group in enumerate(groups):
            for way, _ in group.ways:
                self._starts.setdefault(way[0], []).append((way, number))

    def of(self, page: PageText) -> SafeString:
        """Return where most of it stands in a text, everything escaped but <mark>."""
        text, hits = page.text, self._hits(page)
        start, end = _stretch(text, hits)
        pieces, last = [], start
        for begins, ends, _ in hits:
            if begins >= last and ends <= end:
                pieces.append(escape(text[last:begins]))
                pieces.append(f"<mark>{escape(text[begins:ends])}</mark>")
                last = ends
        pieces.append(escape(text[last:end]))
        before = "… " if start else ""
        after = " …" if end < len(text) else ""
        # Every piece above is escaped; the only markup is <mark>.
        return mark_safe(before + "".join(pieces) + after)  # noqa: S308

    def _hits(self, page: PageText) -> list[tuple[int, int, int]]:
        """Return where each way to say a thing stands, and which thing it is."""
        if not self._starts:
            return []
        found = []
        for match in self._words_that_may_be(page):
            for way, number in self._starts.get(_folded(match.group())[1], ()):
                end = _end_of(page.text, match.end(), way[1:])
                if end:
                    found.append((match.start(), end, number))
        return sorted(found, key=lambda hit: (hit[0], -hit[1]))

    def _words_that_may_be(self, page: PageText) -> Iterable[re.Match]:
        """Return the words of a text that may have one of the roots, in any order.

        A root begins every form of its word but for a last letter that changes, as from
        y to i. Accents are in the text and not in a root, so there any word may be one.
        """
        if not page.lower:
            return _ANY_WORD.finditer(page.text)
        begun = {word[:-1] if word[-1] in "ie" else word for word in self._starts}
        places = {place for start in begun for place in _begins_at(start, page.lower)}
        return (_WORD_FROM_HERE.match(page.lower, place) for place in places)


def _begins_at(start: str, lower: str) -> Iterator[int]:
    """Give each place where a word begins with these letters."""
    # A pattern would try every letter of the text, and takes four times as long.
    place = lower.find(start)
    while place >= 0:
        before = lower[place - 1] if place else " "
        if not (before.isalnum() or before == "_"):
            yield place
        place = lower.find(start, place + 1)


@lru_cache(maxsize=20_000)
def _folded(word: str) -> tuple[str, str]:
    """Return a word of a page as it is compared, and its root."""
    found = tokens(word)
    return (found[0], root(found[0])) if found else ("", "")


def _end_of(text: str, at: int, rest: Phrase) -> int:
    """Return where a phrase ends whose first word ends here, 0 if it does not go on."""
    for wanted in rest:
        match = MARKED_WORD.search(text, at)
        while match and _folded(match.group())[0] in FILLER:
            match = MARKED_WORD.search(text, match.end())
        if match is None or _folded(match.group())[1] != wanted:
            return 0
        at = match.end()
    return at


def _stretch(text: str, hits: list[tuple[int, int, int]]) -> tuple[int, int]:
    """Return where the extract with the most of what was asked begins and ends."""
    if not hits:
        return 0, _word_end(text, EXTRACT)

    def worth(hit):
        inside = [n for at, _, n in hits if hit[0] <= at < hit[0] + EXTRACT * 3 // 4]
        return len(set(inside)), len(inside)

    best = max(hits, key=worth)[0]
    start = max(0, best - EXTRACT // 4)
    if start:
        start = text.rfind(" ", 0, start) + 1
    return start, _word_end(text, start + EXTRACT)


def _word_end(text: str, near: int) -> int:
    if near >= len(text):
        return len(text)
    space = text.rfind(" ", 0, near)
    return space if space > 0 else near
