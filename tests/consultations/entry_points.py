"""Every address at which the public can send something, filled in well.

Whoever adds a form to the public side adds a line here; the tests of any input, of
naughty texts and of the canary go by this list.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from consultations.forms import RequestForm

from .conftest import filled_in

FORM = reverse("request_consultation")
HIDDEN = ("submission_key", "signed_time", "csrfmiddlewaretoken", "unknown")
PARAMETERS = ("from", "service", "new", "unknown")
COOKIES = ("consultation_request", "csrftoken", "sessionid", "django_language")


@dataclass(frozen=True)
class EntryPoint:
    """An address, how to fill in what stands there, and what can be filled in."""

    name: str
    address: Callable[[], str]
    filled_in: Callable[..., dict]
    fields: tuple[str, ...]
    # Typed texts that are stored: field of the form, field of the request.
    texts: tuple[str, ...] = ()


ENTRY_POINTS = [
    EntryPoint(
        name="form",
        address=lambda: FORM,
        filled_in=filled_in,
        fields=(*RequestForm.base_fields, *HIDDEN),
        texts=("name", "message"),
    ),
]
READ_ONLY = [FORM, reverse("request_received")]
