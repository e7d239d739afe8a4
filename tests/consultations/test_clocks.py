"""Clocks and promises: computed from office hours, said in plain words."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic.hours import OfficeHours
from consultations import clocks
from consultations.models import IntakeSettings

from .conftest import receive

NEW_YORK = ZoneInfo("America/New_York")
WEEK = OfficeHours(
    {day: [(time(9), time(17))] for day in range(5)},
    {date(2026, 11, 26): []},
    NEW_YORK,
)
SHUT = OfficeHours({}, {}, NEW_YORK)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.django_db
def test_first_attempt_counts_open_hours_alone(location):
    friday = receive(at=at("2026-11-20 16:00"))
    assert friday.due_at == at("2026-11-23 10:00")


@pytest.mark.django_db
def test_clock_pauses_outside_the_persons_own_windows(location):
    request = receive(at=at("2026-11-23 10:00"), contact_times=["15:00-17:00"])
    assert request.due_at == at("2026-11-23 17:00")


@pytest.mark.django_db
def test_windows_that_never_meet_the_hours_do_not_stop_the_clock(location):
    request = receive(at=at("2026-11-23 10:00"), contact_times=["20:00-22:00"])
    assert request.due_at == at("2026-11-23 12:00")


@pytest.mark.django_db
def test_without_a_place_the_wall_clock_counts():
    request = receive(at=at("2026-11-21 10:00"))
    assert request.due_at == at("2026-11-21 12:00")


@pytest.mark.django_db
def test_clocks_follow_what_happens(location, coordinator):
    request = receive(at=at("2026-11-23 09:00"))
    assert request.due_at == at("2026-11-23 11:00")
    request.log_attempt("voicemail", by=coordinator, at=at("2026-11-23 10:00"))
    assert request.due_at == at("2026-11-24 17:00")
    request.log_attempt("reached", by=coordinator, at=at("2026-11-24 10:00"))
    assert request.due_at is None
    request.schedule(at("2026-12-01 10:00"), by=coordinator)
    assert request.due_at == at("2026-12-01 10:00")
    request.miss(by=coordinator)
    request.close("did_not_come", by=coordinator)
    assert request.due_at is None


@pytest.mark.django_db
def test_targets_are_settings(location):
    intake = IntakeSettings.load()
    intake.first_attempt_minutes = 30
    intake.save()
    assert receive(at=at("2026-11-23 09:00")).due_at == at("2026-11-23 09:30")


def test_holidays_are_skipped_in_windows_too():
    hours = clocks.within_windows(WEEK, ["09:00-11:00"])
    due = clocks.add_office_minutes(hours, at("2026-11-25 16:00"), 60)
    assert due == at("2026-11-27 10:00")


def test_promise_is_rounded_up_to_a_quarter():
    assert clocks.promised_at(WEEK, at("2026-11-23 09:01"), 120) == at(
        "2026-11-23 11:15"
    )
    assert clocks.promised_at(SHUT, at("2026-11-23 09:00"), 120) is None
    assert clocks.rounded_up(at("2026-11-23 09:15")) == at("2026-11-23 09:15")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-23 16:00", "today, 4 pm"),
        ("2026-11-24 09:30", "tomorrow, 9:30 am"),
        ("2026-11-22 00:05", "yesterday, 12:05 am"),
        ("2026-11-27 12:00", "Friday, 12 pm"),
        ("2026-12-14 11:00", "Monday, December 14, 11 am"),
    ],
)
def test_moments_are_said_as_people_say_them(moment, words):
    now = at("2026-11-23 10:00").astimezone(UTC)
    assert clocks.moment_words(at(moment), now, NEW_YORK) == words


@pytest.mark.parametrize(
    ("window", "words"),
    [
        ("09:00-11:00", "9 to 11 am"),
        ("11:00-13:00", "11 am to 1 pm"),
        ("17:00-18:30", "5 to 6:30 pm"),
    ],
)
def test_windows_are_said_as_people_say_them(window, words):
    assert clocks.window_words(window) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(35, "35 min"), (60, "1 h"), (95, "1 h 35 min"), (300, "5 h"), (3000, "2 days")],
)
def test_lengths_are_said_shortly(minutes, words):
    assert clocks.duration_words(minutes) == words


class Running:
    status = "received"
    scheduled_for = snoozed_until = first_attempt_at = None

    def __init__(self, due_at):
        self.due_at = due_at


@pytest.mark.parametrize(
    ("minutes", "level", "words"),
    [
        (-35, "late", "35 min over"),
        (40, "soon", "40 min left"),
        (60 * 3, "calm", "today, 1 pm"),
    ],
)
def test_clock_at_the_desk(time_machine, minutes, level, words):
    now = at("2026-11-23 10:00")
    time_machine.move_to(now, tick=False)
    clock = clocks.Clock(Running(now + timedelta(minutes=minutes)))
    assert (clock.level, clock.words, clock.about) == (level, words, "first attempt")


def test_clock_that_does_not_run():
    clock = clocks.Clock(Running(None))
    assert (clock.level, clock.words, clock.about) == ("none", "no clock", "")
