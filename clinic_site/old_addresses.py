"""What an address answers at which no page stands any more.

Only a 404 is looked into, and what WordPress was asked for by a query string, so a page
that is there costs no query more.
"""

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from articles.models import ArticlePage
from clinic.old_addresses import Answer, Gone, Moved, Waiting, find, find_asked
from clinic.old_spellings import asks_wordpress, words_sought
from clinic.visits import PAGES
from clinic_site.search.views import topic_links

# A browser keeps a permanent redirect for ever unless told otherwise, and the page
# may stand there again tomorrow.
REDIRECT_SECONDS = 600
# As many articles as the page shows that stands in for one.
INSTEAD = 6


class OldAddressMiddleware:
    """Lead on from where a page was, or say that it was taken down."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # No database holds a null character, and PostgreSQL refuses to look for it.
        if response.status_code != 404 or "\0" in request.path_info:
            return response
        found = find(request, request.get_full_path())
        words = words_sought(request.META["QUERY_STRING"])
        if found and words is not None:
            return to_search(words)
        return answer(request, found) or response

    def process_view(self, request, view, args, kwargs):
        """Lead on from `/?p=12`, to which the front page would answer otherwise."""
        query = request.META.get("QUERY_STRING", "")
        if (
            not query
            or not asks_wordpress(query)
            or request.method not in ("GET", "HEAD")
            or request.resolver_match.view_name != PAGES
        ):
            return None
        words = words_sought(query)
        if words is not None and request.path_info == "/":
            return to_search(words)
        return answer(request, find_asked(request, request.get_full_path()))


def answer(request: HttpRequest, found: Answer) -> HttpResponse | None:
    """Return what tells of what was found, None for nothing."""
    if isinstance(found, Moved):
        return moved(found)
    if isinstance(found, Waiting):
        return waiting(request, found)
    return gone(request, found) if found else None


def to_search(words: str) -> HttpResponse:
    """Lead a search of WordPress to ours; no cache keeps what somebody looks for."""
    response = HttpResponseRedirect(f"{reverse('search')}?{urlencode({'q': words})}")
    response["Cache-Control"] = "no-store"
    return response


def moved(found: Moved) -> HttpResponse:
    """Lead to where it stands now."""
    kind = HttpResponsePermanentRedirect if found.permanent else HttpResponseRedirect
    response = kind(found.url)
    response["Cache-Control"] = f"max-age={REDIRECT_SECONDS}"
    return response


def gone(request: HttpRequest, found: Gone) -> HttpResponse:
    """Say that what stood here was taken down, and help on."""
    context = {"notice": found.notice, "topics": topic_links(request)}
    response = render(request, "410.html", context, status=410)
    # Down at once: no cache may keep it either, for it may be back as soon.
    response["Cache-Control"] = "no-store"
    return response


def waiting(request: HttpRequest, found: Waiting) -> HttpResponse:
    """Say that a reviewer reads first what stood here, and offer what is published.

    Neither its title nor a word of it: nobody vouched for either.
    """
    page = ArticlePage.objects.filter(pk=found.page_id).first()
    public = ArticlePage.objects.live().public().newest()
    alike = public.filter(topics__in=page.topics.all()).distinct() if page else public
    articles = alike[:INSTEAD].as_cards() or public[:INSTEAD].as_cards()
    context = {"articles": articles, "topics": topic_links(request)}
    response = render(request, "waiting.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
