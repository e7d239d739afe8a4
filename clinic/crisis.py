"""Whether somebody's words say that a life may be in danger.

The list is kept by clinicians and managers in Django admin. What is found is shown to
the person who wrote it and is never stored, counted or logged.
"""

from collections.abc import Iterable
from functools import lru_cache

from clinic.models import CrisisPhrase
from clinic.words import distance, tokens

# A slip is forgiven in words of so many letters; in shorter ones it is another word.
FORGIVING_LENGTH = 6


def found(text: str) -> list[str]:
    """Return the crisis phrases that occur in a text, in the words of the list."""
    return found_among(text, CrisisPhrase.objects.all())


def found_among(text: str, phrases: Iterable[CrisisPhrase]) -> list[str]:
    """Return which of these phrases occur in a text.

    Spaces may be missing or too many, apostrophes and accents too; a long word may
    have one slip. A phrase never begins or ends within another word.
    """
    words = tokens(text)
    if not words:
        return []
    phrases = list(phrases)
    written = _Run(words)
    slips = corrected(words, phrases)
    meant = _Run(slips) if slips != words else written
    return [p.phrase for p in phrases if written.holds(p.key) or meant.holds(p.key)]


def corrected(words: list[str], phrases: Iterable[CrisisPhrase]) -> list[str]:
    """Return the words with a slip in a long crisis word put right."""
    known = {word for phrase in phrases for word in words_of(phrase.phrase)}
    long_ones = sorted(word for word in known if len(word) >= FORGIVING_LENGTH)
    return [word if word in known else _meant(word, long_ones) for word in words]


@lru_cache(maxsize=2_000)
def words_of(phrase: str) -> tuple[str, ...]:
    """Return the folded words of a phrase of the list."""
    return tuple(tokens(phrase))


def _meant(word: str, known: list[str]) -> str:
    if len(word) < FORGIVING_LENGTH - 1:
        return word
    for other in known:
        if word[0] == other[0] and distance(word, other, 1) <= 1:
            return other
    return word


class _Run:
    """Words written together, with the places where one begins or ends."""

    def __init__(self, words: list[str]):
        self.text = "".join(words)
        self.borders = {0}
        at = 0
        for word in words:
            at += len(word)
            self.borders.add(at)

    def holds(self, key: str) -> bool:
        """Say whether the key stands here from the start of a word to an end."""
        at = self.text.find(key)
        while at >= 0:
            if at in self.borders and at + len(key) in self.borders:
                return True
            at = self.text.find(key, at + 1)
        return False
