"""When to come back to a request: times to offer, and the next try to suggest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from clinic.hours import OfficeHours

from .due import rounded_up
from .hours import add_office_minutes, windows_of, within_windows
from .words import moment_words

LATER = timedelta(hours=2)
# Where no hours are known, people are reached while most of them are up and about.
DAY = (time(9), time(17))
LOOK_AHEAD_DAYS = 60
# A suggestion is sought on so many days, further from the times tried if it can be.
DAYS_TO_CHOOSE_FROM = 3
FURTHER_MINUTES = (120, 60, 30, 0)
STEP = timedelta(minutes=30)
LEAST_ROOM = timedelta(minutes=15)


@dataclass(frozen=True)
class Return:
    """One time to come back: what it is called, and the moment."""

    label: str
    at: datetime
    words: str


def known_hours(hours: OfficeHours) -> OfficeHours:
    """Return hours to plan by: where none are known, every day from nine to five."""
    if any(hours.weekly.values()):
        return hours
    return OfficeHours(dict.fromkeys(range(7), [DAY]), tz=hours.tz)


def reaching_hours(request, hours: OfficeHours) -> OfficeHours:
    """Return the hours in which a person may be reached, by them and by us."""
    windows = windows_of(request)
    if windows and not any(hours.weekly.values()):
        # What the person said counts alone.
        everyday = dict.fromkeys(range(7), [(time.min, time.max)])
        return within_windows(OfficeHours(everyday, tz=hours.tz), windows)
    return within_windows(known_hours(hours), windows)


def return_times(request, hours: OfficeHours, now: datetime) -> list[Return]:
    """Return the times to offer for a snooze, each moment once, the soonest first.

    Those that do not fit are left out: nothing is later today when we are about to
    close.
    """
    planned, found = known_hours(hours), []
    today = now.astimezone(hours.tz).date()
    later = rounded_up(now + LATER)
    closes = planned.closing(later)
    if later.astimezone(hours.tz).date() == today and closes is not None:
        found.append((_("Later today"), later))
    morning = _first_opening(planned, today + timedelta(days=1))
    if morning is not None:
        next_day = morning.astimezone(hours.tz).date() == today + timedelta(days=1)
        label = _("Tomorrow morning") if next_day else _("Next day we are open")
        found.append((label, morning))
    if windows_of(request):
        opens = reaching_hours(request, hours).next_opening(now)
        found.append((_("Their next window"), opens))
    monday = today + timedelta(days=7 - today.weekday())
    found.append((_("Next week"), _first_opening(planned, monday)))
    offered = {}
    for label, at in found:
        if at is not None:
            offered.setdefault(at, label)
    return [
        Return(label, at, moment_words(at, now, hours.tz))
        for at, label in sorted(offered.items())
    ]


def suggest_next(
    request, hours: OfficeHours, intake, now: datetime, tried: Iterable[datetime]
) -> datetime | None:
    """Return when to try a person again; None when nobody may be reached any day.

    It lies in their windows and our hours, `retry_minutes` of open time after the
    last of the moments `tried`, and at another time of day than these if it can.
    """
    reaching, tried = reaching_hours(request, hours), list(tried)
    earliest = now
    if tried:
        spaced = add_office_minutes(
            known_hours(hours), max(tried), intake.retry_minutes
        )
        earliest = max(now, spaced)
    candidates = list(_candidates(reaching, rounded_up(earliest)))
    hours_tried = [_minute_of_day(moment, reaching) for moment in tried]
    for further in FURTHER_MINUTES:
        for candidate in candidates:
            minute = _minute_of_day(candidate, reaching)
            if all(abs(minute - other) >= further for other in hours_tried):
                return candidate
    return None


def _first_opening(hours: OfficeHours, on: date) -> datetime | None:
    """Return when the first open day begins, from a date on."""
    for ahead in range(LOOK_AHEAD_DAYS):
        day = on + timedelta(days=ahead)
        for opens, _closes in hours.day(day):
            return datetime.combine(day, opens, hours.tz)
    return None


def _candidates(hours: OfficeHours, earliest: datetime) -> Iterator[datetime]:
    """Yield moments with room for a call, on the next days that have any."""
    first, days = earliest.astimezone(hours.tz).date(), 0
    for ahead in range(LOOK_AHEAD_DAYS):
        on, any_today = first + timedelta(days=ahead), False
        for opens, closes in hours.day(on):
            begins = datetime.combine(on, opens, hours.tz)
            ends = datetime.combine(on, closes, hours.tz)
            at = max(begins, earliest.astimezone(hours.tz))
            while at + LEAST_ROOM <= ends:
                any_today = True
                yield at
                at += STEP
        days += any_today
        if days == DAYS_TO_CHOOSE_FROM:
            return


def _minute_of_day(at: datetime, hours: OfficeHours) -> int:
    local = at.astimezone(hours.tz)
    return local.hour * 60 + local.minute
