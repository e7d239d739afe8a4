"""One kept answer: its headers, and its body made small once for each coding."""

import hashlib
from threading import Lock

import brotli
from django.http import HttpResponse, HttpResponseNotModified

from clinic.visits import PAGES
from clinic_site.compression import (
    QUICK,
    TEXTS,
    THOROUGH,
    WORTH_IT,
    best_coding,
    compress,
    is_html,
    squeeze,
)

# Whoever keeps a page asks each time whether it still is the one.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
# Made for each answer anew; what the page was first sent with is of no use.
OWN = {"cache-control", "content-encoding", "content-length", "etag", "expires", "vary"}
PLAIN = ""
# What an entry takes beside its bodies, about.
FRAME = 4_000

Headers = list[tuple[str, str]]

# A page made as small as it gets costs ten times what it costs to render: one at a
# time in each process, and whatever comes meanwhile is made small in haste.
_thoroughly = Lock()


class Entry:
    """An answer as everybody gets it, the generation it shows, and until when."""

    def __init__(self, response, path: str, match, number: int, until: float):
        self.path = path
        self.match = match
        self.number = number
        # Moments of the epoch: until when it is right, and when it was no more.
        self.until = self.ran_out = until
        # A page of the CMS, of which it is counted how often somebody reads it.
        self.is_page = is_html(response) and match.view_name == PAGES
        self.tag = hashlib.blake2b(response.content, digest_size=12).hexdigest()
        self.headers: Headers = [
            pair for pair in response.items() if pair[0].lower() not in OWN
        ]
        self.is_rough = False
        self.size = FRAME
        self._lock = Lock()
        self._bodies: dict[str, bytes] = {}

    def fill(self, response, older: "Entry | None") -> None:
        """Make the body small, or take it from an older entry that says the same."""
        if older is not None and older.tag == self.tag and not older.is_rough:
            self._bodies, self.size = older._bodies, older.size
            return
        content = response.content
        if not response.headers.get("Content-Type", "").startswith(TEXTS) or (
            len(content) < WORTH_IT
        ):
            self._bodies[PLAIN] = content
            self.size += len(content)
            return
        if ready := getattr(response, "made_small", None):
            self._bodies["br"] = ready
            self.size += 3 * len(ready)
            return
        text = squeeze(content) if is_html(response) else content
        self.is_rough = not _thoroughly.acquire(blocking=False)
        try:
            quality = (QUICK if self.is_rough else THOROUGH)["br"]
            self._bodies["br"] = compress(text, "br", quality)
        finally:
            if not self.is_rough:
                _thoroughly.release()
        # The gzip counts as if somebody had asked for it already.
        self.size += 3 * len(self._bodies["br"])

    def body(self, accepted: str) -> tuple[str, bytes]:
        """Return the coding for whoever accepts these, and the body in it."""
        if PLAIN in self._bodies:
            return PLAIN, self._bodies[PLAIN]
        coding = best_coding(accepted) or PLAIN
        body = self._bodies.get(coding)
        if body is None:
            body = brotli.decompress(self._bodies["br"])
            if coding:
                with self._lock:
                    if coding not in self._bodies:
                        small = compress(body, coding, THOROUGH[coding])
                        self._bodies[coding] = small
                    body = self._bodies[coding]
        return coding, body

    def is_known(self, none_match: str) -> bool:
        """Say whether a browser or a cache has this very answer already."""
        return bool(none_match) and (self.tag in none_match or none_match == "*")

    def answer(self, accepted: str, asked_at: float) -> tuple[Headers, bytes]:
        """Return headers and body for whoever accepts these codings."""
        coding, body = self.body(accepted)
        headers = [*self.lasting(asked_at), *self.headers]
        if coding:
            headers.append(("Content-Encoding", coding))
        headers.append(("Content-Length", str(len(body))))
        return headers, body

    def lasting(self, asked_at: float) -> Headers:
        """Return what says how long the answer may be kept, and how it is told.

        nginx may hand it out until the second is over in which it was known to be
        fresh. Its rule stands first, for nginx 1.22 goes by the first that it reads.
        """
        return [
            ("X-Accel-Expires", f"@{int(asked_at)}"),
            ("Cache-Control", CACHE_CONTROL),
            # One for all codings, which say the same in other bytes: so it is weak.
            ("ETag", f'W/"{self.tag}"'),
            ("Vary", "Accept-Encoding"),
        ]

    def response(self, request, asked_at: float) -> HttpResponse:
        """Return it as an answer of Django."""
        if self.is_known(request.headers.get("If-None-Match", "")):
            response, headers = HttpResponseNotModified(), self.lasting(asked_at)
        else:
            accepted = request.headers.get("Accept-Encoding", "")
            headers, body = self.answer(accepted, asked_at)
            response = HttpResponse(body)
        for name, value in headers:
            response.headers[name] = value
        return response
