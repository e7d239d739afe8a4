"""In which order plain pages come in: those above first, then as the menus have it."""

from collections import defaultdict, deque

from articles.imports.storing.work import Work


def pages_in_order(work: Work) -> list[int]:
    """Return the numbers of all pages, each behind the page it stands below.

    Pages that stand below one another in a ring come last.
    """
    rows = work.export.numbers("page")
    known = {number for number, _, _ in rows}
    last = len(work.menu_places)
    below: dict[int, list[tuple]] = defaultdict(list)
    for place, (number, parent, order) in enumerate(rows):
        key = (work.menu_places.get(number, last), order, place, number)
        below[parent if parent in known else 0].append(key)
    found: list[int] = []
    waiting = deque([0])
    while waiting:
        for *_key, number in sorted(below.pop(waiting.popleft(), [])):
            found.append(number)
            waiting.append(number)
    in_rings = known.difference(found)
    return found + [number for number, _, _ in rows if number in in_rings]
