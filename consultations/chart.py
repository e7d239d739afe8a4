"""One request as plain text, for the chart in another program."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.hours import time_words
from clinic.phone import display
from consultations import clocks

RULE = "-" * 40


def chart_text(request, events: Iterable, *, by, what_for: str, reasons: bool) -> str:
    """Return contact, story, answers, consents and history of a request.

    `reasons` says whether the reader may see why a clinician decided as they did;
    the events then bring it along. `what_for` is the reason of the export as the
    trail has it.
    """
    now = timezone.now()
    parts = [
        _("Consultation request %s") % request.reference,
        _("Copied %(when)s by %(who)s. %(what_for)s.")
        % {"when": _when(now), "who": by, "what_for": what_for},
        _titled(_("Contact"), _contact(request)),
        _titled(_("In their words"), [request.message or _("Nothing more.")]),
        _titled(_("Answers"), _answers(request)),
        _titled(_("Consents"), _consents(request)),
        _titled(_("History"), [_entry(event, reasons) for event in events]),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _titled(title: str, lines: list[str]) -> str:
    lines = [line for line in lines if line]
    return "\n".join([title, RULE, *lines]) if lines else ""


def _line(label: str, value) -> str:
    return f"{label}: {value}" if value else ""


def _when(at: datetime) -> str:
    local = at.astimezone(timezone.get_current_timezone())
    return f"{date_format(local, 'M j, Y')}, {time_words(local)}"


def _yes(answer: bool) -> str:
    return _("yes") if answer else _("no")


def _contact(request) -> list[str]:
    times = ", ".join(clocks.window_words(window) for window in request.contact_times)
    lines = [
        _line(_("Name"), request.name),
        _line(_("For"), request.get_for_whom_display()),
        _line(_("18 or older"), _yes(request.adult)),
        _line(_("Phone"), display(request.phone)),
        _line(_("E-mail"), request.email),
        _line(_("Preferred contact method"), request.get_contact_method_display()),
        _line(_("When"), times or _("any time")),
    ]
    if request.phone:
        lines += [
            _line(_("Voicemail allowed"), _yes(request.voicemail_ok)),
            _line(_("Clinic's name may be said"), _yes(request.clinic_name_ok)),
            _line(_("Texts allowed"), _yes(request.text_ok)),
        ]
    came = f"{request.get_channel_display()}, {_when(request.received_at)}"
    return [
        *lines,
        _line(_("Came"), came),
        _line(_("Asked from"), request.source_page_title),
        _line(_("About"), request.service_title),
        _line(_("Location"), request.location_title),
        _line(
            _("Consultation"), request.scheduled_for and _when(request.scheduled_for)
        ),
    ]


def _answers(request) -> list[str]:
    """Return each answer below its question as the person read it."""
    return [f"{one.question}\n  {_indented(one.words)}" for one in request.told]


def _consents(request) -> list[str]:
    lines = []
    for wording in request.wordings.values():
        facts = {"what": wording.get_kind_display(), "version": wording.number}
        lines.append(_("%(what)s, wording %(version)s:") % facts)
        lines.append(f"  “{_indented(wording.text)}”")
    agreed = _("Agreed %s") % _when(request.consented_at)
    return [agreed, *lines]


def _entry(event, reasons: bool) -> str:
    words = f"{_when(event.at)}: {event.summary} ({event.actor_name})"
    decision = getattr(event, "suitability_reason", None) if reasons else None
    said = [event.note, decision.reason if decision else ""]
    return "\n  ".join([words, *(_indented(text) for text in said if text)])


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n  ")
