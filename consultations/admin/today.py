"""Today's consultations: who comes, whom to ask whether they come, who did not."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.hours import time_words
from consultations.admin.permissions import permission_words
from consultations.admin.places import PlaceHours
from consultations.admin.presenting import Shown
from consultations.admin.queue import TEMPLATES
from consultations.models import Disposition, ReadingKind, RequestEvent, Status

SHOWN_AT_MOST = 200
# What may be pressed here, by who works requests: the action and its permission.
PRESSED = ("confirm", "miss", "close")
# A clinic that is shut for longer confirms what comes after it once it is open.
LOOKS_AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Days:
    """The days of the page, in the desk's time zone."""

    now: datetime
    ahead: date

    @classmethod
    def around(cls, now: datetime, hours) -> "Days":
        """Look ahead to tomorrow, and on to the next day that the clinic is open."""
        tomorrow = timezone.localdate(now) + timedelta(days=1)
        opening = hours.next_opening(_midnight(tomorrow))
        if opening is None or opening >= _midnight(tomorrow) + LOOKS_AHEAD:
            return cls(now, tomorrow)
        return cls(now, max(tomorrow, timezone.localdate(opening)))

    @property
    def today(self) -> datetime:
        """Return when today begins."""
        return _midnight(timezone.localdate(self.now))

    @property
    def tomorrow(self) -> datetime:
        """Return when today ends; days may have 23 or 25 hours."""
        return _midnight(timezone.localdate(self.now) + timedelta(days=1))

    @property
    def end(self) -> datetime:
        """Return when the last day on the page ends."""
        return _midnight(self.ahead + timedelta(days=1))

    @property
    def ahead_words(self) -> str:
        """Return the title of what lies ahead."""
        if self.ahead == timezone.localdate(self.tomorrow):
            return _("Tomorrow")
        return _("Until %(day)s") % {"day": date_format(self.ahead, "l, F j")}


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, tzinfo=timezone.get_current_timezone())


@dataclass(frozen=True)
class Appointment:
    """One consultation with a time; `acts` are the addresses of what may be pressed."""

    row: Shown
    day: str
    acts: dict[str, str]

    @property
    def request(self):
        return self.row.request

    @property
    def time(self) -> str:
        """Return when it is: "10:30 am"."""
        local = self.request.scheduled_for.astimezone(timezone.get_current_timezone())
        return time_words(local)

    @property
    def has_begun(self) -> bool:
        """Say whether its time has come, so that somebody came or did not."""
        return self.request.scheduled_for <= self.row.now

    @property
    def may(self) -> list[str]:
        """Return what the person allowed."""
        return permission_words(self.request)

    @property
    def outcomes(self) -> list[dict]:
        """Return how it may have ended for somebody who came."""
        words = {
            Disposition.BOOKED: _("Came, booked"),
            Disposition.NOT_BOOKED: _("Came, not booked"),
        }
        return [{"value": value.value, "label": said} for value, said in words.items()]


def appointments(requests, user, places: PlaceHours) -> list[Appointment]:
    """Return requests with a time as the page shows them to a person."""
    works = user.has_perm("consultations.work_requests")
    now, tz = timezone.now(), timezone.get_current_timezone()
    return [
        Appointment(
            Shown(request, user, places.of(request)),
            _day(request, now, tz),
            _acts(request, works),
        )
        for request in requests
    ]


def _day(request, now, tz) -> str:
    """Return the day beside the time, where it is neither today nor tomorrow."""
    on = timezone.localdate(request.scheduled_for, tz)
    ahead = (on - timezone.localdate(now, tz)).days
    if ahead in (0, 1):
        return ""
    return _("yesterday") if ahead == -1 else date_format(on, "D, M j")


def _acts(request, works: bool) -> dict[str, str]:
    if not works:
        return {}
    name = "admin:consultations_consultationrequest_act"
    return {
        action: reverse(name, args=[request.reference, action]) for action in PRESSED
    }


class TodayViews:
    """The page of today's consultations."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.today_view)
        name = "consultations_consultationrequest_today"
        return [path("today/", view, name=name), *super().get_urls()]

    def today_view(self, request):
        """Show what is without an outcome, today's by time, and what to confirm."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        places = PlaceHours()
        days = Days.around(timezone.now(), places.default)
        found = list(self._with_a_time(request, days.end)[: SHOWN_AT_MOST + 1])
        more, found = len(found) > SHOWN_AT_MOST, found[:SHOWN_AT_MOST]
        self.record_reading(request, ReadingKind.LIST, found)
        context = {
            **self.admin_site.each_context(request),
            **self.mail_context(request),
            "title": _("Today"),
            "opts": self.opts,
            "groups": _groups(appointments(found, request.user, places), days),
            "more": more,
            "works": request.user.has_perm("consultations.work_requests"),
            "today": date_format(timezone.localdate(days.now), "l, F j"),
        }
        return TemplateResponse(request, f"{TEMPLATES}/today.html", context)

    def _with_a_time(self, request, end):
        newest = RequestEvent.objects.filter(request=OuterRef("pk")).order_by("-pk")
        return (
            self.get_queryset(request)
            .filter(status=Status.SCHEDULED, scheduled_for__lt=end)
            .annotate(seen=Subquery(newest.values("pk")[:1]))
            .order_by("scheduled_for", "pk")
        )


def _groups(all_of_them: list[Appointment], days: Days) -> list[dict]:
    """Return the parts of the page; the one of today is there even when empty."""
    before = [a for a in all_of_them if a.request.scheduled_for < days.today]
    ahead = [a for a in all_of_them if a.request.scheduled_for >= days.tomorrow]
    today = [a for a in all_of_them if a not in before and a not in ahead]
    groups = [
        {"id": "before", "title": _("Came or not?"), "appointments": before},
        {"id": "today", "title": _("Today"), "appointments": today},
        {"id": "ahead", "title": days.ahead_words, "appointments": ahead},
    ]
    return [g for g in groups if g["appointments"] or g["id"] == "today"]
