"""When somebody has to be reached: promises to people and clocks at the desk.

All of it is computed from office hours and the times stored on a request, so that
page, mail and desk never differ.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.hours import OfficeHours, time_words
from clinic.models import LocationPage

ROUND_TO = timedelta(minutes=15)
SOON_MINUTES = 60
FEW_DAYS = 2


def hours_of(location) -> OfficeHours:
    """Return the office hours of a location; always shut when there is none."""
    if location is None:
        return OfficeHours({}, {}, ZoneInfo(settings.TIME_ZONE))
    return location.office_hours()


def hours_of_request(request) -> OfficeHours:
    """Return the hours a request's clocks run in."""
    return hours_of(request.location or LocationPage.default())


def time_zone_of(request) -> ZoneInfo:
    """Return the time zone of a request's place; asks for no hours."""
    place = request.location
    return ZoneInfo(place.time_zone if place else settings.TIME_ZONE)


def within_windows(hours: OfficeHours, windows: list[str]) -> OfficeHours:
    """Return `hours` cut down to a person's contact windows.

    Clocks pause outside them. Windows that never meet the hours change nothing, or
    the clock would never run.
    """
    wanted = [_parsed(window) for window in windows]
    if not wanted:
        return hours

    def cut(spans):
        return [
            (max(opens, begins), min(closes, ends))
            for opens, closes in spans
            for begins, ends in wanted
            if max(opens, begins) < min(closes, ends)
        ]

    weekly = {day: cut(spans) for day, spans in hours.weekly.items()}
    if not any(weekly.values()):
        return hours
    exceptions = {on: cut(spans) for on, spans in hours.exceptions.items()}
    return OfficeHours(weekly, exceptions, hours.tz)


def _windows_of(request) -> list[str]:
    """Return when the person may be reached; a mail waits for whoever it is for."""
    return [] if request.contact_method == "email" else request.contact_times


def _parsed(window: str) -> tuple[time, time]:
    begins, ends = window.split("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)


def add_office_minutes(hours: OfficeHours, at: datetime, minutes: int) -> datetime:
    """Return the moment `minutes` of open time after `at`.

    Where no hours are known the wall clock counts, so nothing waits for ever.
    """
    return hours.add_minutes(at, minutes) or at + timedelta(minutes=minutes)


def first_attempt_due(request, hours: OfficeHours, intake) -> datetime:
    """Return when the first attempt to reach the person is due."""
    return add_office_minutes(
        within_windows(hours, _windows_of(request)),
        request.received_at,
        intake.first_attempt_minutes,
    )


def conversation_due(request, hours: OfficeHours, intake) -> datetime:
    """Return when we should have talked with the person."""
    return add_office_minutes(
        within_windows(hours, _windows_of(request)),
        request.received_at,
        intake.conversation_minutes,
    )


def due_at(request, hours: OfficeHours, intake) -> datetime | None:
    """Return the earliest running clock of a request; None when nothing runs."""
    if request.status == "closed":
        return None
    if request.status == "quarantined":
        # Somebody has to look; that clock is ours and knows no contact window.
        return add_office_minutes(
            hours, request.received_at, intake.first_attempt_minutes
        )
    running = [request.snoozed_until, request.scheduled_for]
    if request.status == "scheduled":
        # A time was agreed on: both clocks have done their work.
        return min(moment for moment in running if moment)
    if request.first_attempt_at is None:
        running.append(first_attempt_due(request, hours, intake))
    if request.first_conversation_at is None:
        running.append(conversation_due(request, hours, intake))
    return min((moment for moment in running if moment), default=None)


def promised_at(hours: OfficeHours, now: datetime, minutes: int) -> datetime | None:
    """Return by when we promise a first attempt to somebody who writes now."""
    due = hours.add_minutes(now, minutes)
    return due and rounded_up(due)


def told_attempt_by(request, hours: OfficeHours, intake) -> datetime | None:
    """Return by when we tell a person that we first try; None where nothing holds.

    Unlike the desk's clock it is never made up: without hours there is no promise.
    """
    wanted = within_windows(hours, _windows_of(request))
    return promised_at(wanted, request.received_at, intake.first_attempt_minutes)


def rounded_up(at: datetime) -> datetime:
    """Return `at` moved to the next quarter of an hour."""
    past = timedelta(minutes=at.minute % 15, seconds=at.second)
    past += timedelta(microseconds=at.microsecond)
    return at if not past else at + ROUND_TO - past


def moment_words(at: datetime, now: datetime, tz: ZoneInfo) -> str:
    """Return a moment as people say it: "today, 4 pm", "Monday, 11 am"."""
    local, today = at.astimezone(tz), now.astimezone(tz).date()
    ahead = (local.date() - today).days
    if ahead == 0:
        day = _("today")
    elif ahead == 1:
        day = _("tomorrow")
    elif ahead == -1:
        day = _("yesterday")
    elif 1 < ahead < 7:
        day = str(WEEKDAYS[local.weekday()])
    else:
        day = date_format(local, "l, F j")
    return _("%(day)s, %(time)s") % {"day": day, "time": time_words(local)}


def dated_words(at: datetime, tz: ZoneInfo) -> str:
    """Return a moment with its date, for what is read some other day."""
    local = at.astimezone(tz)
    day = date_format(local, "l, F j")
    return _("%(day)s, %(time)s") % {"day": day, "time": time_words(local)}


def window_words(window: str) -> str:
    """Return a contact window as people say it: "11 am to 1 pm"."""
    begins, ends = _parsed(window)
    if (begins.hour < 12) == (ends.hour < 12):
        begins_words = time_words(begins).rsplit(" ", 1)[0]
    else:
        begins_words = time_words(begins)
    return _("%(from)s to %(to)s") % {"from": begins_words, "to": time_words(ends)}


def window_choices(hours: OfficeHours) -> list[tuple[str, str]]:
    """Return the contact windows to choose from, each with its words.

    One that hardly any day has names its days: "5 to 7 pm (Thursday)".
    """
    every = {day for day, spans in hours.weekly.items() if spans}
    choices = []
    for window in hours.windows():
        days, words = hours.days_of(window), window_words(window)
        if len(days) <= FEW_DAYS and len(days) < len(every):
            named = ", ".join(str(WEEKDAYS[day]) for day in days)
            words = _("%(window)s (%(days)s)") % {"window": words, "days": named}
        choices.append((window, words))
    return choices


def duration_words(minutes: int) -> str:
    """Return a length of time in its two largest units at most."""
    if minutes < 60:
        return _("%(count)s min") % {"count": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        words = _("%(count)s h") % {"count": hours}
        return f"{words} {duration_words(rest)}" if rest and hours < 3 else words
    days = round(hours / 24)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def rough_words(minutes: int) -> str:
    """Return a length of time in its largest unit."""
    return duration_words(minutes if minutes < 60 else minutes // 60 * 60)


class Reach:
    """Whether a person may be reached at a moment, by what they asked for."""

    def __init__(self, windows: list[str], hours: OfficeHours, now: datetime):
        self.windows = windows
        self.now = now
        if windows and not any(hours.weekly.values()):
            # No hours are known: only what the person said counts.
            everyday = dict.fromkeys(range(7), [(time.min, time.max)])
            hours = OfficeHours(everyday, tz=hours.tz)
        self.hours = within_windows(hours, windows)

    @property
    def until(self) -> datetime | None:
        """Return when the window that is open now ends; None outside of one."""
        return self.hours.closing(self.now) if self.windows else None

    @property
    def opens(self) -> datetime | None:
        """Return when to try next; None where it does not matter."""
        if not self.windows or self.until:
            return None
        return self.hours.next_opening(self.now)

    @property
    def state(self) -> str:
        """Return any (no window given), now or later."""
        if not self.windows:
            return "any"
        return "now" if self.until else "later"


class Clock:
    """The clock of one row at the desk: words, and how pressing it is."""

    def __init__(self, request, now: datetime | None = None):
        self.request = request
        self.now = now or timezone.now()
        self.due = request.due_at

    @property
    def minutes(self) -> int:
        """Return the minutes left; below zero when over."""
        return round((self.due - self.now).total_seconds() / 60)

    @property
    def level(self) -> str:
        """Return late, soon, calm or none."""
        if self.due is None:
            return "none"
        if self.minutes < 0:
            return "late"
        return "soon" if self.minutes <= SOON_MINUTES else "calm"

    @property
    def words(self) -> str:
        """Return the clock in words: "35 min over", "50 min left", "Monday, 9 am"."""
        if self.due is None:
            return _("closed") if self.request.status == "closed" else _("no clock")
        if self.minutes < 0:
            return _("%(time)s over") % {"time": duration_words(-self.minutes)}
        if self.minutes <= 24 * 60 and self.level == "soon":
            return _("%(time)s left") % {"time": duration_words(self.minutes)}
        return moment_words(self.due, self.now, timezone.get_current_timezone())

    @property
    def about(self) -> str:
        """Return what the clock is for."""
        request = self.request
        if self.due is None:
            return ""
        if request.status == "quarantined":
            return _("to look at")
        if self.due == request.scheduled_for:
            return _("consultation")
        if self.due == request.snoozed_until:
            return _("back from waiting")
        if request.first_attempt_at is None:
            return _("first attempt")
        return _("first conversation")
