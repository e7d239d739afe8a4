"""Stands before Django: what is kept goes out before a request is made of anything.

A kept page costs less than a view that returns a string. Django sees what is not kept,
and every request of whoever is signed in.
"""

import time

from django.conf import settings

from clinic.generation import Seen
from clinic.visits import is_handed_out, somebody_reads, visits
from clinic_site.counters import counters
from clinic_site.page_cache.entry import Entry
from clinic_site.page_cache.pages import pages


class Front:
    """A WSGI application that answers from memory and leaves the rest to another."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        began = time.perf_counter()
        found = pages().fresh(environ) if settings.PAGE_CACHE else None
        if found is None:
            return self.application(environ, start_response)
        status, body = answer(environ, *found, start_response)
        count(environ, found[0], status, began)
        return [body] if body else []


def answer(environ, entry: Entry, seen: Seen, start_response) -> tuple[int, bytes]:
    """Begin the answer from memory; return its status and its body."""
    if entry.is_known(environ.get("HTTP_IF_NONE_MATCH", "")):
        start_response("304 Not Modified", entry.lasting(seen.at))
        return 304, b""
    headers, body = entry.answer(environ.get("HTTP_ACCEPT_ENCODING", ""), seen.at)
    start_response("200 OK", headers)
    return 200, body if environ["REQUEST_METHOD"] == "GET" else b""


def count(environ, entry: Entry, status: int, began: float) -> None:
    """Count the answer as the middlewares count those that Django gives."""
    shown = entry.is_page and is_handed_out(environ, status, entry.tag)
    if shown and somebody_reads(environ):
        visits.add(entry.path)
    if settings.METRICS_TOKEN:
        counters.add(entry.match.view_name, status, time.perf_counter() - began)
