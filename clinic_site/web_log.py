"""What the logs of the site may hold: what happened, never what somebody typed.

A query string holds the words of a search, and the address of a private page is the
key to it. gunicorn writes them in two places of its own, the access log and the
report of a request that it could not read or answer.
"""

import logging
import re

from gunicorn.glogging import Logger

# Method, path, status, bytes and seconds: no query, no address, no referring page.
ACCESS_FORMAT = "%(t)s %(m)s %(U)s %(s)s %(B)s %(L)s"
_QUERY = re.compile(r"(/[^\s?]*)\?.*", re.DOTALL)
# As typed or percent-encoded, as in a page that a mail scanner went through.
_PRIVATE = re.compile(r"((?:/|%2F)yours(?:/|%2F))[^\s/?'\"%]+", re.IGNORECASE)


def without_query(message: str) -> str:
    """Return a message cut off where a query string begins."""
    return _QUERY.sub(r"\1?", message)


def without_token(text: str) -> str:
    """Return a text in which no address of a private page can be followed."""
    return _PRIVATE.sub(r"\1hidden", text)


class WithoutQuery(logging.Filter):
    """Cut query strings and private addresses out of every record that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        kept = without_token(without_query(message))
        if kept != message:
            record.msg, record.args = kept, None
        return True


class Discreet(logging.Formatter):
    """Write as another formatter does, without private addresses in any traceback."""

    def __init__(self, *args, instead_of: logging.Formatter | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.instead_of = instead_of

    def format(self, record: logging.LogRecord) -> str:
        write = self.instead_of.format if self.instead_of else super().format
        return without_token(write(record))


class WebLog(Logger):
    """gunicorn's log without what must not be in one, however it is told to write."""

    def setup(self, cfg):
        """Set up the logs, then put filter and formatter on both."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            log.addFilter(WithoutQuery())
            for handler in log.handlers:
                handler.setFormatter(Discreet(instead_of=handler.formatter))
