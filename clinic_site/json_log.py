"""Log lines for a machine to read: one JSON object each, of fields listed here.

Nothing gets into a line because it was logged; it gets in because it is on the list.
Our own code logs nothing that was typed, so its messages stand as they are. Django,
gunicorn and libraries quote addresses, headers and values: of theirs the fixed words
stand, with numbers filled in and everything else hidden. A request is told by its
route, never by an address that somebody may have typed.
"""

import json
import logging
import re
from datetime import UTC, datetime

from django.urls import Resolver404, resolve

from clinic_site.web_log import Discreet, without_query, without_token

OUR_OWN = ("clinic", "clinic_site", "articles", "consultations")
ACCESS = "gunicorn.access"
HIDDEN = "*"
NO_ROUTE = "none"
# Answers that only an address of the site itself gets.
FOUND = ("200", "206", "304")
# One placeholder of %-formatting, with its flags; %% stays.
_PLACE = re.compile(r"%(?:\((?P<name>\w+)\))?[-#0 +]*[\d.*]*[hlL]?(?P<kind>[a-zA-Z%])")


class JsonLine(Discreet):
    """One JSON object a record: what happened, where, and nothing anybody typed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        at = datetime.fromtimestamp(record.created, UTC)
        line = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
        }
        if record.name == ACCESS and isinstance(record.args, dict):
            return json.dumps(line | access(record.args))
        line["where"] = f"{record.module}:{record.lineno}"
        line["message"] = message(record)
        line |= about(getattr(record, "request", None))
        status = getattr(record, "status_code", None)
        if isinstance(status, int):
            line["status"] = status
        if record.exc_info and record.exc_info[1] is not None:
            kind = type(record.exc_info[1])
            line["error"] = f"{kind.__module__}.{kind.__qualname__}"
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)


def message(record: logging.LogRecord) -> str:
    """Return the words of a record that our own code wrote, and numbers."""
    if record.name.partition(".")[0] in OUR_OWN:
        return without_token(without_query(record.getMessage()))
    # Without values to fill in, nobody can tell fixed words from a quoted header.
    if not record.args or not isinstance(record.msg, str):
        return HIDDEN
    return fixed_words(record.msg, record.args)


def fixed_words(template: str, args) -> str:
    """Fill a template with its numbers, and hide whatever else it would quote."""
    named = args if isinstance(args, dict) else {}
    values = iter(() if named else args)

    def fill(place: re.Match) -> str:
        if place["kind"] == "%":
            return "%"
        value = named.get(place["name"]) if place["name"] else next(values, None)
        return str(value) if isinstance(value, (int, float)) else HIDDEN

    return _PLACE.sub(fill, template)


def about(request) -> dict:
    """Return method and route of the request that a record is about."""
    method = getattr(request, "method", None)
    if method is None:
        return {}
    match = getattr(request, "resolver_match", None)
    return {"method": known(method), "route": (match and match.view_name) or NO_ROUTE}


def known(method: str) -> str:
    """Return a method of HTTP; another one is a word that somebody made up."""
    usual = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return method if method in usual else HIDDEN


def access(atoms: dict) -> dict:
    """Return what the web server's record of a request may say of it."""
    path, status = str(atoms.get("U", "")), str(atoms.get("s", ""))
    line = {
        "method": known(str(atoms.get("m", ""))),
        "route": route_of(path),
        "status": number(status),
        "bytes": number(atoms.get("B")),
        "seconds": number(atoms.get("L")),
    }
    # What was not found is what somebody typed, and may be anything.
    if status in FOUND and line["method"] in ("GET", "HEAD"):
        line["path"] = without_token(path)
    return line


def route_of(path: str) -> str:
    """Return the name of the route that an address leads to."""
    try:
        return resolve(path).view_name or NO_ROUTE
    except Resolver404:
        return NO_ROUTE


def number(value) -> float | None:
    """Return a number, or None for what is none."""
    try:
        whole = float(value)
    except (TypeError, ValueError):
        return None
    return int(whole) if whole.is_integer() else whole
