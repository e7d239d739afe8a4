"""Both clocks of a row: first attempt and first conversation, ready to draw."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from time_machine import travel

from consultations import clocks
from consultations.admin.presenting import shown
from consultations.models import IntakeSettings

from .conftest import receive

pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def both(request, now) -> tuple:
    """Return level and words of attempt and conversation at a moment."""
    hours = clocks.hours_of_request(request)
    two = clocks.Clocks(request, hours, IntakeSettings.load(), at(now))
    return (
        (two.attempt.level, two.attempt.words),
        (two.conversation.level, two.conversation.words),
    )


def drawn(request, user, now) -> list[tuple]:
    """Return level, words and purpose of each clock that a row draws."""
    with travel(at(now), tick=False):
        (row,) = shown([request], user)
        return [(clock.level, clock.words, clock.about) for clock in row.clocks]


def test_both_clocks_run_from_the_start(location):
    request = receive(at=at("2026-11-23 09:00"))
    assert both(request, "2026-11-23 10:30") == (
        ("soon", "30 min left"),
        ("calm", "Tue, 5 pm"),
    )
    assert both(request, "2026-11-23 11:35")[0] == ("late", "35 min over")


def test_an_attempt_stops_one_clock_and_a_conversation_the_other(location, coordinator):
    request = receive(at=at("2026-11-23 09:00"))
    request.log_attempt("voicemail", by=coordinator, at=at("2026-11-23 10:00"))
    attempt, conversation = both(request, "2026-11-24 17:20")
    assert (attempt, conversation) == (("done", "done"), ("late", "20 min over"))

    request.log_attempt("they_called", by=coordinator, at=at("2026-11-24 17:30"))
    assert both(request, "2026-11-24 18:00")[1] == ("done", "done")


def test_what_is_set_aside_has_one_clock(location, coordinator):
    request = receive(at=at("2026-11-23 09:00"), quarantine_reasons=["decoy"])
    assert drawn(request, coordinator, "2026-11-23 10:30") == [
        ("soon", "30 min left", "to look at")
    ]


def test_what_is_closed_or_scheduled_has_no_running_clock(location, coordinator):
    request = receive(at=at("2026-11-23 09:00"))
    request.schedule(at("2026-12-01 10:00"), by=coordinator)
    assert drawn(request, coordinator, "2026-11-30 10:00") == [
        ("calm", "tomorrow, 10 am", "consultation")
    ]
    request.close("withdrawn", by=coordinator)
    ((level, words, about),) = drawn(request, coordinator, "2026-11-30 10:00")
    assert (words, about) == ("closed", "")
    assert level not in ("late", "soon")


def test_clocks_of_a_row_ask_for_nothing(location, django_assert_num_queries):
    request = receive(at=at("2026-11-23 09:00"))
    hours, intake = clocks.hours_of_request(request), IntakeSettings.load()
    with django_assert_num_queries(0):
        two = clocks.Clocks(request, hours, intake, at("2026-11-23 10:30"))
        assert two.attempt.level != "done"
        assert two.conversation.due == at("2026-11-24 17:00")
