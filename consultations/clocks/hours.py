"""The hours a clock runs in: those of a place, cut down to what a person asked for."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from clinic.hours import OfficeHours
from clinic.models import LocationPage


def hours_of(location) -> OfficeHours:
    """Return the office hours of a location; always shut when there is none."""
    if location is None:
        return OfficeHours({}, {}, ZoneInfo(settings.TIME_ZONE))
    return location.office_hours()


def hours_of_request(request) -> OfficeHours:
    """Return the hours a request's clocks run in."""
    return hours_of(request.location or LocationPage.main())


def time_zone_of(request) -> ZoneInfo:
    """Return the time zone of a request's place; asks for no hours."""
    place = request.location
    return ZoneInfo(place.time_zone if place else settings.TIME_ZONE)


def within_windows(hours: OfficeHours, windows: list[str]) -> OfficeHours:
    """Return `hours` cut down to a person's contact windows.

    Clocks pause outside them. Windows that never meet the hours change nothing, or
    the clock would never run.
    """
    wanted = [window_span(window) for window in windows]
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


def windows_of(request) -> list[str]:
    """Return when the person may be reached; a mail waits for whoever it is for."""
    return [] if request.contact_method == "email" else request.contact_times


def window_span(window: str) -> tuple[time, time]:
    """Return when a contact window begins and ends."""
    begins, ends = window.split("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)


def add_office_minutes(hours: OfficeHours, at: datetime, minutes: int) -> datetime:
    """Return the moment `minutes` of open time after `at`.

    Where no hours are known the wall clock counts, so nothing waits for ever.
    """
    return hours.add_minutes(at, minutes) or at + timedelta(minutes=minutes)
