"""A request that is put off is back at its time, whether or not a worker ran."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consultations import clocks
from consultations.models import (
    REQUESTER,
    ConsultationRequest,
    EventKind,
    IllegalTransition,
    IntakeSettings,
)

from .conftest import receive

pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 23, 10, tzinfo=NEW_YORK)
THURSDAY = NOW + timedelta(days=3, hours=6)
REQUESTS = ConsultationRequest.objects


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(NOW, tick=False)


def where(now) -> dict[str, int]:
    """Return how many requests wait, are awake and are back at a moment."""
    return {
        "snoozed": REQUESTS.snoozed(now).count(),
        "awake": REQUESTS.awake(now).count(),
        "back": REQUESTS.back_from_snooze(now).count(),
    }


def test_snoozed_request_is_back_at_its_time_though_no_worker_ran(
    location, coordinator
):
    request = receive()
    assert where(NOW) == {"snoozed": 0, "awake": 1, "back": 0}
    request.snooze(THURSDAY, by=coordinator, note="at their sister's until then")
    moment = timedelta(microseconds=1)

    assert where(NOW) == {"snoozed": 1, "awake": 0, "back": 0}
    assert where(THURSDAY - moment) == {"snoozed": 1, "awake": 0, "back": 0}
    assert where(THURSDAY) == {"snoozed": 0, "awake": 1, "back": 1}
    assert where(THURSDAY + timedelta(days=3650))["back"] == 1
    assert request.is_snoozed(NOW) and not request.is_snoozed(THURSDAY)

    event = request.events.last()
    assert (event.kind, event.note) == (
        EventKind.SNOOZED,
        "at their sister's until then",
    )
    assert event.summary == "Snoozed until Thursday, November 26, 4 pm"


def test_every_open_request_either_waits_or_is_awake(location, coordinator):
    """Nothing falls between the two at any moment, so nothing is lost."""
    for hours in range(1, 40, 3):
        receive().snooze(NOW + timedelta(hours=hours), by=coordinator)
    receive(quarantine_reasons=["decoy"])
    receive().schedule(THURSDAY, by=coordinator)
    receive().close("withdrawn", by=coordinator)
    total = REQUESTS.open().count()
    for hours in range(60):
        found = where(NOW + timedelta(hours=hours))
        assert found["snoozed"] + found["awake"] == total == 15


def test_what_is_read_first_never_waits_out_of_sight(location, coordinator):
    request = receive(message="I want to end my life")
    assert request.read_first
    request.snooze(THURSDAY, by=coordinator)
    assert where(NOW)["awake"] == 1
    assert not request.is_snoozed(NOW)


def test_clocks_of_a_snoozed_request_stay_to_be_seen(location, coordinator):
    request = receive(location=location)
    request.snooze(THURSDAY, by=coordinator)
    hours = clocks.hours_of_request(request)
    now = NOW + timedelta(hours=3)
    two = clocks.Clocks(request, hours, IntakeSettings.load(), now)
    assert two.attempt.words == "1 h over"
    assert request.due_at == NOW + timedelta(hours=2)


def test_return_time_is_due_when_no_clock_runs_earlier(location, coordinator):
    request = receive(location=location)
    request.log_attempt("reached", by=coordinator)
    request.snooze(THURSDAY, by=coordinator)
    assert request.due_at == THURSDAY


@pytest.mark.parametrize(
    ("until", "note", "allowed"),
    [
        (NOW - timedelta(minutes=1), "", False),
        (NOW, "", False),
        (NOW + timedelta(minutes=1), "", True),
        (NOW + timedelta(days=60), "", True),
        (NOW + timedelta(days=60, minutes=1), "", False),
        (NOW + timedelta(days=60, minutes=1), " \n", False),
        (NOW + timedelta(days=200), "after the summer, as they asked", True),
    ],
)
def test_past_and_far_off_times_are_refused(
    location, coordinator, until, note, allowed
):
    request = receive()
    if allowed:
        request.snooze(until, by=coordinator, note=note)
        assert request.snoozed_until == until
        return
    with pytest.raises(IllegalTransition):
        request.snooze(until, by=coordinator, note=note)
    request.refresh_from_db()
    assert (request.snoozed_until, request.events.count()) == (None, 1)


def test_who_is_heard_from_or_tried_does_not_wait_any_longer(location, coordinator):
    enders = (
        lambda one: one.log_attempt("they_called", by=coordinator),
        lambda one: one.log_attempt("no_answer", by=coordinator),
        lambda one: one.schedule(THURSDAY, by=coordinator),
        lambda one: one.correct(phone="+17035550142", by=REQUESTER),
        lambda one: one.withdraw(by=REQUESTER),
        lambda one: receive("k" * 32, message="Call me now, I can talk"),
    )
    for ends in enders:
        request = receive("k" * 32 if ends is enders[-1] else None)
        request.snooze(THURSDAY, by=coordinator)
        ends(request)
        request.refresh_from_db()
        assert request.snoozed_until is None


def test_closed_request_does_not_wait(location, coordinator):
    request = receive()
    request.snooze(THURSDAY, by=coordinator)
    request.close("referred", by=coordinator)
    assert where(NOW) == {"snoozed": 0, "awake": 0, "back": 0}
    assert not request.is_snoozed(NOW)
    request.reopen(by=coordinator)
    assert request.is_snoozed(NOW)
