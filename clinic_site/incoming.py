"""How a request is read: as UTF-8, and whole or not at all."""

import django
from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import LimitedStream, WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class CutOff(BadRequest):
    """A body ended before it was as long as had been said."""


class WholeStream(LimitedStream):
    """A body that raises CutOff where a connection ended in the middle of it.

    Django takes what came for the whole: half a note would be kept as one.
    """

    def read(self, size=-1, /):
        left = self.limit - self._pos
        wanted = left if size is None or size < 0 else min(size, left)
        came = b""
        # Django asks for more than there may be, and takes less for the end.
        while len(came) < wanted:
            came += self._came(super().read, wanted - len(came))
        return came

    def readline(self, size=-1, /):
        return self._came(super().readline, size)

    def _came(self, read, size) -> bytes:
        try:
            came = read(size)
        except OSError as error:
            raise CutOff("cut off") from error
        if not came and size != 0 and self._pos < self.limit:
            raise CutOff("cut off")
        return came


class Request(WSGIRequest):
    """A request whose form and query are UTF-8, as every browser sends them.

    Django lets Content-Type name any codec that Python has, and reads the query in it
    before anything catches an error: a query of a thousand parameters, or a codec that
    is none of text, would be an answer without a page.
    """

    def __init__(self, environ):
        super().__init__(environ)
        self._stream = WholeStream(environ["wsgi.input"], self._stream.limit)

    def _set_content_type_params(self, meta):
        try:
            self.content_type, self.content_params = parse_header_parameters(
                meta.get("CONTENT_TYPE", "")
            )
        except ValueError:
            # A charset of a parameter that nobody knows: no form of ours has one.
            self.content_type, self.content_params = "", {}


class Handler(WSGIHandler):
    """Django's handler with such requests."""

    request_class = Request


def get_application() -> Handler:
    """Set Django up and return what a WSGI server calls."""
    django.setup(set_prefix=False)
    return Handler()
