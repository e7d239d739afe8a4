"""Which pages may answer: asked of Wagtail's search backend, at most 80.

Each database ranks in its own way, so neither is asked to: the backend says which
pages hold the words, and `ranking` puts them in order, the same on both. Where more
pages hold them than are looked at, those with all the words in the title come first,
then those with all the words and one of them in the title, then those with all the
words, then those with a rare one; within each the newest. What most pages hold is asked
for alone only where that finds too few.
"""

from collections.abc import Iterable, Iterator

from django.db import connections
from django.db.models import IntegerField, QuerySet
from django.db.models.functions import Cast
from wagtail.search.query import And, Or, PlainText, SearchQuery

from clinic.models import SearchEntry, SearchWord
from clinic.words import indexed
from clinic_site.search.question import Group, Phrase

MOST = 80
# So many that hold all of it, or a rare part, and no wider question is asked.
ENOUGH = 40


def candidates(
    groups: list[Group], counts: dict[str, int], entries: QuerySet | None = None
) -> list[int]:
    """Return the ids of the pages to look at, at most 80.

    `counts` says on how many pages a root stands, at most; `entries` narrows them.
    """
    if entries is None:
        entries = SearchEntry.objects.all()
    if not groups:
        return []
    found: dict[int, None] = {}
    for query, enough in _steps(groups, counts):
        for pk in _pages(entries, query):
            found[pk] = None
        if len(found) >= enough:
            break
    return list(found)[:MOST]


def pages_by_root(roots: Iterable[str]) -> dict[str, int]:
    """Return on how many pages each root stands, at most; unknown ones are left out."""
    counted = SearchWord.objects.filter(root__in=set(roots))
    # Of words that share a root the last one stays, which most pages hold.
    return dict(counted.order_by("pages").values_list("root", "pages"))


def _pages(entries: QuerySet, query: SearchQuery) -> list[int]:
    """Return the pages that hold what is asked for, the newest first."""
    newest = "-page_id"
    if connections[entries.db].vendor == "postgresql":
        # By its own key PostgreSQL reads the words of page after page, the newest
        # first, and does not ask the index of words; by the entry's key it does.
        newest = Cast("index_entries__object_id", IntegerField()).desc()
    hits = entries.order_by(newest).search(query, order_by_relevance=False)
    # The keys only: the backend would send the words of each page along.
    return list(hits[: MOST + 1].get_queryset().values_list("pk", flat=True))


def _steps(
    groups: list[Group], counts: dict[str, int]
) -> Iterator[tuple[SearchQuery, int]]:
    """Give the queries from the narrowest to the widest, and how many are enough."""
    pages = [_pages_of(group, counts) for group in groups]
    if sum(pages) > MOST:
        anywhere = [_any_way(group) for group in groups]
        titles = [_any_way(group, in_title=True) for group in groups]
        if len(groups) == 1 or min(pages) > MOST:
            yield And(titles), ENOUGH
        if len(groups) > 1:
            yield And([Or(titles), *anywhere]), ENOUGH
            yield And(anywhere), ENOUGH
            rare = [g for g, many in zip(anywhere, pages, strict=True) if many <= MOST]
            if rare:
                yield Or(rare), ENOUGH
            yield Or(titles), MOST
    yield Or([_any_way(group) for group in groups]), MOST


def _pages_of(group: Group, counts: dict[str, int]) -> int:
    """Return on how many pages a thing may stand, at most."""
    return sum(min(counts.get(word, 0) for word in phrase) for phrase, _ in group.ways)


def _any_way(group: Group, *, in_title: bool = False) -> SearchQuery:
    single = dict.fromkeys(way[0] for way, _ in group.ways if len(way) == 1)
    queries = [
        PlainText(_as_indexed(way, in_title=in_title), operator="and")
        for way, _ in group.ways
        if len(way) > 1 and not single.keys() & set(way)
    ]
    if single:
        words = _as_indexed(tuple(single), in_title=in_title)
        queries.append(PlainText(words, operator="or"))
    return Or(queries) if len(queries) > 1 else queries[0]


def _as_indexed(words: Phrase, *, in_title: bool) -> str:
    return " ".join(indexed(word, in_title=in_title) for word in words)
