"""The stretch of a page where the words stand, with the words marked."""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from clinic.words import spans
from clinic_site.search.question import Group

EXTRACT = 260


def extract(text: str, groups: list[Group]) -> SafeString:
    """Return where most of what was asked for stands, everything escaped but <mark>."""
    hits = _hits(text, groups)
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


def _hits(text: str, groups: list[Group]) -> list[tuple[int, int, int]]:
    """Return where each way to say a thing stands, and which thing it is."""
    words = spans(text)
    starts: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for number, group in enumerate(groups):
        for way, _ in group.ways:
            starts.setdefault(way[0], []).append((way, number))
    found = []
    for at, (begins, _, word) in enumerate(words):
        for way, number in starts.get(word, ()):
            run = words[at : at + len(way)]
            if tuple(r for _, _, r in run) == way:
                found.append((begins, run[-1][1], number))
    return sorted(found, key=lambda hit: (hit[0], -hit[1]))


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
