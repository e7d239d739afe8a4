"""Answers made small on their way out: brotli, or gzip for what knows no better.

What compression may give away: where a page shows a secret next to something that an
attacker chooses, the size of the compressed page tells how much the two have in common
(BREACH). So nothing is compressed that belongs to one person: answers to a session,
which staff alone have, to the cookie of a request just sent, and to a POST, which show
what somebody wrote. The request form for everybody else is compressed: its only secret
is the CSRF token, and Django masks that anew in each answer.

What is kept: public pages that are the same for everybody, as found by their content.
Never an address with a query, for that can be what somebody searched for, never an
answer that says `no-store` or `private` or sets a cookie, never a missing page.
"""

import gzip
import hashlib
import re
from collections import OrderedDict
from threading import Lock

import brotli
from django.conf import settings
from django.utils.cache import patch_vary_headers

from clinic_site.headers import DOCUMENTS, STAFF_ONLY
from consultations.views.sent import COOKIE as REQUEST_COOKIE

WORTH_IT = 200
TEXTS = (
    "text/",
    "application/atom+xml",
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/manifest+json",
    "application/rss+xml",
    "application/xml",
    "image/svg+xml",
)

# Once for each content, then for each answer anew. From 4 on, brotli takes tables of
# its own from the system each time: a page of results fits the first round trip at 3.
THOROUGH = {"br": 11, "gzip": 9}
QUICK = {"br": 3, "gzip": 6}

_CODING = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$", re.I)
# Where white space is part of what is shown, or of what a CSP hash covers.
_VERBATIM = re.compile(
    rb"(<(pre|textarea|style|script)\b.*?</\2\s*>)|\s*\n\s*", re.DOTALL | re.IGNORECASE
)


class CompressionMiddleware:
    """Compress text for whoever accepts it; outside of all that changes an answer."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.kept = Kept()

    def __call__(self, request):
        response = self.get_response(request)
        if not may_compress(request, response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        coding = best_coding(request.headers.get("Accept-Encoding", ""))
        if coding is None:
            return response
        ready = getattr(response, "made_small", None)
        if ready and coding == "br":
            small = ready
        elif may_keep(request, response):
            small = self.kept.compressed(response.content, coding, is_html(response))
        else:
            small = compress(response.content, coding, QUICK[coding])
        if len(small) >= len(response.content):
            return response
        response.content = small
        response.headers["Content-Encoding"] = coding
        response.headers["Content-Length"] = str(len(small))
        etag = response.headers.get("ETag", "")
        if etag.startswith('"'):
            # Other bytes than those it was made of: weak, as RFC 9110 8.8.1 asks.
            response.headers["ETag"] = f"W/{etag}"
        return response


def may_compress(request, response) -> bool:
    """Say whether the size of this answer could tell nothing that is a secret."""
    if request.method not in ("GET", "HEAD") or response.streaming:
        return False
    if is_private(request, response) or response.has_header("Content-Encoding"):
        return False
    # Parts are counted in the bytes of the whole.
    if response.status_code in (204, 206, 304) or len(response.content) < WORTH_IT:
        return False
    return response.headers.get("Content-Type", "").startswith(TEXTS)


def is_private(request, response) -> bool:
    """Say whether the answer is for one person: staff, or who just sent a request."""
    if request.path_info.startswith((*STAFF_ONLY, DOCUMENTS)):
        return True
    ours = (settings.SESSION_COOKIE_NAME, REQUEST_COOKIE)
    return any(name in request.COOKIES or name in response.cookies for name in ours)


def may_keep(request, response) -> bool:
    """Say whether everybody gets this answer, and nobody's words are in it."""
    control = response.headers.get("Cache-Control", "").lower()
    return (
        response.status_code == 200
        and not request.META.get("QUERY_STRING")
        and not request.COOKIES
        and not response.cookies
        and "Authorization" not in request.headers
        and "no-store" not in control
        and "private" not in control
        and "cookie" not in response.headers.get("Vary", "").lower()
    )


def is_html(response) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html")


def best_coding(accepted: str) -> str | None:
    """Return which of our two codings a browser takes, brotli first."""
    weights = {}
    for part in accepted.split(","):
        if match := _CODING.match(part):
            weights[match[1].lower()] = float(match[2] or 1)
    for coding in ("br", "gzip"):
        if weights.get(coding, weights.get("*", 0)) > 0:
            return coding
    return None


def compress(content: bytes, coding: str, quality: int) -> bytes:
    if coding == "br":
        return brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality)
    return gzip.compress(content, compresslevel=quality, mtime=0)


def squeeze(html: bytes) -> bytes:
    """Make one line break of each run of white space that holds one."""
    return _VERBATIM.sub(lambda match: match[1] or b"\n", html)


class Kept:
    """Compressed pages of this process by their content, the least used dropped."""

    def __init__(self, most: int = 400):
        self.most = most
        self.pages: OrderedDict[tuple[bytes, str], bytes] = OrderedDict()
        self.lock = Lock()

    def compressed(self, content: bytes, coding: str, html: bool) -> bytes:
        """Return a content made as small as it gets, from memory where it can."""
        key = (hashlib.blake2b(content, digest_size=16).digest(), coding)
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
                return self.pages[key]
        text = squeeze(content) if html else content
        small = compress(text, coding, THOROUGH[coding])
        with self.lock:
            self.pages[key] = small
            while len(self.pages) > self.most:
                self.pages.popitem(last=False)
        return small
