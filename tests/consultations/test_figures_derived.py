"""What a request adds to the figures follows from its events that stand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.jobs import jobs
from clinic.models import Holiday, WeeklyHours
from consultations import figures
from consultations.models import (
    ConsultationRequest,
    IntakeSettings,
    Outcome,
    RequestEvent,
    Tally,
    TallyProgress,
)

from .conftest import receive

pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


# A Monday, an hour after the doors have opened.
MONDAY = at("2026-11-16 10:00")


def counted(request) -> Tally:
    figures.refresh()
    return Tally.objects.get(request=request)


def test_a_new_request_waits_until_its_clocks_are_due(location):
    intake = IntakeSettings.load()
    tally = counted(receive(at=MONDAY))
    assert (tally.day, tally.week) == (date(2026, 11, 16), date(2026, 11, 16))
    assert (tally.channel, tally.counts_as, tally.ending) == ("web", "counted", "")
    assert tally.attempt_minutes is None and tally.conversation_minutes is None
    due = MONDAY + timedelta(minutes=intake.first_attempt_minutes)
    assert tally.attempt_due_at == due
    assert tally.conversation_due_at > due


def test_minutes_are_those_of_office_hours(location, coordinator):
    request = receive(at=MONDAY)
    request.log_attempt(Outcome.VOICEMAIL, by=coordinator, at=at("2026-11-16 16:30"))
    # Half an hour on Monday, eight on Tuesday, two on Wednesday.
    request.log_attempt(Outcome.REACHED, by=coordinator, at=at("2026-11-18 11:00"))
    tally = counted(request)
    assert tally.attempt_minutes == 390
    assert tally.conversation_minutes == 390 + 30 + 480 + 120
    assert tally.attempt_due_at is None and tally.conversation_due_at is None


def test_minutes_pause_outside_the_windows_of_the_person(location, coordinator):
    request = receive(at=MONDAY, contact_times=["15:00-17:00"])
    request.log_attempt(Outcome.REACHED, by=coordinator, at=at("2026-11-17 15:30"))
    assert counted(request).attempt_minutes == 120 + 30


@pytest.mark.parametrize(
    ("received", "reached", "minutes"),
    [
        # Open at night through the change: an hour twice, an hour that is not there.
        ("2026-11-01 00:00", "2026-11-01 03:00", 240),
        ("2026-03-08 00:00", "2026-03-08 03:00", 120),
    ],
)
def test_the_hour_of_a_clock_change_counts_as_what_it_was(
    location, coordinator, received, reached, minutes
):
    WeeklyHours.objects.create(page=location, weekday=6, opens=time(0), closes=time(8))
    request = receive(at=at(received))
    request.log_attempt(Outcome.REACHED, by=coordinator, at=at(reached))
    assert counted(request).conversation_minutes == minutes


@pytest.mark.parametrize(
    ("received", "week"),
    [
        ("2026-11-01 23:59", date(2026, 10, 26)),
        ("2026-11-02 00:00", date(2026, 11, 2)),
        ("2026-03-08 23:30", date(2026, 3, 2)),
    ],
)
def test_weeks_begin_on_monday_by_the_clock_of_the_clinic(location, received, week):
    tally = counted(receive(at=at(received)))
    assert (tally.week, tally.day) == (week, at(received).date())


def test_an_attempt_that_was_undone_does_not_count(location, coordinator):
    request = receive(at=MONDAY)
    request.log_attempt(Outcome.REACHED, by=coordinator, at=at("2026-11-16 10:05"))
    assert counted(request).conversation_minutes == 5
    request.undo(request.events.last().pk, by=coordinator)
    request.log_attempt(Outcome.NO_ANSWER, by=coordinator, at=at("2026-11-16 11:00"))
    tally = counted(request)
    assert (tally.attempt_minutes, tally.conversation_minutes) == (60, None)


def test_a_consultation_nobody_logged_a_talk_for_was_still_agreed_on(
    location, coordinator
):
    request = receive(at=MONDAY)
    request.schedule(at("2026-12-01 10:00"), by=coordinator, at=at("2026-11-16 10:20"))
    tally = counted(request)
    assert (tally.attempt_minutes, tally.conversation_minutes) == (20, 20)
    assert tally.scheduled_for == at("2026-12-01 10:00")


def test_each_consultation_that_was_missed_counts_and_a_moved_one_once(
    location, coordinator
):
    request = receive(at=MONDAY)
    request.schedule(MONDAY + timedelta(days=2), by=coordinator, at=MONDAY)
    request.schedule(MONDAY + timedelta(days=3), by=coordinator, at=MONDAY)
    request.miss(by=coordinator, at=MONDAY + timedelta(days=3))
    request.schedule(MONDAY + timedelta(days=5), by=coordinator, at=MONDAY)
    tally = counted(request)
    assert (tally.appointments, tally.missed, tally.came) == (2, 1, False)

    request.close("did_not_come", by=coordinator, at=MONDAY + timedelta(days=5))
    tally = counted(request)
    assert (tally.appointments, tally.missed) == (2, 2)
    assert (tally.ending, tally.scheduled_for) == ("did_not_come", None)


def test_missed_and_then_given_up_is_missed_once(location, coordinator):
    request = receive(at=MONDAY)
    request.schedule(MONDAY + timedelta(days=2), by=coordinator, at=MONDAY)
    request.miss(by=coordinator, at=MONDAY + timedelta(days=2))
    request.close("did_not_come", by=coordinator, at=MONDAY + timedelta(days=4))
    tally = counted(request)
    assert (tally.appointments, tally.missed) == (1, 1)


@pytest.mark.parametrize("ending", ["booked", "not_booked"])
def test_whoever_came_was_talked_with(location, coordinator, ending):
    request = receive(at=MONDAY)
    request.close(ending, by=coordinator, at=at("2026-11-16 12:00"))
    tally = counted(request)
    assert (tally.came, tally.ending) == (True, ending)
    assert tally.conversation_minutes == 120


def test_spam_duplicates_and_what_is_set_aside_are_told_apart(location, coordinator):
    first, repeated, spam = (receive(at=MONDAY) for _ in range(3))
    aside = receive(at=MONDAY, quarantine_reasons=["links"])
    repeated.close("duplicate", by=coordinator, duplicate_of=first)
    spam.mark_spam(by=coordinator)
    figures.refresh()
    said = dict(Tally.objects.values_list("request_id", "counts_as"))
    assert said == {
        first.pk: "counted",
        repeated.pk: "duplicate",
        spam.pk: "spam",
        aside.pk: "set_aside",
    }
    repeated.reopen(by=coordinator)
    aside.mark_genuine(by=coordinator)
    figures.refresh()
    assert Tally.objects.counted().count() == 3


@pytest.mark.parametrize(
    ("closed", "ending", "late_from"),
    [
        # Withdrawn at once: nobody was late. Withdrawn next week: we were.
        ("2026-11-16 10:10", "withdrawn", None),
        ("2026-11-30 10:10", "withdrawn", "due"),
        # Giving somebody up is no way to be in time.
        ("2026-11-16 10:10", "unreachable", "2026-11-16 10:10"),
    ],
)
def test_a_request_closed_without_a_talk_is_late_only_if_we_were(
    location, coordinator, closed, ending, late_from
):
    request = receive(at=MONDAY)
    due = counted(request).attempt_due_at
    request.close(ending, by=coordinator, at=at(closed))
    expected = {"due": due, None: None}.get(late_from, late_from and at(closed))
    tally = counted(request)
    assert (tally.attempt_due_at, tally.attempt_minutes) == (expected, None)


def test_without_any_hours_the_wall_clock_counts(coordinator):
    request = receive(at=MONDAY)
    request.log_attempt(
        Outcome.REACHED, by=coordinator, at=MONDAY + timedelta(hours=30)
    )
    assert counted(request).attempt_minutes == 1800


def test_other_hours_count_the_past_anew_one_part_a_round(
    location, coordinator, monkeypatch
):
    requests = [receive(at=MONDAY) for _ in range(3)]
    for request in requests:
        request.log_attempt(
            Outcome.REACHED, by=coordinator, at=MONDAY + timedelta(days=2)
        )
    figures.refresh()
    monkeypatch.setattr(figures.keeping, "LOOKED_AT_AGAIN", 0)
    monkeypatch.setattr(figures.keeping, "IN_ONE_ROUND", 2)
    Holiday.objects.create(page=location, on=date(2026, 11, 17))
    minutes = []
    for _ in range(2):
        figures.refresh()
        stored = Tally.objects.order_by("request_id")
        minutes.append(list(stored.values_list("attempt_minutes", flat=True)))
    assert minutes == [[480, 480, 960], [480, 480, 480]]
    assert TallyProgress.objects.get().anew_after is None


def test_a_round_that_found_nothing_new_writes_no_tally(location):
    receive(at=MONDAY)
    figures.refresh()
    with CaptureQueriesContext(connection) as captured:
        jobs()["count_figures"].run()
    assert not [q for q in captured if 'INTO "consultations_tally"' in q["sql"]]


def test_rebuilt_figures_equal_the_stored_ones(location, coordinator, capsys):
    for number in range(4):
        request = receive(at=MONDAY + timedelta(hours=number))
        request.log_attempt(Outcome.REACHED, by=coordinator)
    figures.refresh()
    stored = list(Tally.objects.order_by("request_id").values())
    call_command("rebuild_figures", "--check")
    Tally.objects.all().delete()
    call_command("rebuild_figures")
    rebuilt = list(Tally.objects.order_by("request_id").values())
    for row in (*stored, *rebuilt):
        del row["id"]
    assert stored == rebuilt
    assert "4 requests" in capsys.readouterr().out


def test_the_check_names_the_first_difference(location, coordinator):
    request = receive(at=MONDAY)
    with pytest.raises(CommandError, match=f"{request.reference} has not been counted"):
        call_command("rebuild_figures", "--check")
    figures.refresh()
    Tally.objects.update(missed=3)
    with pytest.raises(
        CommandError, match=f"{request.reference}: missed is 3, its events say 0"
    ):
        call_command("rebuild_figures", "--check")
    call_command("rebuild_figures")
    call_command("rebuild_figures", "--check")


def test_the_figures_of_a_purged_request_stay_tied_to_nobody(location):
    request = receive(at=MONDAY)
    figures.refresh()
    RequestEvent.objects.filter(request=request)._raw_delete("default")
    request.lookups.all().delete()
    ConsultationRequest.objects.filter(pk=request.pk).delete()
    tally = Tally.objects.get()
    assert (tally.request_id, tally.day) == (None, date(2026, 11, 16))
    call_command("rebuild_figures")
    assert Tally.objects.count() == 1
