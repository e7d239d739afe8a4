"""Whether somebody's words say that a life may be in danger.

The list is kept by clinicians and managers in Django admin. What is found is shown to
the person who wrote it and is never stored, counted or logged.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import accumulate

from clinic.memory import remembered
from clinic.models import CrisisPhrase
from clinic.words import distance, tokens

# A slip is forgiven in words of so many letters; in shorter ones it is another word.
FORGIVING_LENGTH = 6


def kept_list() -> list[CrisisPhrase]:
    """Return the list, as this process keeps it until somebody changes it."""
    return remembered("crisis phrases", lambda: [*CrisisPhrase.objects.all()])


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
    wanted = _wanted_of(phrases)
    written = _Run(words)
    slips = wanted.corrected(words)
    meant = _Run(slips) if slips != words else written
    return [
        phrase
        for phrase, key in wanted.phrases
        if written.holds(key) or (meant is not written and meant.holds(key))
    ]


def corrected(words: list[str], phrases: Iterable[CrisisPhrase]) -> list[str]:
    """Return the words with a slip in a long crisis word put right."""
    return _wanted_of(phrases).corrected(words)


@lru_cache(maxsize=2_000)
def words_of(phrase: str) -> tuple[str, ...]:
    """Return the folded words of a phrase of the list."""
    return tuple(tokens(phrase))


def _wanted_of(phrases: Iterable[CrisisPhrase]) -> "_Wanted":
    return _wanted(tuple((p.phrase, p.key) for p in phrases))


@lru_cache(maxsize=8)
def _wanted(phrases: tuple[tuple[str, str], ...]) -> "_Wanted":
    return _Wanted(phrases)


class _Wanted:
    """The list, each phrase with its key, made ready once to look for in many texts."""

    def __init__(self, phrases: tuple[tuple[str, str], ...]):
        self.phrases = phrases
        self.words = {word for phrase, _key in phrases for word in words_of(phrase)}
        # By the first letter and a length that differs by one slip at most: long words,
        # each with what is left of it when one letter or none goes.
        self.alike: dict[tuple[str, int], list[tuple[str, set[str]]]] = {}
        for word in sorted(self.words):
            if len(word) >= FORGIVING_LENGTH:
                for length in range(len(word) - 1, len(word) + 2):
                    alike = self.alike.setdefault((word[0], length), [])
                    alike.append((word, _left_of(word)))

    def corrected(self, words: list[str]) -> list[str]:
        """Return the words with a slip in a long word of the list put right."""
        return [word if word in self.words else self._meant(word) for word in words]

    def _meant(self, word: str) -> str:
        alike = self.alike.get((word[0], len(word)))
        if alike is None:
            return word
        left = _left_of(word)
        for other, left_of_other in alike:
            # Two words that are one slip apart have some of it in common.
            if not left.isdisjoint(left_of_other) and distance(word, other, 1) <= 1:
                return other
        return word


def _left_of(word: str) -> set[str]:
    """Return a word and what is left of it without one of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


class _Run:
    """Words written together, with the places where one begins or ends."""

    def __init__(self, words: list[str]):
        self.words = words
        self.text = "".join(words)

    @cached_property
    def borders(self) -> set[int]:
        return {0, *accumulate(len(word) for word in self.words)}

    def holds(self, key: str) -> bool:
        """Say whether the key stands here from the start of a word to an end."""
        at = self.text.find(key)
        while at >= 0:
            if at in self.borders and at + len(key) in self.borders:
                return True
            at = self.text.find(key, at + 1)
        return False
