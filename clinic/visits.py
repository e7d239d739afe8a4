"""Counts which public pages are read, without a cookie and without slowing one.

The middleware stands outermost, so it sees every answer, also one that comes from a
cache and never reached a view; what is answered before Django counts by itself. Each
only adds one to a number in memory; a thread of each process writes the numbers down
every few seconds, and once more at the end. A crash loses the last seconds, and a
database that is away is waited for.
"""

import atexit
import os
import re
import threading
from collections import Counter
from contextlib import suppress
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import Error, connection
from django.utils import timezone
from wagtail.models import Page, Site

from clinic.fetched_ahead import said_ahead
from clinic.models import PageVisits

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


class Tallying:
    """The visits of one process that are not written down yet."""

    def __init__(self):
        self.start_over()

    def start_over(self) -> None:
        """Begin with nothing; what a process does that was forked from another."""
        self._counts: Counter[tuple[date, str]] = Counter()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._end = threading.Event()

    def add(self, path: str) -> None:
        """Count one visit; never waits for anything but another count."""
        with self._lock:
            self._count((timezone.localdate(), path), 1)
            # Not before the first visit: a server forks once everything is loaded.
            if settings.VISITS_WRITTEN_EVERY and not self._is_writing():
                self._thread = threading.Thread(
                    target=self._write_again_and_again, name="visits", daemon=True
                )
                with suppress(RuntimeError):
                    self._thread.start()

    def waiting(self) -> int:
        """Return how many visits are not written down yet."""
        with self._lock:
            return self._counts.total()

    def write(self) -> bool:
        """Write down what was counted; False where the database did not take it."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        if not counts:
            return True
        try:
            PageVisits.objects.add(_by_page(counts))
        except Error:
            with self._lock:
                for key, count in counts.items():
                    self._count(key, count)
            return False
        return True

    def end(self) -> None:
        """Write down the last visits; what a process does when it ends."""
        self._end.set()
        if self._is_writing():
            self._thread.join(settings.VISITS_WRITTEN_EVERY)

    def _count(self, key: tuple[date, str], count: int) -> None:
        if key in self._counts or len(self._counts) < KEPT_AT_MOST:
            self._counts[key] += count

    def _is_writing(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _write_again_and_again(self) -> None:
        ending = False
        while not ending:
            ending = self._end.wait(settings.VISITS_WRITTEN_EVERY)
            self.write()
            # A connection of its own, and none while there is nothing to write.
            connection.close()


visits = Tallying()
os.register_at_fork(after_in_child=visits.start_over)
# Before threads are waited for and while connections can still be made.
atexit.register(visits.end)


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
