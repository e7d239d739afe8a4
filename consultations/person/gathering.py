"""One person's requests as a tree of plain values: all that is held, in any table."""

from collections import defaultdict
from datetime import datetime

from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from clinic.hours import time_words
from clinic.models import ClinicSettings
from clinic.phone import display
from consultations import clocks, promise
from consultations.earlier import earlier_words
from consultations.models import ReadingEntry, ReadingOf, RequestEvent
from consultations.models.belongings import belongings, mail_about
from consultations.models.notices import ACKNOWLEDGEMENT, REPLY, STAFF_NOTICE
from consultations.models.unclaimed import UNCLAIMED

BATCH = 2000


@sensitive_variables()
def everything_about(requests, *, by, what_for: str, at: datetime | None = None):
    """Return all that is held about the person of these requests, for them to read.

    Values are text, numbers, lists and dicts. What is told in words comes first; then
    every row of every table that hangs from a request, column by column, so that
    nothing is left out.
    """
    at = at or timezone.now()
    readings = _readings(requests)
    clinic = ClinicSettings.load()
    return {
        "made_at": at.isoformat(),
        "made": _when(at),
        "made_by": str(by),
        "what_for": str(what_for),
        "clinic": clinic.clinic_name,
        "clinic_phone": display(clinic.phone),
        "requests": [_one(request, readings[request.pk]) for request in requests],
    }


def _one(request, readings: list[ReadingEntry]) -> dict:
    events = list(request.events.select_related("actor").order_by("pk"))
    return {
        "reference": request.reference,
        "facts": _facts(request),
        "story": request.message,
        "answers": [
            {"question": one.question, "answer": one.words} for one in request.told
        ],
        "agreed": _agreed(request),
        "told": _told(request),
        "history": [_event(event) for event in events],
        "also": _also_written(request),
        "mail": [_mail(row) for row in _mail_of(request, events)],
        "readings": [
            {
                "when": _when(entry.at),
                "who": str(entry.actor),
                "how": entry.get_kind_display(),
                "what_for": entry.get_reason_display() if entry.reason else "",
            }
            for entry in readings
        ],
        "stored": [_table([request]), *_tables(request)],
    }


def _facts(request) -> list[dict]:
    times = ", ".join(clocks.window_words(window) for window in request.contact_times)
    state = request.get_status_display()
    if request.disposition:
        state = f"{state}: {request.get_disposition_display()}"
    pairs = [
        (_("Name"), request.name),
        (_("Phone"), display(request.phone)),
        (_("E-mail"), request.email),
        (_("How we may reach you"), request.get_contact_method_display()),
        (_("When"), times or _("any time")),
        (_("We may leave a voicemail"), _yes(request.voicemail_ok)),
        (_("We may say the clinic's name"), _yes(request.clinic_name_ok)),
        (_("We may text"), _yes(request.text_ok)),
        (_("Who it is for"), request.get_for_whom_display()),
        (_("18 or older"), _yes(request.adult)),
        (_("About"), request.service_title),
        (_("Asked from the page"), request.source_page_title),
        (_("Location"), request.location_title),
        (_("Came"), f"{_when(request.received_at)}, {request.get_channel_display()}"),
        (_("Where it stands"), state),
        (_("Consultation"), request.scheduled_for and _when(request.scheduled_for)),
        (_("Closed"), request.closed_at and _when(request.closed_at)),
        (_("Kept by a legal hold since"), request.held_at and _when(request.held_at)),
    ]
    return [{"what": str(what), "value": str(said)} for what, said in pairs if said]


def _agreed(request) -> dict:
    return {
        "when": _when(request.consented_at),
        "wordings": [
            {
                "what": str(wording.get_kind_display()),
                "version": wording.number,
                "text": wording.text,
                "in_use_since": _when(wording.created_at),
            }
            for wording in request.wordings.values()
        ],
    }


def _told(request) -> list[str]:
    told = promise.was_told(request)
    said = render_to_string("consultations/promise.html", {"promise": told.promise})
    first = " ".join(strip_tags(said).split())
    return [
        words for words in (first, told.reading, told.access, told.emergency) if words
    ]


def _event(event: RequestEvent) -> dict:
    """Return one event in words; what hangs from it stands among the tables."""
    return {
        "when": _when(event.at),
        "who": event.actor_name,
        "what": event.summary,
        "note": event.note,
        "before": [
            {"what": str(what), "said": _plain(said)}
            for what, said in earlier_words(event)
        ],
    }


def _also_written(request) -> list[dict]:
    """Return what stands in words in other tables than the request and its events."""
    return [
        {"what": str(row._meta.verbose_name), "words": getattr(row, name)}
        for one in belongings()
        if one.model is not RequestEvent
        for row in one.of([request.pk]).order_by("pk")
        for name in sorted(getattr(one.model, "PHI_FIELDS", ()))
    ]


def _mail_of(request, events) -> models.QuerySet:
    return mail_about([request.pk], [e.pk for e in events]).order_by("created_at", "pk")


def _mail(row) -> dict:
    kinds = {
        ACKNOWLEDGEMENT: _("To you: we have your request"),
        REPLY: _("To you: a reply; its words stand in the history"),
        STAFF_NOTICE: _("To our desk: a reference and a link"),
        UNCLAIMED: _("To a colleague: nobody has taken it yet"),
    }
    state = _("waiting")
    if row.sent_at:
        state = _("sent %s") % _when(row.sent_at)
    elif row.dropped_at:
        state = _("not sent, no longer wanted %s") % _when(row.dropped_at)
    elif row.failed_at:
        state = _("not sent, given up %s") % _when(row.failed_at)
    return {
        "what": str(kinds.get(row.kind, row.kind)),
        "to": row.recipient,
        "written": _when(row.created_at),
        "state": state,
    }


def _readings(requests) -> dict[int, list[ReadingEntry]]:
    """Return who read each of these requests, the oldest first."""
    found = defaultdict(list)
    listed = ReadingOf.objects.filter(
        request_id__in=[request.pk for request in requests]
    )
    listed = listed.select_related("entry__actor").order_by("entry")
    for row in listed.iterator(chunk_size=BATCH):
        found[row.request_id].append(row.entry)
    return found


def _tables(request) -> list[dict]:
    """Return the rows of every other table that hangs from a request."""
    found = [
        _table(list(one.of([request.pk]).order_by("pk")))
        for one in reversed(belongings())
    ]
    return [table for table in found if table]


def _table(rows: list) -> dict:
    if not rows:
        return {}
    return {
        "table": rows[0]._meta.label,
        "what": str(rows[0]._meta.verbose_name_plural),
        "rows": [
            [
                {
                    "column": field.name,
                    "what": str(field.verbose_name),
                    "value": _plain(getattr(row, field.attname)),
                }
                for field in row._meta.concrete_fields
            ]
            for row in rows
        ],
    }


def _plain(value):
    """Return a value as JSON has it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int | float | list | dict):
        return value
    return str(value)


def _when(at: datetime) -> str:
    local = at.astimezone(timezone.get_current_timezone())
    return f"{date_format(local, 'F j, Y')}, {time_words(local)}"


def _yes(answer: bool) -> str:
    return _("yes") if answer else _("no")
