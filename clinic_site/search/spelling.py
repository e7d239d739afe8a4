"""Words that no page holds, put right by those that pages do hold."""

from django.db.models import Count, Q

from clinic.models import SearchGram, SearchWord
from clinic.words import FILLER, distance, grams, root

SHORTEST = 4
CANDIDATES = 40
# With so few letters only two changed about are a slip; one wrong is another word.
TOO_SHORT_FOR_LETTERS = 4
TWO_SLIPS_FROM = 7
MOST_CORRECTIONS = 4


def corrections(words: list[str], known: set[str]) -> dict[str, str]:
    """Return for each word that is not known the nearest one that pages hold.

    Words of the crisis list and of the glossary belong to what is known: they are
    never put right.
    """
    unknown = [
        word
        for word in dict.fromkeys(words)
        if len(word) >= SHORTEST
        and word.isalpha()
        and word not in FILLER
        and root(word) not in known
    ]
    found = {word: _nearest(word) for word in unknown[:MOST_CORRECTIONS]}
    return {word: other for word, other in found.items() if other}


def _nearest(word: str) -> str | None:
    pieces = grams(word)
    like = (
        SearchGram.objects.filter(gram__in=pieces)
        .values("word")
        .annotate(shared=Count("id"))
        .order_by("-shared", "word")
        .values_list("word", flat=True)[:CANDIDATES]
    )
    rows = SearchWord.objects.filter(
        Q(word__in=list(like)) | Q(letters="".join(sorted(word)))
    )
    limit = 2 if len(word) >= TWO_SLIPS_FROM else 1
    ranked = []
    for other, pages in rows.values_list("word", "pages"):
        slips = distance(word, other, limit)
        if slips > limit or not _plausible(word, other):
            continue
        ranked.append((slips, word[0] != other[0], -pages, other))
    return min(ranked)[-1] if ranked else None


def _plausible(word: str, other: str) -> bool:
    """Say whether a slip this large is likely in a word this short."""
    if min(len(word), len(other)) <= TOO_SHORT_FOR_LETTERS:
        return sorted(word) == sorted(other)
    return True
