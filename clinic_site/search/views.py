"""The page of results: nothing of who searches is stored, nothing typed is logged."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from articles.models import ArticleIndexPage, Topic
from clinic.blank import Blank, gap
from clinic.memory import Memory, remembered, remembered_each
from clinic.models import ClinicSettings, SearchEntry, UnansweredWord
from clinic_site.search.answer import Answer, answer
from clinic_site.search.extracts import Extracts, PageText
from clinic_site.search.question import LONGEST_QUERY, readable
from consultations.views.everybodys import is_everybodys

PER_PAGE = 10
# Public texts of some kilobytes: as many as a process may well hold.
_texts = Memory(most=200)
KINDS = {
    "article": (_("Article"), _("Articles")),
    "service": (_("Service"), _("Services")),
    "location": (_("Location"), _("Locations")),
    "person": (_("Person"), _("People")),
    "page": (_("Page"), _("Other pages")),
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that answer, best first; on crisis words help comes before them.

    `q` is the question, `as_typed` keeps its slips, `type` and `topic` narrow it.
    """
    typed = request.GET.get("q", "")
    query = readable(typed)
    chosen = {name: request.GET.get(name, "") for name in ("type", "topic")}
    kept = {"q": query} | ({"as_typed": "1"} if request.GET.get("as_typed") else {})
    found = answer(
        query,
        as_typed="as_typed" in kept,
        kind=chosen["type"],
        topic=chosen["topic"],
    )
    if request.method == "GET" and found.unanswered:
        UnansweredWord.objects.note(found.unanswered)
    shown = Paginator(found.entries, PER_PAGE).get_page(request.GET.get("page"))
    titles = remembered("titles of topics", titles_of_topics) if query else {}
    narrowed = {name: value for name, value in chosen.items() if value}
    context = {
        "query": query,
        "found": found,
        "cut": len(typed) > LONGEST_QUERY,
        "as_typed_query": urlencode({"q": query, "as_typed": "1"}),
        "results": results(list(shown), found, titles),
        "filters": filters(found, kept, chosen, titles),
        "without_filters": urlencode(kept) if narrowed else "",
        "parameters": urlencode(kept | narrowed) if query else "",
        "shown": shown,
        "topics": topic_links(request),
        "topic_tabs": remembered(
            ("tabs of topics", request.get_host()), lambda: topic_tabs(request)
        ),
        "clinic": SimpleLazyObject(ClinicSettings.in_use),
    }
    said = render_to_string("search_answer.html", context)
    response = HttpResponse(in_frame(request, said, bool(query), shown.number))
    # What somebody looked for is in no cache, at no other page and in no index.
    response["Cache-Control"] = "no-store" if query else "private"
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return response


def in_frame(
    request: HttpRequest, said: SafeString, is_asked: bool, number: int
) -> str:
    """Return the page of an answer, in a frame that holds nothing of what was typed."""
    context = {"answer": said, "is_asked": is_asked, "number": number}
    if not is_everybodys(request):
        return render_to_string("search.html", context, request)
    empty = context | {"answer": gap("answer")}
    frame = Blank.kept(
        ("frame of the search", request.get_host(), is_asked, number),
        lambda: Blank.rendered(request, "search.html", empty),
    )
    return frame.filled_in({"answer": said})


class Place(NamedTuple):
    """A page as its result names it, and where it stands in the tree."""

    title: str
    address: str | None
    path: str
    depth: int


def places_of(ids: list[int]) -> dict[int, Place]:
    """Return the places of these pages, live or not."""
    pages = Page.objects.only("title", "path", "depth", "url_path", "locale")
    return {
        pk: Place(page.title, page.url, page.path, page.depth)
        for pk, page in pages.in_bulk(ids).items()
    }


def texts_of(ids: list[int]) -> dict[int, PageText]:
    """Return the texts that extracts are cut from."""
    texts = SearchEntry.objects.filter(pk__in=ids).values_list("pk", "text")
    return {pk: PageText.of(text) for pk, text in texts}


class Card(NamedTuple):
    """A result but for its extract, which stands between two pieces of markup."""

    shown: dict[str, str]
    pieces: list[str]

    def around(self, extract: SafeString) -> SafeString:
        # Our own markup, and an extract that escaped itself.
        return mark_safe(extract.join(self.pieces))  # noqa: S308


def cards_of(entries: list[SearchEntry], texts: dict, titles: dict) -> dict[int, Card]:
    """Return the cards of these pages by their ids; none for what is gone."""
    pages = places_of([entry.pk for entry in entries])
    above = where_they_stand(entries, pages, titles)
    cards = {}
    for entry in entries:
        if entry.pk not in pages or entry.pk not in texts:
            continue
        shown = {
            "title": pages[entry.pk].title,
            "address": pages[entry.pk].address or "",
            "kind": KINDS[entry.kind][0],
            "place": above[entry.pk],
        }
        extract = gap("extract") if texts[entry.pk].text else ""
        card = {"result": shown | {"extract": extract}}
        markup = render_to_string("components/search_result.html", card)
        cards[entry.pk] = Card(shown, markup.split(gap("extract")))
    return cards


def results(entries: list[SearchEntry], found: Answer, titles: dict[str, str]) -> list:
    """Return what a result shows, title, kind, where it stands, and its `card`."""
    by_id = {entry.pk: entry for entry in entries}
    texts = _texts.remembered_each("texts", by_id, texts_of)
    cards = remembered_each(
        "cards of results",
        by_id,
        lambda ids: cards_of([by_id[pk] for pk in ids], texts, titles),
    )
    extracts = Extracts(found.groups)
    return [
        cards[pk].shown | {"card": cards[pk].around(extracts.of(texts[pk]))}
        for pk in by_id
        if pk in cards and pk in texts
    ]


def where_they_stand(
    entries, pages: dict[int, Place], titles: dict[str, str]
) -> dict[int, str]:
    """Return for each page its topics, or else the titles above it, in one query."""
    places = {
        entry.pk: [titles[slug] for slug in entry.topics.split("|") if slug in titles]
        for entry in entries
    }
    above = {
        pk: [page.path[: depth * Page.steplen] for depth in range(3, page.depth)]
        for pk, page in pages.items()
        if not places[pk]
    }
    paths = {path for way in above.values() for path in way}
    names = remembered_each("titles by path", paths, titles_by_path)
    for pk, way in above.items():
        places[pk] = [names[path] for path in way]
    return {pk: ", ".join(words) for pk, words in places.items()}


def titles_by_path(paths: list[str]) -> dict[str, str]:
    """Return the titles of the pages at these places of the tree."""
    return dict(Page.objects.filter(path__in=paths).values_list("path", "title"))


def titles_of_topics() -> dict[str, str]:
    """Return the title of each topic by its slug."""
    return dict(Topic.objects.values_list("slug", "title"))


def filters(found: Answer, kept: dict, chosen: dict, titles: dict[str, str]) -> list:
    """Return the two rows of filters, each a name and its links with their counts.

    A link keeps the question and the other filter; the chosen one leads back to all.
    """
    rows = [
        (
            "type",
            _("What it is"),
            {k: (KINDS[k][1], n) for k, n in found.kinds.items() if k in KINDS},
        ),
        (
            "topic",
            _("Topic"),
            {s: (titles[s], n) for s, n in found.topics.items() if s in titles},
        ),
    ]
    return [
        (title, _links(name, choices, kept, chosen))
        for name, title, choices in rows
        if len(choices) > 1 or chosen[name]
    ]


def _links(name: str, choices: dict, kept: dict, chosen: dict) -> list[dict]:
    others = {n: v for n, v in chosen.items() if v and n != name}
    return [
        {
            "label": label,
            "count": number,
            "current": value == chosen[name],
            "address": "?"
            + urlencode(
                kept | others | ({} if value == chosen[name] else {name: value})
            ),
        }
        for value, (label, number) in sorted(
            choices.items(), key=lambda item: (-item[1][1], str(item[1][0]))
        )
    ]


def topic_links(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the title and the address of each topic that has an article."""
    name = "links to topics", request.get_host()
    return remembered(name, lambda: _topic_links(request))


def topic_tabs(request: HttpRequest) -> SafeString:
    """Return those links as they stand beside results."""
    topics = {"topics": topic_links(request)}
    return render_to_string("components/topic_tabs.html", topics)


def _topic_links(request: HttpRequest) -> list[tuple[str, str]]:
    # Below an index that is not public no article is, so it has no topics.
    index = ArticleIndexPage.objects.live().first()
    if index is None:
        return []
    # Each reversing builds the routes of the page anew: once is enough.
    address = index.get_url(request)
    address += index.reverse_subpage("topic", kwargs={"slug": "slug-of-topic"})
    return [
        (title, address.replace("slug-of-topic", slug))
        for title, slug in index.live_topics().values_list("title", "slug")
    ]
