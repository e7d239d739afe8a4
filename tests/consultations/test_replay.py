"""The columns of a request follow from its events alone, whatever was pressed."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic.models import WeeklyHours
from consultations.jobs import refresh_clocks
from consultations.models import (
    REQUESTER,
    ConsultationRequest,
    EventKind,
    IntakeSettings,
    Outcome,
    RequestEvent,
    Status,
)
from consultations.models.transitions import Refused
from consultations.replay import differences, replay
from consultations.ticket import fresh_key

from .conftest import receive

pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")
START = datetime(2026, 10, 30, 10, tzinfo=NEW_YORK)
FAR = timedelta(days=90)


def ahead(minutes):
    return timedelta(minutes=minutes)


MINUTES = st.integers(1, 60 * 24 * 20)
WINDOWS = st.sampled_from([[], ["09:00-11:00"], ["15:00-17:00"], ["20:00-22:00"]])
PRESSES = st.one_of(
    st.tuples(st.just("log_attempt"), st.sampled_from(list(Outcome))),
    st.tuples(st.sampled_from(["snooze", "schedule"]), MINUTES),
    st.tuples(st.sampled_from(["correct", "again"]), WINDOWS),
    st.tuples(
        st.just("close"),
        st.sampled_from(["booked", "unreachable", "withdrawn", "referred"]),
    ),
    st.tuples(
        st.sampled_from(
            [
                *("take", "hand_over", "start_contact", "miss", "reopen"),
                *("mark_spam", "mark_genuine", "withdraw", "add_note"),
            ]
        ),
        st.none(),
    ),
)


def press(request, key, name, given, by, other, at):
    """Do one thing to a request, as the desk or the person does."""
    if name == "log_attempt":
        request.log_attempt(given, by=by, at=at)
    elif name in ("snooze", "schedule"):
        getattr(request, name)(at + ahead(given), by=by, at=at)
    elif name == "correct":
        request.correct(contact_times=given, by=REQUESTER, at=at)
    elif name == "again":
        receive(key, contact_times=given, location=request.location, at=at)
    elif name == "close":
        request.close(given, by=by, at=at)
    elif name == "hand_over":
        request.hand_over(other, by=by, at=at)
    elif name == "add_note":
        request.add_note("a note", by=by, at=at)
    elif name == "reopen":
        request.reopen(by=by, at=at, note="they rang")
    else:
        getattr(request, name)(by=by, at=at)


@pytest.mark.parametrize("reasons", [[], ["decoy"]], ids=["usual", "set aside"])
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(presses=st.lists(st.tuples(PRESSES, MINUTES), min_size=4, max_size=14))
def test_replay_equals_the_columns_whatever_was_pressed(
    reasons, location, coordinator, colleague, presses
):
    key, at = fresh_key(), START
    request = receive(key, location=location, at=at, quarantine_reasons=reasons)
    for (name, given_), wait in presses:
        at += ahead(wait)
        try:
            press(request, key, name, given_, coordinator, colleague, at)
        except Refused:
            continue
    stored = ConsultationRequest.objects.get(pk=request.pk)
    assert differences(stored) == []


def taken_back(request, event, by):
    """Correct an event, as undoing it does."""
    return request.events.create(
        kind=EventKind.NOTED, corrects=event, actor=by, actor_kind="staff"
    )


def test_what_was_corrected_has_not_happened(location, coordinator):
    request = receive(location=location, at=START)
    request.log_attempt("reached", by=coordinator, at=START + ahead(30))
    attempt = request.events.last()
    assert replay(request).status == Status.IN_CONTACT

    undone = taken_back(request, attempt, coordinator)
    state = replay(request)
    assert (state.status, state.first_attempt_at) == (Status.RECEIVED, None)
    assert state.due_at == START + ahead(120)

    taken_back(request, undone, coordinator)
    assert replay(request).first_conversation_at == START + ahead(30)


def test_command_names_what_is_not_as_the_events_say(location, coordinator, capsys):
    kept, wrong = receive(location=location), receive(location=location)
    wrong.take(by=coordinator)
    call_command("verify_clocks")
    assert "All 2 requests" in capsys.readouterr().out

    found = ConsultationRequest.objects.filter(pk=wrong.pk)
    found.update(first_attempt_at=START, assigned_to=None, assigned_at=None)
    with pytest.raises(CommandError) as said:
        call_command("verify_clocks")
    assert f"{wrong.reference}: assigned_to_id, assigned_at, first_attempt_at" in str(
        said.value
    )
    assert kept.reference not in str(said.value)


def test_command_decrypts_nothing(location, coordinator, monkeypatch):
    request = receive(location=location, message="a hard year")
    request.add_note("a note", by=coordinator)
    for field in (
        *ConsultationRequest._meta.local_fields,
        *RequestEvent._meta.local_fields,
    ):
        if hasattr(field, "from_db_value") and field.name in (
            ConsultationRequest.PHI_FIELDS | RequestEvent.PHI_FIELDS
        ):
            monkeypatch.setattr(field, "from_db_value", pytest.fail)
    call_command("verify_clocks")


def test_command_asks_alike_for_few_and_many(location, django_assert_max_num_queries):
    for _one in range(12):
        receive(location=location)
    with django_assert_max_num_queries(8):
        call_command("verify_clocks")


def test_job_moves_what_is_due_when_hours_or_targets_change(location):
    monday = datetime(2026, 11, 23, 9, tzinfo=NEW_YORK)
    request = receive(location=location, at=monday)
    assert request.due_at == monday + ahead(120)
    WeeklyHours.objects.filter(page=location, weekday=0).update(opens=time(12))
    intake = IntakeSettings.load()
    intake.first_attempt_minutes = 60
    intake.save()
    assert differences(ConsultationRequest.objects.get()) == ["due_at"]

    refresh_clocks()

    stored = ConsultationRequest.objects.get()
    assert stored.due_at == monday.replace(hour=13)
    assert differences(stored) == []


def test_job_gives_way_to_who_changed_a_request_meanwhile(location, coordinator):
    request = receive(location=location, at=START)
    stale = ConsultationRequest.objects.get()
    request.log_attempt("voicemail", by=coordinator, at=START + ahead(30))

    assert not stale.move_due(START)
    assert ConsultationRequest.objects.get().due_at == request.due_at
