"""Keeps answers, and lets one render where many ask for the same page."""

import time

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.urls import Resolver404, resolve

from clinic import generation, lasting
from clinic.generation import Seen
from clinic_site.page_cache.entry import Entry
from clinic_site.page_cache.pages import (
    AWAY,
    KEPT,
    LONGEST,
    MEANWHILE,
    TRIED_EVERY,
    is_fresh,
    may_keep,
    pages,
    was_good,
)
from clinic_site.page_cache.store import Key


class PageCacheMiddleware:
    """Answer from memory what is the same for everybody, and keep what is rendered.

    It stands within the compression, for it keeps its answers compressed, and outside
    of everything that makes an answer what it is.
    """

    def __init__(self, get_response):
        if not settings.PAGE_CACHE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        key = pages().key(request.META)
        match = kept_route(request.path_info) if key else None
        seen = generation.now() if match else None
        if seen is None:
            return self.get_response(request)
        store = pages().store
        entry = store.get(key)
        if is_fresh(entry, seen) or (
            store.is_rendered(key) and was_good(entry, seen, within=MEANWHILE)
        ):
            return given(request, entry, seen)
        if not may_be_kept(request, key):
            return self.or_last_good(request, self.get_response(request), entry, seen)
        with store.turn(key) as mine:
            if mine:
                return self.render(request, key, match, seen)
        seen = generation.now() or seen
        entry = store.get(key)
        if is_fresh(entry, seen):
            return given(request, entry, seen)
        return self.or_last_good(request, self.get_response(request), entry, seen)

    def render(self, request, key: Key, match, seen: Seen):
        """Render a page and keep it, if it may be kept."""
        store = pages().store
        began = time.time()
        with lasting.collected() as moments:
            response = self.get_response(request)
        if may_keep(response):
            ends = [began + LONGEST, *(moment.timestamp() for moment in moments)]
            entry = Entry(response, request.path_info, match, seen.number, min(ends))
            entry.fill(response, store.get(key))
            store.put(key, entry)
            return given(request, entry, seen)
        if response.status_code < 500:
            store.drop(key)
        return self.or_last_good(request, response, store.get(key), seen)

    def or_last_good(self, request, response, entry: Entry | None, seen: Seen):
        """Return the last good page in the place of a database that is away."""
        if response.status_code != 503 or not was_good(entry, seen, within=AWAY):
            return response
        # A database that does not answer costs each who asks some seconds.
        entry.until = time.time() + TRIED_EVERY
        return given(request, entry, seen)


def may_be_kept(request, key: Key) -> bool:
    """Say whether a request holds nothing of whoever sent it, and asks for it all."""
    return (
        request.method == "GET"
        and not request.META.get("HTTP_COOKIE")
        and request.META.get("QUERY_STRING", "") == key[3]
    )


def kept_route(path: str):
    """Return what an address leads to, None where that is not kept."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return match if match.view_name in KEPT else None


def given(request, entry: Entry, seen: Seen):
    """Answer a request from memory."""
    # Whoever counts answers goes by it, and no view was asked for one.
    request.resolver_match = entry.match
    return entry.response(request, seen.at)
