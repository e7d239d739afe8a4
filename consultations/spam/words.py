"""The lists that the score reads, each a file of facts with the reason at its top."""

import re
from pathlib import Path

from clinic.words import fold, tokens

FOLDER = Path(__file__).parent / "data"
# Scripts that set no blanks between words, or write words together with particles.
_RUNNING = re.compile(r"[\u0600-\u06ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def _lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _selling() -> tuple[dict[tuple[str, ...], int], dict[str, int]]:
    phrases, pieces = {}, {}
    for line in _lines("selling_words.txt"):
        points, _colon, listed = line.partition(": ")
        for phrase in listed.split(", "):
            if _RUNNING.search(phrase):
                pieces[fold(phrase)] = int(points)
            else:
                phrases[tuple(tokens(phrase))] = int(points)
    return phrases, pieces


PHRASES, PIECES = _selling()
# By the word that a phrase begins with: how many words the longest has.
LONGEST = {
    first: max(len(phrase) for phrase in PHRASES if phrase[0] == first)
    for first in {phrase[0] for phrase in PHRASES}
}
DISPOSABLE_DOMAINS = frozenset(_lines("disposable_domains.txt"))
LINK_HOSTS = frozenset(_lines("link_hosts.txt"))


def selling_phrases(text: str) -> dict[str, int]:
    """Return the selling phrases of a text, each once, with their points.

    Where one phrase holds another the longer one counts.
    """
    words = tokens(text)
    found: dict[str, int] = {}
    at = 0
    while at < len(words):
        longest = LONGEST.get(words[at], 0)
        for length in range(min(longest, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + length])
            if phrase in PHRASES:
                found[" ".join(phrase)] = PHRASES[phrase]
                at += length
                break
        else:
            at += 1
    if _RUNNING.search(text):
        folded = fold(text)
        found |= {piece: n for piece, n in PIECES.items() if piece in folded}
    return found
