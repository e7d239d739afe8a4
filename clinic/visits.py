"""Counts which public pages are read, without a cookie and without slowing one.

The middleware stands outermost, so it sees every answer, also one that comes from a
cache and never reached a view; what is answered before Django counts by itself. Each
only adds one to a number in memory, which is written down every few seconds.
"""

import re
from collections import Counter
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page, Site

from clinic.fetched_ahead import said_ahead
from clinic.models import PageVisits
from clinic.tallying import Tally

PAGES = "wagtail_serve"
# Where nginx keeps pages it asks by the tag of its own copy, and says here which one
# the visitor has, or "none". Only nginx sets it, for every request.
VISITORS_TAG = "HTTP_X_VISITORS_TAG"
# More addresses than a site has pages: what comes on top while the database is away
# is not counted.
KEPT_AT_MOST = 10_000
ASKED_AT_ONCE = 500
# What says of itself that nobody reads along, and what says nothing.
_MACHINE = re.compile(
    r"bot|crawl|spider|slurp|preview|monitor|scan|check|fetch|feed|archive|headless"
    r"|lighthouse|curl|wget|python|java/|go-http|okhttp|libwww|httpclient|axios|^$",
    re.IGNORECASE,
)


class Tallying(Tally):
    """The visits of one process that are not written down yet."""

    most = KEPT_AT_MOST

    def __init__(self):
        super().__init__("visits")

    def add(self, path: str) -> None:
        """Count one visit; never waits for anything but another count."""
        self.count((timezone.localdate(), path))

    def write_down(self, counts: Counter) -> None:
        PageVisits.objects.add(_by_page(counts))


visits = Tallying().kept_by_each_process()


class VisitsMiddleware:
    """Count each page that was answered to an anonymous reader."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if _is_visit(request, response):
            visits.add(request.path_info)
        return response


def _is_visit(request, response) -> bool:
    """Say whether somebody who is not signed in has this page before them now."""
    match = request.resolver_match
    return (
        is_handed_out(request.META, response.status_code, response.get("ETag", ""))
        and match is not None
        and match.view_name == PAGES
        # An answer without a body says nothing of what it would be.
        and response.get("Content-Type", "text/html").startswith("text/html")
        # What stands in for a page is none.
        and "noindex" not in response.get("X-Robots-Tag", "")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and somebody_reads(request.META)
    )


def is_handed_out(environ: dict, status: int, tag: str) -> bool:
    """Say whether the visitor gets a page now, and not word that theirs still holds.

    An nginx that keeps pages hands out its own where it is told so.
    """
    theirs = environ.get(VISITORS_TAG)
    if theirs is None or not tag:
        return status == 200
    return status in (200, 304) and tag not in theirs and theirs != "*"


def somebody_reads(environ: dict) -> bool:
    """Say whether a person asked for a page now to read it, as far as anybody says."""
    return (
        environ["REQUEST_METHOD"] == "GET"
        and not said_ahead(environ)
        and not _is_machine(environ.get("HTTP_USER_AGENT", ""))
    )


@lru_cache(maxsize=256)
def _is_machine(name: str) -> bool:
    return bool(_MACHINE.search(name))


def _by_page(counts: dict[tuple[date, str], int]) -> Counter:
    """Return the visits by day and page.

    A page answers for the addresses below it that are no pages, such as the topics of
    an index.
    """
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return Counter()
    start = site.root_page.url_path.rstrip("/")
    below = {path: _ways_up(start, path) for _day, path in counts}
    wanted = sorted({way for ways in below.values() for way in ways})
    found = {}
    for first in range(0, len(wanted), ASKED_AT_ONCE):
        pages = Page.objects.filter(url_path__in=wanted[first : first + ASKED_AT_ONCE])
        found |= dict(pages.values_list("url_path", "pk"))
    visited = Counter()
    for (day, path), count in counts.items():
        page = next((found[way] for way in below[path] if way in found), None)
        if page is not None:
            visited[day, page] += count
    return visited


def _ways_up(start: str, path: str) -> list[str]:
    """Return the paths of pages that may have answered, the nearest first."""
    parts = [part for part in path.split("/") if part]
    return [
        "/".join([start, *parts[:depth], ""]) for depth in range(len(parts), -1, -1)
    ]
