"""Error pages that still name the phone number when nothing else works.

A view that fails for want of the database is caught by `DatabaseAwayMiddleware`;
where another middleware fails, Django asks `server_error`, which looks at the error
that is being handled. Both give the same page.
"""

import logging
import sys

from django.contrib import admin
from django.http import Http404
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse

from clinic.away import is_away
from clinic.bare import bare_page
from clinic.encryption import Undecryptable

logger = logging.getLogger(__name__)


class DatabaseAwayMiddleware:
    """Answer 503 with the phone number when a view cannot reach the database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if is_away(exception):
            return database_away(request)
        return None


class LostKeyMiddleware:
    """Say that something cannot be read, and which key it lacks, instead of a 500.

    Lists put words into the place of what cannot be read; this is for whatever needs
    the text itself.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Undecryptable):
            return None
        logger.error("%s 503 sent.", exception)
        site = admin.site
        if not (
            request.path.startswith(reverse("admin:index"))
            and site.has_permission(request)
        ):
            return bare_page(request, "500.html", 503)
        context = site.each_context(request) | {"keys": [exception.key_id]}
        page = TemplateResponse(request, "admin/unreadable.html", context, status=503)
        return page.render()


def database_away(request):
    """Say that the site is away for a moment, and whom to call meanwhile."""
    logger.error("The database does not answer; 503 sent.")
    return bare_page(request, "503.html", 503)


def server_error(request):
    """Answer an unexpected error; a missing database gets the page of its own."""
    if is_away(sys.exception()):
        return database_away(request)
    return bare_page(request, "500.html", 500)


def page_not_found(request, exception):
    """Say that there is no such page, whatever was sent there.

    Django's own looks for a token in a body that may be past reading. Without the
    database nobody can tell whether a page is missing: the answer becomes the 503.
    """
    return render(request, "404.html", status=404)


def bad_request(request, exception):
    """Answer a request that Django refused to read, without looking anything up."""
    return bare_page(request, "400.html", 400)


def permission_denied(request, exception):
    """Say that this person may not enter."""
    return bare_page(request, "403.html", 403)


def no_such_page(request):
    """Answer an address of a library that this site does not offer."""
    raise Http404
