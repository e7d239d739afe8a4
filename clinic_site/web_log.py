"""What the logs of the site may hold: what happened, never what somebody typed.

A query string holds the words of a search. gunicorn writes it in two places of its
own, the access log and the report of a request that it could not read or answer.
"""

import logging
import re

from gunicorn.glogging import Logger

# Method, path, status, bytes and seconds: no query, no address, no referring page.
ACCESS_FORMAT = "%(t)s %(m)s %(U)s %(s)s %(B)s %(L)s"
_QUERY = re.compile(r"(/[^\s?]*)\?.*", re.DOTALL)


def without_query(message: str) -> str:
    """Return a message cut off where a query string begins."""
    return _QUERY.sub(r"\1?", message)


class WithoutQuery(logging.Filter):
    """Cut query strings out of every record that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        kept = without_query(message)
        if kept != message:
            record.msg, record.args = kept, None
        return True


class WebLog(Logger):
    """gunicorn's log without query strings, however it is told to write."""

    def setup(self, cfg):
        """Set up the logs, then put the filter on both."""
        super().setup(cfg)
        self.error_log.addFilter(WithoutQuery())
        self.access_log.addFilter(WithoutQuery())
