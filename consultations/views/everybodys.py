"""The empty form, the same for everybody but for three hidden values.

It is rendered with gaps in their places, and the gaps are filled in for each: the
template costs as much as all the rest of the site's work for a request.
"""

from collections.abc import Callable, Hashable
from types import SimpleNamespace

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

from clinic.blank import Blank, gap
from clinic.models.found import is_one_site
from consultations.ticket import Ticket
from consultations.views.sent import COOKIE


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
    blank = Blank.kept(
        ("form for everybody", request.path, said),
        lambda: _rendered(request, template, context()),
    )
    values = {
        "token": get_token(request),
        "key": ticket.key,
        "signed": ticket.signed(),
    }
    return HttpResponse(blank.filled_in(values))


def _rendered(request: HttpRequest, template: str, context: dict) -> Blank:
    gaps = {
        "csrf_token": gap("token"),
        "ticket": SimpleNamespace(key=gap("key"), signed=gap("signed")),
    }
    return Blank.rendered(request, template, context | gaps)
