"""The empty form, the same for everybody but for three hidden values.

It is rendered with gaps in their places, and the gaps are filled in for each: the
template costs as much as all the rest of the site's work for a request.
"""

import re
import secrets
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from types import SimpleNamespace

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape

from clinic import lasting
from clinic.memory import remembered
from clinic.models.found import is_one_site
from consultations.ticket import Ticket
from consultations.views.sent import COOKIE

# Nothing else on a page looks like one: nobody knows what it is in this process.
_GAP = f"gap-{secrets.token_hex(16)}-"
_GAPS = re.compile(rf"{_GAP}(\w+)-")
# Kept no longer, so that what says nothing of the clock is right within a minute.
LONGEST = 60


@dataclass(frozen=True)
class Blank:
    """A page in pieces, every second of which names what belongs there."""

    pieces: tuple[str, ...]
    until: float

    def filled_in(self, values: dict[str, str]) -> str:
        """Return the page with these values in its gaps."""
        return "".join(
            escape(values[piece]) if number % 2 else piece
            for number, piece in enumerate(self.pieces)
        )


def is_everybodys(request: HttpRequest) -> bool:
    """Say whether nothing about whoever asks shows on the page they get.

    Beside other sites, links to pages go by the host that is asked.
    """
    return (
        not {COOKIE, settings.SESSION_COOKIE_NAME} & request.COOKIES.keys()
        and is_one_site()
    )


def require_database() -> None:
    """Raise where the database does not answer: nobody fills in what cannot be kept."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def form_for(
    request: HttpRequest,
    ticket: Ticket,
    said: Hashable,
    template: str,
    context: Callable[[], dict],
) -> HttpResponse:
    """Return the page with the values of one person.

    `said` is everything on it that goes by the moment at which it is asked for, and
    `context` gives what the template wants but for the ticket.
    """
    now = time.time()
    name = ("form for everybody", request.path, said, int(now // LONGEST))

    def render() -> Blank:
        return _rendered(request, template, context())

    blank = remembered(name, render)
    if time.time() >= blank.until:
        # It was opening or closing time just now.
        blank = render()
    values = {
        "token": get_token(request),
        "key": ticket.key,
        "signed": ticket.signed(),
    }
    return HttpResponse(blank.filled_in(values))


def _rendered(request: HttpRequest, template: str, context: dict) -> Blank:
    began = time.time()
    gaps = {
        "csrf_token": f"{_GAP}token-",
        "ticket": SimpleNamespace(key=f"{_GAP}key-", signed=f"{_GAP}signed-"),
    }
    with lasting.collected() as moments:
        page = render_to_string(template, context | gaps, request)
    until = min([began + LONGEST, *(moment.timestamp() for moment in moments)])
    return Blank(tuple(_GAPS.split(page)), until)
