"""What changed between two texts, word by word, in bounded time."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

SAME, REMOVED, INSERTED = "same", "removed", "inserted"
# Comparing grows with the product of the lengths: past this, a stretch between the
# first and the last change is shown as one change.
MOST_PAIRS = 1_000_000
_TOKEN = re.compile(r"\w+|\s|[^\w\s]")
# Two changes with no more than this between them read as one.
_MERE_GLUE = re.compile(r"[^\w]{0,2}")


class Segment(NamedTuple):
    """A stretch of text that stayed, went or came."""

    op: str
    text: str


class Move(NamedTuple):
    """What became of a stretch of tokens: `tag` as difflib names it."""

    tag: str
    i1: int
    i2: int
    j1: int
    j2: int


def tokens(text: str) -> list[str]:
    """Cut a text into words, marks and spaces."""
    return _TOKEN.findall(text)


def same_ends(old: list, new: list) -> tuple[int, int]:
    """Return how many are the same at the beginning, and of the rest at the end."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


def moves(old: list, new: list) -> list[Move]:
    """Return how one list becomes the other; unlike difflib's, always soon."""
    start, end = same_ends(old, new)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    found = [Move("equal", 0, start, 0, start)] if start else []
    if len(before) * len(after) > MOST_PAIRS:
        middle = [("replace", 0, len(before), 0, len(after))]
    else:
        middle = SequenceMatcher(None, before, after).get_opcodes()
    for tag, *edges in middle:
        found.append(Move(tag, *(edge + start for edge in edges)))
    if end:
        found.append(Move("equal", len(old) - end, len(old), len(new) - end, len(new)))
    return found


def word_moves(old: list[str], new: list[str]) -> list[Move]:
    """Return how one list of words becomes the other, in changes that read as one.

    Between two changes a mere space or mark is no island of sameness.
    """
    found: list[Move] = []
    glue: Move | None = None
    for move in moves(old, new):
        is_change = move.tag != "equal"
        if is_change and found and (glue or found[-1].tag != "equal"):
            last, glue = found.pop(), None
            move = Move("replace", last.i1, move.i2, last.j1, move.j2)
        elif not is_change and found and _is_glue(new[move.j1 : move.j2]):
            glue = move
            continue
        found.append(move)
    return found + [glue] if glue else found


def _is_glue(between: list[str]) -> bool:
    return bool(_MERE_GLUE.fullmatch("".join(between)))


def compared(old: str, new: str) -> list[Segment]:
    """Return the new text with what was removed and inserted, in reading order."""
    before, after = tokens(old), tokens(new)
    found: list[Segment] = []
    for move in word_moves(before, after):
        gone = "".join(before[move.i1 : move.i2])
        come = "".join(after[move.j1 : move.j2])
        if move.tag == "equal":
            found.append(Segment(SAME, come))
            continue
        found += [Segment(REMOVED, gone)] if gone else []
        found += [Segment(INSERTED, come)] if come else []
    return found
