"""What a search box proposes while somebody types.

A GET request, because a POST would need a cookie of everyone who reads; so the answer
is kept in no cache, and no log of the site holds a query string.
"""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.models import Page

from clinic.models import GlossaryTerm, SearchEntry
from clinic.words import fold, tokens
from clinic_site.search.question import readable
from clinic_site.search.views import KINDS, topic_links

SHORTEST = 2
MOST = 8
MOST_OF_A_KIND = 5
LOOKED_AT = 60


@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """Return pages, topics and glossary words that begin with what was typed."""
    typed = tokens(readable(request.GET.get("q", "")))
    found = []
    begun = "".join(typed)
    # One sign of another script can be a whole word.
    if len(begun) >= SHORTEST or (begun and not begun.isascii()):
        found = [*_topics(request, typed), *_pages(typed), *_terms(typed)]
    response = JsonResponse({"suggestions": found[:MOST]})
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def begins(words: list[str], typed: list[str]) -> bool:
    """Say whether the typed words stand in a name, the last perhaps unfinished."""
    size = len(typed)
    return any(
        words[at : at + size - 1] == typed[:-1]
        and words[at + size - 1].startswith(typed[-1])
        for at in range(len(words) - size + 1)
    )


def _suggestion(label: str, kind: str, url: str) -> dict[str, str]:
    return {"label": label, "kind": kind, "url": url}


def _pages(typed: list[str]) -> list[dict[str, str]]:
    entries = SearchEntry.objects.only("name", "kind").order_by("-page_id")
    hits = entries.autocomplete(SearchEntry.typed(typed), order_by_relevance=False)
    near = [e for e in hits[:LOOKED_AT] if begins(tokens(e.name), typed)]
    near.sort(key=lambda e: (not fold(e.name).startswith(typed[0]), len(e.name)))
    near = near[:MOST_OF_A_KIND]
    public = Page.objects.live().public().in_bulk([entry.pk for entry in near])
    return [
        _suggestion(public[e.pk].title, str(KINDS[e.kind][0]), public[e.pk].url)
        for e in near
        if e.pk in public
    ]


def _topics(request, typed: list[str]) -> list[dict[str, str]]:
    return [
        _suggestion(title, _("Topic"), address)
        for title, address in topic_links(request)
        if begins(tokens(title), typed)
    ][:MOST_OF_A_KIND]


def _terms(typed: list[str]) -> list[dict[str, str]]:
    return [
        _suggestion(
            term.term,
            _("Search"),
            f"{reverse('search')}?{urlencode({'q': term.term})}",
        )
        for term in GlossaryTerm.objects.all()
        if any(begins(tokens(name)[: len(typed)], typed) for name in term.names)
    ][:MOST_OF_A_KIND]
