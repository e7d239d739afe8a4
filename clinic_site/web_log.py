"""What the logs of the site may hold: what happened, never what somebody typed.

A query string holds the words of a search, and the address of a private page is the
key to it. gunicorn writes them in two places of its own, the access log and the
report of a request that it could not read or answer. The text of an exception may
quote what somebody typed, so of an error only its class and the lines of code are
written.
"""

import logging
import os
import re
import sys
import traceback

from django.conf import settings
from django.utils.module_loading import import_string
from django.views.debug import ExceptionReporter
from gunicorn.glogging import Logger

# Method, path, status, bytes and seconds: no query, no address, no referring page.
ACCESS_FORMAT = "%(t)s %(m)s %(U)s %(s)s %(B)s %(L)s"
_QUERY = re.compile(r"(/[^\s?]*)\?.*", re.DOTALL)
# As typed or percent-encoded, as in a page that a mail scanner went through.
_PRIVATE = re.compile(
    r"((?:/|%2F)(?:yours|accounts(?:/|%2F)join)(?:/|%2F))[^\s/?'\"%]+", re.IGNORECASE
)


def without_query(message: str) -> str:
    """Return a message cut off where a query string begins."""
    return _QUERY.sub(r"\1?", message)


def without_token(text: str) -> str:
    """Return a text in which no private page or one-time link can be followed."""
    return _PRIVATE.sub(r"\1hidden", text)


class WithoutQuery(logging.Filter):
    """Cut query strings and private addresses out of every record that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        kept = without_token(without_query(message))
        if kept != message:
            record.msg, record.args = kept, None
        return True


def trace(error: BaseException) -> str:
    """Return how it came to an error, and to those behind it, without their texts."""
    chain = []
    while error is not None and error not in chain:
        chain.append(error)
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)
    return "\n".join(
        "Traceback (most recent call last):\n"
        + "".join(traceback.format_tb(error.__traceback__))
        + f"{type(error).__module__}.{type(error).__qualname__}"
        for error in reversed(chain)
    )


class RefusedInOneLine(logging.Filter):
    """Leave out where the code was when a request was refused: it is no error of ours.

    Django adds it to each request that it could not read, so that a stranger could fill
    the log with it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        refused = record.name.startswith("django.security") or (
            record.name == "django.request" and record.levelno < logging.ERROR
        )
        if refused:
            record.exc_info = record.exc_text = None
        return True


class Discreet(logging.Formatter):
    """Write of an exception where it happened and its class, and no private address."""

    def format(self, record: logging.LogRecord) -> str:
        """Format a record, whatever another handler has made of its exception."""
        kept, record.exc_text = record.exc_text, None
        try:
            return without_token(super().format(record))
        finally:
            record.exc_text = kept

    def formatException(self, ei):
        return trace(ei[1])


class ReportWithoutWords(ExceptionReporter):
    """Django's report of an error, mailed or shown: no variables, no posted values."""

    def get_traceback_text(self):
        where = f"{self.request.method} {self.request.path}\n" if self.request else ""
        # Without an exception, Django's mail puts the logged line in its place.
        caught = isinstance(self.exc_value, BaseException)
        return without_token(where) + (trace(self.exc_value) if caught else "")

    def get_traceback_html(self):
        return self.get_traceback_text()


class WebLog(Logger):
    """gunicorn's log without what must not be in one, however it is told to write."""

    def exception(self, msg, *args, **kwargs):
        """Write of an error and where it came to it; a slow client is none."""
        # An error of the application never gets here: Django answers it.
        if isinstance(sys.exception(), TimeoutError):
            self.info("A client took its answer too slowly.")
        else:
            super().exception(msg, *args, **kwargs)

    def setup(self, cfg):
        """Set up the logs, then put filter and formatter on both."""
        super().setup(cfg)
        # The server may log before it loads the application, which does this, too.
        os.environ.setdefault(
            "DJANGO_SETTINGS_MODULE", "clinic_site.settings.production"
        )
        chosen = settings.LOGGING["formatters"][settings.LOG_AS]["()"]
        formatter = import_string(chosen)
        for log, line in (
            (self.error_log, self.error_fmt),
            (self.access_log, self.access_fmt),
        ):
            log.addFilter(WithoutQuery())
            for handler in log.handlers:
                handler.setFormatter(formatter(line, self.datefmt))
