"""Where the words that came out differ from those that went in, and why.

A difference that the reader of the source accounts for has its reason; any other has
none and counts as a loss. Made in turn, the differences turn one list of words into
the other: nothing is estimated.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from clinic.review.words import same_ends

# Beyond so many pairs of words two stretches without one word in common to hold on to
# are told as replaced by each other, which is true and quick.
MOST_PAIRS = 4_000_000


@dataclass(frozen=True)
class Difference:
    """Words that went in and those that came out instead; places count from 0."""

    at_in: int
    at_out: int
    words_in: tuple[str, ...]
    words_out: tuple[str, ...]
    why: str = ""


Changes = Iterable[tuple[str, str, str]]


def difference(
    words_in: list[str], words_out: list[str], changed: Changes = ()
) -> list[Difference]:
    """Return what differs, in order; `changed` holds (words in, words out, why)."""
    changes = [(a.split(), b.split(), why) for a, b, why in changed]
    told = _told(words_in, words_out, changes)
    if told is not None:
        return told
    found = [
        Difference(a, c, tuple(words_in[a:b]), tuple(words_out[c:d]))
        for a, b, c, d in _stretches(words_in, words_out, 0, 0)
    ]
    return _with_reasons(found, changes)


def _told(words_in, words_out, changes) -> list[Difference] | None:
    """Return the changes with their places where they account for everything."""
    ahead = [0]
    for before, after, _why in changes:
        ahead.append(ahead[-1] + len(after) - len(before))
    if len(words_in) + ahead[-1] != len(words_out):
        return None
    came_from: dict[tuple[int, int], tuple[int, int]] = {(0, 0): (0, 0)}
    todo = [(0, 0)]
    while todo:
        at, done = todo.pop()
        out = at + ahead[done]
        if at == len(words_in) and done == len(changes):
            return _on_the_way(came_from, changes, ahead, (at, done))
        steps = []
        if words_in[at : at + 1] == words_out[out : out + 1] != []:
            steps.append((at + 1, done))
        if done < len(changes):
            before, after, _why = changes[done]
            fits = words_in[at : at + len(before)] == before
            if fits and words_out[out : out + len(after)] == after:
                steps.append((at + len(before), done + 1))
        for step in steps:
            if step not in came_from:
                came_from[step] = at, done
                todo.append(step)
    return None


def _on_the_way(came_from, changes, ahead, state) -> list[Difference]:
    found = []
    while state != (0, 0):
        at, done = came_from[state]
        if state[1] > done:
            before, after, why = changes[done]
            if before != after:
                place = at, at + ahead[done]
                found.append(Difference(*place, tuple(before), tuple(after), why))
        state = at, done
    return found[::-1]


def _with_reasons(found: list[Difference], changes) -> list[Difference]:
    """Give each difference the reason of a change of just these words."""
    reasons: dict[tuple, list[str]] = {}
    for before, after, why in changes:
        reasons.setdefault((tuple(before), tuple(after)), []).append(why)
    return [
        Difference(one.at_in, one.at_out, one.words_in, one.words_out, known.pop(0))
        if (known := reasons.get((one.words_in, one.words_out)))
        else one
        for one in found
    ]


def _stretches(a, b, start_a: int, start_b: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (from, to, from, to) of what differs, held between words of both."""
    ahead, behind = same_ends(a, b)
    a, b = a[ahead : len(a) - behind], b[ahead : len(b) - behind]
    start_a, start_b = start_a + ahead, start_b + ahead
    if not a or not b:
        if a or b:
            yield start_a, start_a + len(a), start_b, start_b + len(b)
        return
    held = _held(a, b)
    if not held:
        yield from _between(a, b, start_a, start_b)
        return
    from_a = from_b = 0
    for at_a, at_b in [*held, (len(a), len(b))]:
        yield from _stretches(
            a[from_a:at_a], b[from_b:at_b], start_a + from_a, start_b + from_b
        )
        from_a, from_b = at_a + 1, at_b + 1


def _between(a, b, start_a, start_b) -> Iterator[tuple[int, int, int, int]]:
    if len(a) * len(b) > MOST_PAIRS:
        yield start_a, start_a + len(a), start_b, start_b + len(b)
        return
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start_a + i, start_a + j, start_b + k, start_b + m


def _held(a, b) -> list[tuple[int, int]]:
    """Return the longest row of words in order that each text has just once."""
    count_a, count_b = Counter(a), Counter(b)
    place_b = {word: at for at, word in enumerate(b) if count_b[word] == 1}
    pairs = [
        (at, place_b[word])
        for at, word in enumerate(a)
        if count_a[word] == 1 and word in place_b
    ]
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for number, (_at, place) in enumerate(pairs):
        row = bisect_left(ends, place)
        before.append(last[row - 1] if row else None)
        if row == len(ends):
            ends.append(place)
            last.append(number)
        else:
            ends[row], last[row] = place, number
    held, number = [], last[-1] if last else None
    while number is not None:
        held.append(pairs[number])
        number = before[number]
    return held[::-1]
