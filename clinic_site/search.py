"""Search over what the public may read, with extracts around the words found."""

import re

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from articles.models import ArticleIndexPage, ArticlePage
from clinic.models import LocationPage, PersonPage, ServicePage

PER_PAGE = 10
LONGEST_QUERY = 200
EXTRACT = 260
_CITATION = re.compile(r"\s?\[\d{1,3}(, ?\d{1,3})*\]")
_WORD = re.compile(r"\w+", re.UNICODE)
KINDS = {
    ArticlePage: _("Article"),
    ServicePage: _("Service"),
    LocationPage: _("Location"),
    PersonPage: _("Person"),
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that hold the words, best first; nothing of it is stored."""
    query = _readable(request.GET.get("q", ""))
    # Words alone reach the engine: signs mean something else to each of them.
    words = _WORD.findall(query)
    found = Page.objects.none()
    if words:
        public = Page.objects.live().public().exclude(depth=1)
        found = public.specific().search(" ".join(words))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    pages = list(shown)
    places = where_they_stand(pages)
    results = [
        {
            "page": page,
            "title": page.title,
            "kind": KINDS.get(type(page), _("Page")),
            "place": places[page.pk],
            "extract": extract(page, words),
        }
        for page in pages
    ]
    context = {
        "query": query,
        "cut": len(request.GET.get("q", "")) > LONGEST_QUERY,
        "results": results,
        "shown": shown,
        "topics": topic_links(request),
    }
    response = render(request, "search.html", context)
    if request.GET:
        response["X-Robots-Tag"] = "noindex"
    return response


def where_they_stand(pages: list[Page]) -> dict[int, str]:
    """Return for each page its topics, or else the titles above it, in two queries."""
    articles = [page for page in pages if isinstance(page, ArticlePage)]
    prefetch_related_objects(articles, "topics")
    places = {
        page.pk: [topic.title for topic in page.topics.all()] for page in articles
    }
    above = {
        page.pk: [page.path[: depth * Page.steplen] for depth in range(3, page.depth)]
        for page in pages
        if not places.get(page.pk)
    }
    paths = {path for way in above.values() for path in way}
    titles = dict(Page.objects.filter(path__in=paths).values_list("path", "title"))
    for pk, way in above.items():
        places[pk] = [titles[path] for path in way]
    return {pk: ", ".join(words) for pk, words in places.items()}


def topic_links(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the title and the address of each topic that has an article."""
    index = ArticleIndexPage.objects.live().public().first()
    if index is None:
        return []
    base = index.get_url(request)
    return [
        (
            topic.title,
            base + index.reverse_subpage("topic", kwargs={"slug": topic.slug}),
        )
        for topic in index.topics()
    ]


def _readable(query: str) -> str:
    """Return the query without control characters, at most 200 characters long."""
    kept = "".join(c if c.isprintable() else " " for c in query[:LONGEST_QUERY])
    return " ".join(kept.split())


def extract(page, words: list[str]) -> SafeString:
    """Return the stretch of a page's text where the words stand, with them marked."""
    text = _running_text(page)
    marked = [re.escape(word) for word in words if len(word) > 1]
    if not marked:
        return SafeString(escape(text[: _word_end(text, EXTRACT)]))
    pattern = re.compile(rf"\b({'|'.join(marked)})\w*", re.IGNORECASE)
    start, end = _stretch(text, pattern)
    cut = text[start:end]
    pieces, last = [], 0
    for match in pattern.finditer(cut):
        pieces.append(escape(cut[last : match.start()]))
        pieces.append(f"<mark>{escape(match.group())}</mark>")
        last = match.end()
    pieces.append(escape(cut[last:]))
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    # Every piece above is escaped; the only markup is <mark>.
    return mark_safe(before + "".join(pieces) + after)  # noqa: S308


def _running_text(page) -> str:
    """Return a page's words as one run of sentences, without title and citations."""
    if not hasattr(page, "reader_text"):
        return ""
    lines = _CITATION.sub("", page.reader_text()).splitlines()
    words = [" ".join(line.split()) for line in lines if line.strip()]
    if words and words[0] == page.title:
        del words[0]
    # A heading or a list item ends without a full stop; a reader still pauses there.
    return " ".join(
        line if line.endswith((".", "!", "?", ":", ",", ";")) else f"{line}."
        for line in words
    )


def _stretch(text: str, pattern: re.Pattern) -> tuple[int, int]:
    """Return where the extract with the most of the words begins and ends."""
    hits = [match.start() for match in pattern.finditer(text)]
    if not hits:
        return 0, _word_end(text, EXTRACT)
    best = max(hits, key=lambda hit: sum(hit <= h < hit + EXTRACT for h in hits))
    start = max(0, best - EXTRACT // 4)
    if start:
        start = text.rfind(" ", 0, start) + 1
    return start, _word_end(text, start + EXTRACT)


def _word_end(text: str, near: int) -> int:
    if near >= len(text):
        return len(text)
    space = text.rfind(" ", 0, near)
    return space if space > 0 else near
