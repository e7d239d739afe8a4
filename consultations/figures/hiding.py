"""Keeps small numbers in a table from telling about one person.

A number from 1 to 4 is hidden. Hidden alone it could be had by subtracting the others
from their sum, which is shown; so in each line with a hidden number, the smallest
others are hidden along with it, until there are two and they come to five or more.
Where a line has no others left, its zeros go too. All are hidden by the same sign, so
nobody sees which of them are the small ones.
"""

from collections.abc import Sequence

SMALL = 5
AT_LEAST = 2

Place = tuple[int, int]


def hidden_places(
    rows: Sequence[Sequence[int]], sums: Sequence[Sequence[int]] = ()
) -> set[Place]:
    """Return the (row, column) of each number to hide.

    Columns add up to a total that is shown. Each of `sums` names columns of which one
    is the sum of the others, in every row.
    """
    hidden = {
        (r, c)
        for r, row in enumerate(rows)
        for c, number in enumerate(row)
        if 0 < number < SMALL
    }
    width = len(rows[0]) if rows else 0
    lines = [[(r, c) for r in range(len(rows))] for c in range(width)]
    lines += [[(r, c) for c in columns] for columns in sums for r in range(len(rows))]
    before = -1
    # What is hidden for one line may be alone in the line across it.
    while len(hidden) != before:
        before = len(hidden)
        for line in lines:
            hidden |= _along_with(rows, line, hidden)
    return hidden


def _along_with(rows, line: list[Place], hidden: set[Place]) -> set[Place]:
    """Return the places of one line that have to be hidden beside those that are."""

    def number(place: Place) -> int:
        return rows[place[0]][place[1]]

    gone = [place for place in line if place in hidden]
    if not gone:
        return set()
    added, total = set(), sum(map(number, gone))
    others = sorted((p for p in line if p not in hidden and number(p)), key=number)
    for place in others:
        if len(gone) + len(added) >= AT_LEAST and total >= SMALL:
            return added
        added.add(place)
        total += number(place)
    if len(gone) + len(added) < AT_LEAST or total < SMALL:
        added |= {place for place in line if place not in hidden}
    return added
