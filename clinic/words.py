"""Words as a search compares them: folded, without endings, without filler."""

import re
import unicodedata
from functools import lru_cache

from clinic.stemming import stem

LONGEST_WORD = 40
_POSSESSIVE = re.compile(r"['’ʼ`]s\b")
_APOSTROPHE = re.compile(r"['’ʼ`]")
_WORD = re.compile(r"[^\W_]+")
MARKED_WORD = re.compile(r"[^\W_]+(?:['’ʼ`][^\W_]+)*")

# Words that stand in every question and say nothing of what it is about.
_FILLER = """
    a an the and or but if so as at by for from in into of on onto out over to up
    with without than then there here this that these those it its is am are was were
    be been being do does did doing done has have had having can could will would shall
    should may might must cant dont doesnt didnt wont isnt arent i im ive me my mine
    myself we us our you your yours youre he him his she her they them their who whom
    whose what whats which when where why how any some all such no not nor only just
    too very really also about get gets got getting make makes made go goes going take
    takes taking took give gives tell want need know let much many more most lot thing
    things someone anyone somebody anybody people like because again ever still called
"""
FILLER = frozenset(_FILLER.split())


def fold(text: str) -> str:
    """Return the text in lower case, without accents and apostrophes.

    "Café", "cafe" and "CAFÉ" become one; so do "don't", "don’t" and "dont".
    """
    text = text.lower()
    if _APOSTROPHE.search(text):
        text = _APOSTROPHE.sub("", _POSSESSIVE.sub("", text))
    if text.isascii():
        return text
    spread = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in spread if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", kept.casefold())


def tokens(text: str) -> list[str]:
    """Return the folded words of a text in order, each at most 40 characters long."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(text))]


@lru_cache(maxsize=20_000)
def root(word: str) -> str:
    """Return what a folded word has in common with its other forms."""
    return stem(word) if word.isascii() and word.isalpha() else word


def roots(text: str, *, filler: bool = False) -> list[str]:
    """Return the roots of a text's words in order, filler left out unless asked."""
    return [root(word) for word in tokens(text) if filler or word not in FILLER]


@lru_cache(maxsize=50_000)
def indexed(word: str, *, in_title: bool = False) -> str:
    """Return a root as it stands in the full-text index, for titles a mark of its own.

    The digit behind it keeps each database from stemming or dropping the word once
    more in its own way; what is not ASCII is spelled out, because the two databases
    cut other scripts at different places.
    """
    if not word.isascii():
        word = f"x{word.encode().hex()}"
    return f"{word}01" if in_title else f"{word}0"


def distance(one: str, other: str, limit: int) -> int:
    """Return the fewest typing slips between two words, or more than the limit.

    A slip is a letter too many, too few, wrong, or two changed about.
    """
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]


def grams(word: str) -> set[str]:
    """Return the three-letter pieces of a word, with its beginning and end marked."""
    padded = f"^{word}$"
    return {padded[i : i + 3] for i in range(len(padded) - 2)}
