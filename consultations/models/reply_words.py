"""The words of a reply to one person: a template with its variables filled in.

Only what is listed here can be put in. Nothing of it tells of anybody's health, so a
template that asks for more is refused before it is ever sent.
"""

import re
from dataclasses import dataclass
from itertools import groupby
from string import Formatter

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from clinic.encryption import lookup_digest
from clinic.hours import OfficeHours, time_words
from clinic.models import ClinicSettings
from consultations import clocks

from . import own_link

VARIABLES = {
    "name_to_use": gettext_lazy("the name as the person wrote it"),
    "reference": gettext_lazy("the reference"),
    "clinic_phone": gettext_lazy("the clinic's number"),
    "calling_number": gettext_lazy("the number that we call from"),
    "office_hours": gettext_lazy("the office hours of their location"),
    "scheduled_for": gettext_lazy("day and time of the consultation"),
    "own_link": gettext_lazy("their private page"),
}
IN_SUBJECT = ("reference",)
# What a manager may think of first; said apart, so that it is clear why not.
OF_HEALTH = re.compile(
    r"reason|message|story|answer|service|treat|diagnos|condition|symptom|medic"
    r"|drug|dose|history|note|suitab|health|crisis|read_first",
    re.IGNORECASE,
)
_VARIABLE = re.compile(r"\{(\w+)\}")


class Missing(Exception):
    """A variable that has no value for this request; `name` says which."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name


@dataclass(frozen=True)
class ReplyWords:
    """Subject and body as one person gets them; a text has no subject."""

    subject: str
    body: str

    def __str__(self):
        return f"{self.subject}\n\n{self.body}" if self.subject else self.body

    @property
    def digest(self) -> str:
        """Return what tells other words from these without holding any of them."""
        return lookup_digest("reply", str(self))

    @classmethod
    def of_mail(cls, note: str) -> "ReplyWords":
        """Return the words of a mail that an event keeps in its note."""
        subject, _blank, body = note.partition("\n\n")
        return cls(subject, body)


def variables_in(text: str) -> list[str]:
    """Return the variables of a text.

    ValidationError for a brace by itself and for anything but a plain name in braces.
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        raise ValidationError(
            _("A brace stands by itself. Variables are written like {reference}.")
        ) from None
    names = []
    for _words, name, spec, conversion in parts:
        if name is None:
            continue
        if spec or conversion or not re.fullmatch(r"\w+", name):
            raise ValidationError(
                _("Write a variable as its name in braces, like {reference}.")
            )
        names.append(name)
    return names


def validate_variables(text: str, allowed=tuple(VARIABLES)) -> None:
    """Refuse any variable that is not allowed, and say which ones are."""
    wrong = [name for name in variables_in(text) if name not in allowed]
    if not wrong:
        return
    facts = {
        "name": wrong[0],
        "allowed": ", ".join(f"{{{name}}}" for name in allowed),
    }
    if OF_HEALTH.search(wrong[0]):
        raise ValidationError(
            _(
                "“{%(name)s}” would tell of somebody's health, which goes into no mail "
                "and no text. Allowed here: %(allowed)s"
            )
            % facts
        )
    raise ValidationError(
        _("There is no variable “{%(name)s}”. Allowed here: %(allowed)s") % facts
    )


@sensitive_variables()
def filled_in(template, request) -> ReplyWords:
    """Return the words of a template for one request, in the person's language.

    Missing when the request has no value for a variable.
    """
    values = _Values(request)
    with translation.override(request.language):
        subject = _VARIABLE.sub(lambda found: values[found[1]], template.subject)
        body = _VARIABLE.sub(lambda found: values[found[1]], template.body)
    return ReplyWords(" ".join(subject.split()), body.replace("\r\n", "\n").strip())


class _Values(dict):
    """The value of each variable, asked for once and only if it is needed."""

    def __init__(self, request):
        super().__init__()
        self.request = request
        self.clinic = None

    def __missing__(self, name):
        if name not in VARIABLES:
            raise Missing(name)
        value = getattr(self, f"_{name}")()
        if not value:
            raise Missing(name)
        self[name] = value
        return value

    def _clinic(self) -> ClinicSettings:
        self.clinic = self.clinic or ClinicSettings.load()
        return self.clinic

    def _name_to_use(self):
        return " ".join(self.request.name.split())

    def _reference(self):
        return self.request.reference

    def _clinic_phone(self):
        return self._clinic().phone_display

    def _calling_number(self):
        return self._clinic().calling_number_display

    def _office_hours(self):
        return hours_words(clocks.hours_of_request(self.request))

    def _scheduled_for(self):
        when, tz = self.request.scheduled_for, clocks.time_zone_of(self.request)
        return clocks.dated_words(when, tz) if when else ""

    def _own_link(self):
        return own_link.link_for(self.request)


def hours_words(hours: OfficeHours) -> str:
    """Return office hours as people say them: "Monday to Friday, 9 am to 5 pm"."""
    spans = [(day, tuple(sorted(hours.weekly.get(day, ())))) for day in range(7)]
    said = []
    for times, days in groupby(spans, key=lambda one: one[1]):
        numbers = [day for day, _times in days]
        if not times:
            continue
        name = _days_words(numbers)
        opened = ", ".join(
            _("%(from)s to %(to)s") % {"from": time_words(o), "to": time_words(c)}
            for o, c in times
        )
        said.append(f"{name}, {opened}")
    return "; ".join(said)


def _days_words(numbers: list[int]) -> str:
    """Return days that follow each other as people say them; 0 is Monday."""
    first, last = WEEKDAYS[numbers[0]], WEEKDAYS[numbers[-1]]
    if len(numbers) == 1:
        return str(first)
    if len(numbers) == 2:
        return _("%(first)s and %(last)s") % {"first": first, "last": last}
    return _("%(first)s to %(last)s") % {"first": first, "last": last}
