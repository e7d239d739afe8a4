"""Both targets counted in open minutes: clock changes, holidays, lunch, places."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from clinic.hours import OfficeHours
from consultations import clocks
from consultations.models import ConsultationRequest, IntakeSettings

NEW_YORK = ZoneInfo("America/New_York")
DENVER = ZoneInfo("America/Denver")
INTAKE = IntakeSettings()
EVERY_DAY = OfficeHours(dict.fromkeys(range(7), [(time(9), time(17))]), tz=NEW_YORK)
WEEKDAYS = dict.fromkeys(range(5), [(time(9), time(17))])
HOLIDAY = OfficeHours(WEEKDAYS, {date(2026, 11, 26): []}, NEW_YORK)
HALF_DAY = OfficeHours(WEEKDAYS, {date(2026, 11, 27): [(time(9), time(10))]}, NEW_YORK)
LUNCH = OfficeHours(
    dict.fromkeys(range(5), [(time(9), time(12)), (time(13), time(17))]), tz=NEW_YORK
)
NIGHT = OfficeHours(dict.fromkeys(range(7), [(time(0), time(8))]), tz=NEW_YORK)
NONE = OfficeHours({}, tz=NEW_YORK)


def at(text: str, tz=NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=tz)


def came(moment, *windows, method="phone"):
    return ConsultationRequest(
        received_at=at(moment) if isinstance(moment, str) else moment,
        status="received",
        contact_method=method,
        contact_times=list(windows),
    )


@pytest.mark.parametrize(
    ("hours", "moment", "windows", "attempt", "conversation"),
    [
        # The Saturdays before the changes of November and March.
        (EVERY_DAY, "2026-10-31 16:00", [], "2026-11-01 10:00", "2026-11-02 16:00"),
        (EVERY_DAY, "2027-03-13 16:00", [], "2027-03-14 10:00", "2027-03-15 16:00"),
        # Open through the change itself: an hour more, an hour less, by the wall.
        (NIGHT, "2026-11-01 00:00", [], "2026-11-01 01:00", "2026-11-02 07:00"),
        (NIGHT, "2027-03-14 00:00", [], "2027-03-14 03:00", "2027-03-16 01:00"),
        (HOLIDAY, "2026-11-25 16:00", [], "2026-11-27 10:00", "2026-11-30 16:00"),
        (HALF_DAY, "2026-11-26 16:00", [], "2026-11-27 10:00", "2026-12-01 15:00"),
        (LUNCH, "2026-11-23 11:30", [], "2026-11-23 14:30", "2026-11-25 14:30"),
        # Twenty minutes of their window before lunch, the rest the next day.
        (
            LUNCH,
            "2026-11-23 11:40",
            ["11:00-13:00"],
            "2026-11-25 11:40",
            "2026-12-15 11:40",
        ),
        (
            HOLIDAY,
            "2026-11-25 16:00",
            ["15:00-17:00"],
            "2026-11-27 16:00",
            "2026-12-08 16:00",
        ),
        # Two windows, one of them in the morning that is over.
        (
            HOLIDAY,
            "2026-11-23 12:00",
            ["09:00-11:00", "15:00-16:00"],
            "2026-11-24 10:00",
            "2026-12-01 16:00",
        ),
        # Nobody has told any hours: the clock on the wall.
        (NONE, "2026-11-26 23:30", [], "2026-11-27 01:30", "2026-11-27 15:30"),
    ],
)
def test_targets_are_open_minutes(hours, moment, windows, attempt, conversation):
    request = came(moment, *windows)
    assert clocks.first_attempt_due(request, hours, INTAKE) == at(attempt)
    assert clocks.conversation_due(request, hours, INTAKE) == at(conversation)


def test_an_hour_that_comes_twice_counts_twice():
    """At one o'clock on 1 November 2026 it is still daylight saving time."""
    due = clocks.first_attempt_due(came("2026-11-01 00:00"), NIGHT, INTAKE)
    assert due.astimezone(UTC) == datetime(2026, 11, 1, 6, tzinfo=UTC)
    assert due.fold == 1


def test_each_place_has_its_own_clock():
    moment = datetime(2026, 11, 23, 15, tzinfo=UTC)
    west = OfficeHours(WEEKDAYS, tz=DENVER)
    for hours, due in (
        (OfficeHours(WEEKDAYS, tz=NEW_YORK), at("2026-11-23 12:00")),
        (west, at("2026-11-23 11:00", DENVER)),
    ):
        assert clocks.first_attempt_due(came(moment), hours, INTAKE) == due


def test_who_wants_mail_has_no_window():
    request = came("2026-11-23 09:00", "15:00-17:00", method="email")
    assert clocks.first_attempt_due(request, HOLIDAY, INTAKE) == at("2026-11-23 11:00")
