"""Which pages may answer: asked of Wagtail's search backend, at most 200.

Each database ranks in its own way, so neither is asked to: the backend says which
pages hold the words, and `ranking` puts them in order, the same on both. Where more
pages hold them than are looked at, those with the words in the title come first, then
those with all the words, then those with a rare one; within each the newest.
"""

from collections.abc import Iterator

from django.db.models import Max, QuerySet
from wagtail.search.query import And, Or, PlainText, SearchQuery

from clinic.models import SearchEntry, SearchWord
from clinic.words import indexed
from clinic_site.search.question import Group

MOST = 200


def candidates(groups: list[Group], entries: QuerySet | None = None) -> list[int]:
    """Return the ids of the pages to look at, at most 200."""
    if entries is None:
        entries = SearchEntry.objects.all()
    if not groups:
        return []
    found: dict[int, None] = {}
    for query in _steps(groups):
        for pk in _pages(entries, query):
            found[pk] = None
        if len(found) >= MOST:
            break
    return list(found)[:MOST]


def _pages(entries: QuerySet, query: SearchQuery) -> list[int]:
    hits = entries.only("pk").order_by("-page_id")
    return [
        entry.pk for entry in hits.search(query, order_by_relevance=False)[: MOST + 1]
    ]


def _steps(groups: list[Group]) -> Iterator[SearchQuery]:
    """Give the queries from the narrowest to the widest, none more than needed."""
    pages = _pages_of(groups)
    if sum(pages) > MOST:
        yield And([_any_way(group, in_title=True) for group in groups])
        if len(groups) > 1:
            yield And([_any_way(group) for group in groups])
            rare = [g for g, many in zip(groups, pages, strict=True) if many <= MOST]
            if rare:
                yield Or([_any_way(group) for group in rare])
            yield Or([_any_way(group, in_title=True) for group in groups])
    yield Or([_any_way(group) for group in groups])


def _pages_of(groups: list[Group]) -> list[int]:
    """Return for each thing asked for on how many pages it may stand, at most."""
    wanted = {word for g in groups for phrase, _ in g.ways for word in phrase}
    counted = dict(
        SearchWord.objects.filter(root__in=wanted)
        .values_list("root")
        .annotate(most=Max("pages"))
    )
    return [
        sum(min(counted.get(word, 0) for word in phrase) for phrase, _ in group.ways)
        for group in groups
    ]


def _any_way(group: Group, *, in_title: bool = False) -> SearchQuery:
    ways = [
        PlainText(
            " ".join(indexed(word, in_title=in_title) for word in phrase),
            operator="and",
        )
        for phrase, _ in group.ways
    ]
    return Or(ways) if len(ways) > 1 else ways[0]
