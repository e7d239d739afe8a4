"""What an address answers at which no page stands any more.

Only a 404 is looked into, so a page that is there costs no query more.
"""

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render

from clinic.old_addresses import Gone, Moved, find
from clinic_site.search.views import topic_links

# A browser keeps a permanent redirect for ever unless told otherwise, and the page
# may stand there again tomorrow.
REDIRECT_SECONDS = 600


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
        if isinstance(found, Moved):
            return moved(found)
        return gone(request, found) if found else response


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
