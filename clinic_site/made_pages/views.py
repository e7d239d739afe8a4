"""Answers with pages that were made when they were published."""

import re

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from wagtail.admin.templatetags.wagtailuserbar import wagtailuserbar
from wagtail.models import PAGE_TEMPLATE_VAR, Page
from wagtail.views import serve

from clinic.context import open_words
from clinic.lasting import holds_until
from clinic.memory import kept_generation
from clinic.models.found import is_one_site, site_of
from clinic.models.made_page import Made
from clinic_site.made_pages import shelf
from clinic_site.made_pages.making import QUICK, made, rendered, with_words

# The one thing in a query that a page goes by: the number of its list.
_NUMBERED = re.compile(r"page=([1-9]\d{0,3})")
# Before it stands what only some readers see.
END = b"</body>"


def serve_page(request, path: str) -> HttpResponse:
    """Give a page as it was made, and to who edits it with their bar.

    Stands within the page cache, which keeps answers under their whole address and for
    a generation; a page that was made holds until something that it shows is another.
    """
    page = made_page(request, path) if is_for_everybody(request, path) else None
    if page:
        response = answered(page)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            put_bar(request, path, response)
        return response
    # Each process keeps in mind which site a host is for.
    request._wagtail_site = site_of(request)
    return serve(request, path)


def made_page(request, path: str) -> Made | None:
    """Return the page at an address, made now where it has to be; None for others.

    Raises Http404 where nothing stands.
    """
    seen = kept_generation()
    if seen is None:
        return None
    number = _NUMBERED.fullmatch(request.META.get("QUERY_STRING", ""))
    if number is None and "page" in request.GET:
        return None
    key = request.path_info, number[1] if number else "", get_language()
    page = shelf.shelf.get(key, seen)
    if page is None and is_one_site() and (found := rendered(*key[:2])):
        page = made(*found, (), QUICK)
        shelf.shelf.put(key, page, seen)
    return page


def is_for_everybody(request, path: str) -> bool:
    """Say whether a page for this request shows what everybody sees.

    To who is signed in it does: a page that not everybody may see is never made.
    """
    return (
        request.method in ("GET", "HEAD")
        and "messages" not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and not request.META.get("SCRIPT_NAME")
        # Not below the prefix of a language.
        and request.path_info == f"/{path}"
    )


def put_bar(request, path: str, response: HttpResponse) -> None:
    """Put the bar of editors into a page, for who may use it."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return
    request._wagtail_site = site_of(request)
    request.is_preview = False
    route = Page.route_for_request(request, path)
    if route is None:
        # A host that no site is for gets what everybody gets.
        return
    bar = wagtailuserbar({"request": request, PAGE_TEMPLATE_VAR: route.page}).encode()
    html, end, rest = response.content.rpartition(END)
    response.content = b"".join((html, bar, end, rest))


def answered(page: Made) -> HttpResponse:
    """Return a made page, with what goes by the clock put in."""
    for moment in page.moments:
        holds_until(moment)
    words = open_words()
    response = HttpResponse(with_words(page.html, words))
    if page.sent and page.words == words:
        # Whoever compresses it needs not.
        response.made_small = page.sent
    response.frame_origins = list(page.frame_origins)
    return response
