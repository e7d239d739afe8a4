"""What a person typed, given back by a page that needs no database.

It holds every field as it was posted, the one-time key too: one press sends it
again, without JavaScript, and it counts once.
"""

import re

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.debug import sensitive_variables

from clinic.bare import bare_page
from consultations import clocks
from consultations.fields import printable
from consultations.forms import RequestForm
from consultations.models.crisis_mark import may_speak_of_danger

CSRF_FIELD = "csrfmiddlewaretoken"
# What a form carries along, what a person only ticks, and what nobody sees.
NOT_TYPED = {CSRF_FIELD, "submission_key", "signed_time", "website"}
WINDOW = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
TICKED = {"", "on", "yes", "true", "1"}


@sensitive_variables()
def give_back(
    request: HttpRequest, status: int, *, reference: str = "", unknown: bool = False
) -> HttpResponse:
    """Say what became of a post that failed, and give back what was typed.

    `reference`: it was stored before the failure. `unknown`: nobody can tell whether
    it was. Otherwise it was not.
    """
    typed = typed_by(request)
    return bare_page(
        request,
        "consultations/not_sent.html",
        status,
        away=status == 503,
        reference=reference,
        unknown=unknown,
        danger=may_speak_of_danger([typed]),
        typed=typed,
        again=request.path,
        fields=fields_of(request),
        csrf_token=get_token(request),
    )


@sensitive_variables()
def fields_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return every field that was posted with each of its values, but for the token."""
    return [
        (printable(name), printable(value))
        for name, values in request.POST.lists()
        if name != CSRF_FIELD
        for value in values
    ]


@sensitive_variables()
def typed_by(request: HttpRequest) -> str:
    """Return what the visitor wrote and chose, line by line, to copy from a page."""
    lines = []
    for name, values in request.POST.lists():
        words = [_words(name, printable(value)) for value in values]
        answer = ", ".join(word for word in words if word.strip())
        if name in NOT_TYPED or answer in TICKED:
            continue
        mark = "\n" if "\n" in answer else " "
        lines.append(f"{_label(name)}:{mark}{answer}")
    return "\n".join(lines)


def _label(name: str) -> str:
    field = RequestForm.base_fields.get(name)
    label = str(field.label) if field and field.label else ""
    return label.rstrip("?:") or printable(name).replace("_", " ").capitalize()


def _words(name: str, value: str) -> str:
    """Return a choice in the words of the form."""
    if name == "contact_times" and WINDOW.fullmatch(value):
        return clocks.window_words(value)
    choices = getattr(RequestForm.base_fields.get(name), "choices", None) or []
    return str(dict(choices).get(value, value))
