"""Makes a page as anybody gets it: no cookie, no query, nobody signed in."""

import logging
import zlib
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from wagtail.views import serve

from clinic import lasting
from clinic.context import OPEN_NOW
from clinic.models.found import is_one_site, site_of
from clinic.models.made_page import Made
from clinic.reads import recorded
from clinic_site.compression import THOROUGH as COMPRESSED
from clinic_site.compression import compress, squeeze

# In haste for the reader who waits, well for all who come later.
QUICK, THOROUGH = 1, 9

logger = logging.getLogger(__name__)


def plain_request(path: str, number: str = "") -> WSGIRequest:
    """Return a request for an address that holds nothing of whoever asks."""
    site = urlsplit(settings.SITE_URL)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            # As a server hands it on: bytes, each written as one character.
            "PATH_INFO": path.encode().decode("iso-8859-1"),
            "QUERY_STRING": f"page={number}" if number else "",
            "SERVER_NAME": site.hostname,
            "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": site.netloc,
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    # Nobody: what not everybody may see is not made.
    request.user, request.session = AnonymousUser(), {}
    # What goes by the clock on every page is put in when it is read.
    request.is_made_ahead = True
    request._wagtail_site = site_of(request)
    return request


def rendered(path: str, number: str = "") -> tuple[HttpResponse, list] | None:
    """Return a page and the moments at which it becomes another.

    None for what is not the same for everybody, or is no page; raises Http404 where
    there is none.
    """
    request = plain_request(path, number)
    with lasting.collected() as moments:
        response = serve(request, path.removeprefix("/"))
        if hasattr(response, "render"):
            response = response.render()
    is_page = (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        # It holds a form, whose secret is one person's.
        and "CSRF_COOKIE" not in request.META
        and set(response.headers) == {"Content-Type"}
        and response.headers["Content-Type"].startswith("text/html")
    )
    return (response, moments) if is_page else None


def made(response: HttpResponse, moments: list, reads: tuple, level: int) -> Made:
    """Return a rendered page, made small."""
    return Made(
        small=zlib.compress(response.content, level),
        frame_origins=tuple(getattr(response, "frame_origins", ())),
        moments=tuple(moments),
        reads=reads,
    )


def with_words(html: bytes, words: str) -> bytes:
    """Return a page with these words for what goes by the clock."""
    return html.replace(OPEN_NOW.encode(), words.encode())


def as_sent(page: Made, words: str) -> Made:
    """Return a made page along with what a browser gets while these words hold."""
    html = squeeze(with_words(page.html, words))
    return page._replace(words=words, sent=compress(html, "br", COMPRESSED["br"]))


def make_ahead(path: str) -> Made | None:
    """Return a page to be kept; None for what cannot be, such as a redirect.

    That there is one site alone is among what was read for it.
    """
    for _try in range(2):
        with recorded() as recording:
            found = rendered(path) if is_one_site() else None
        reads = recording.reads()
        if found is None:
            return None
        # The first one who shows a picture writes down where its files are.
        if reads is not None:
            return made(*found, reads, THOROUGH)
    logger.warning("%s is not made ahead: nobody can tell what it was made from", path)
    return None
