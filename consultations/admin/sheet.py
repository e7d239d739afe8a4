"""The open queue on paper, for the day the power is out."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.hours import time_words
from consultations import clocks
from consultations.admin.permissions import permission_words
from consultations.admin.places import PlaceHours
from consultations.admin.presenting import Shown
from consultations.admin.queue import TEMPLATES
from consultations.models import (
    IntakeSettings,
    ReadingKind,
    ReadingReason,
    Status,
)

PRINTED_AT_MOST = 300


@dataclass(frozen=True)
class Line:
    """One request as it stands on the sheet: what a call needs, never why they ask."""

    row: Shown
    attempt: str
    conversation: str

    @property
    def request(self):
        return self.row.request

    @property
    def may(self) -> list[str]:
        """Return what the person allowed."""
        return permission_words(self.request)

    @property
    def when(self) -> str:
        """Return when they may be reached, whatever the hour of printing."""
        way = self.request.get_contact_method_display()
        return f"{way}: {self.row.reach.windows or _('any time')}"

    @property
    def next_step(self) -> str:
        """Return what to do next; a consultation with its date, not "tomorrow"."""
        if self.request.status == Status.SCHEDULED:
            return _("Consultation %s") % dated(self.request.scheduled_for)
        return self.row.next_step

    @property
    def waits(self) -> str:
        """Return until when it was put aside; empty when it was not."""
        until = self.request.snoozed_until
        return dated(until) if until and until > self.row.now else ""


def dated(at: datetime) -> str:
    """Return a moment with its date: paper may be read tomorrow."""
    local = at.astimezone(timezone.get_current_timezone())
    return f"{date_format(local, 'D, M j')}, {time_words(local)}"


def lines(requests, user) -> list[Line]:
    """Return requests as lines; hours of each place and targets are read once."""
    intake, places = IntakeSettings.load(), PlaceHours()
    return [_line(r, user, places.of(r), intake) for r in requests]


def _line(request, user, hours, intake) -> Line:
    row = Shown(request, user, hours)
    if request.status == Status.QUARANTINED:
        return Line(row, _("look at it by %s") % dated(request.due_at), "")
    if request.status == Status.SCHEDULED:
        return Line(row, "", "")
    attempt = _("done")
    if request.first_attempt_at is None:
        attempt = dated(clocks.first_attempt_due(request, hours, intake))
    conversation = _("done")
    if request.first_conversation_at is None:
        conversation = dated(clocks.conversation_due(request, hours, intake))
    return Line(row, attempt, conversation)


class SheetViews:
    """The page that is made to be printed; it is an export and recorded as one."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.sheet_view)
        name = "consultations_consultationrequest_sheet"
        return [path("sheet/", view, name=name), *super().get_urls()]

    def sheet_view(self, request):
        """Show the open queue, the most pressing first, as it goes on paper."""
        if not request.user.has_perm("consultations.work_requests"):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        pressing = ("-pinned", F("due_at").asc(nulls_last=True), "pk")
        queue = self.get_queryset(request).open().select_related("location")
        queue = queue.order_by(*pressing)
        found = list(queue[: PRINTED_AT_MOST + 1])
        more, found = len(found) > PRINTED_AT_MOST, found[:PRINTED_AT_MOST]
        self.record_reading(request, ReadingKind.EXPORT, found, ReadingReason.PAPER)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Open queue to print"),
            "opts": self.opts,
            "lines": lines(found, request.user),
            "more": more,
            "printed_at": clocks.dated_words(
                timezone.now(), timezone.get_current_timezone()
            ),
            "printed_by": str(request.user),
        }
        return TemplateResponse(request, f"{TEMPLATES}/sheet.html", context)
