"""Who goes when: the clock of each ending, to the day, and what stops it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from clinic.jobs import jobs
from consultations.models import (
    ConsultationRequest,
    Disposition,
    PurgeRecord,
    PurgeRule,
    RetentionSettings,
)
from consultations.retention import purge_expired, what_is_due

from .conftest import receive

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def days_ago(days: float):
    return NOW - timedelta(days=days)


def closed(disposition, days: float, *, by, **fields):
    """Take a request in and close it so many days ago."""
    request = receive(at=days_ago(days + 1), **fields)
    if disposition == Disposition.WITHDRAWN:
        request.withdraw(by=by, at=days_ago(days))
    elif disposition == Disposition.SPAM:
        request.mark_spam(by=by, at=days_ago(days))
    else:
        request.close(disposition, by=by, at=days_ago(days))
    return request


def purged() -> list[str]:
    return [one for _rule, gone in purge_expired(NOW) for one in gone]


def command(*args) -> str:
    out = StringIO()
    call_command("purge_expired_requests", *args, stdout=out)
    return out.getvalue()


def test_every_way_to_end_has_a_clock():
    clocks = RetentionSettings().clocks()
    assert set(Disposition.values) < clocks.keys()
    assert clocks.keys() == set(PurgeRule.values) - {PurgeRule.ASKED}


@pytest.mark.parametrize(
    "disposition",
    [
        d
        for d in Disposition.values
        if d not in (Disposition.DUPLICATE, Disposition.NOT_SUITABLE)
    ],
)
def test_request_goes_on_its_day_and_not_before(disposition, coordinator):
    days = RetentionSettings.load().clocks()[disposition]
    closed(disposition, days - 0.01, by=coordinator)
    over = closed(disposition, days, by=coordinator)

    assert purged() == [over.reference]
    assert ConsultationRequest.objects.count() == 1
    record = PurgeRecord.objects.get()
    assert (record.rule, record.days, record.requests) == (disposition, days, 1)


def test_unsuitable_goes_by_its_own_clock(clinician):
    days = RetentionSettings.load().not_suitable
    over = receive(at=days_ago(days + 1))
    over.decide(False, by=clinician, reason="a bad heart", at=days_ago(days))

    assert purged() == [over.reference]


def test_manager_changes_a_clock_or_stops_it(coordinator):
    closed(Disposition.UNREACHABLE, 40, by=coordinator)
    assert purged() == []

    RetentionSettings(unreachable=None).save()
    assert PurgeRule.UNREACHABLE not in what_is_due(NOW)

    RetentionSettings(unreachable=40).save()
    assert len(purged()) == 1


def test_open_requests_never_go_and_are_shown(coordinator):
    old = receive(at=days_ago(5000))
    looked_after = receive(at=days_ago(5000))
    looked_after.add_note("still waiting", by=coordinator)

    assert purged() == []
    untouched = ConsultationRequest.objects.untouched(days_ago(60))
    assert list(untouched) == [old]


def test_reopened_starts_its_clock_anew(coordinator):
    request = closed(Disposition.REFERRED, 400, by=coordinator)
    request.reopen(by=coordinator)
    assert purged() == []
    request.close(Disposition.REFERRED, by=coordinator)
    assert purged() == []


def test_quarantine_goes_only_if_nobody_did_anything(coordinator):
    days = RetentionSettings.load().quarantined
    old = {"at": days_ago(days), "quarantine_reasons": ["decoy"]}
    over = receive(**old)
    receive(**old).add_note("I will ask", by=coordinator)
    receive(**old, read_first=True)
    receive(**old | {"at": days_ago(days - 0.01)})

    assert purged() == [over.reference]


def test_duplicates_go_with_the_one_that_stays(coordinator):
    days = RetentionSettings.load().unreachable
    stays = closed(Disposition.UNREACHABLE, days + 30, by=coordinator)
    repeat = receive(at=days_ago(days + 20))
    repeat.close("duplicate", duplicate_of=stays, by=coordinator, at=days_ago(days - 1))
    assert purged() == []

    again = days_ago(-1)
    gone = [one for _rule, some in purge_expired(again) for one in some]
    assert gone == [stays.reference, repeat.reference]
    assert PurgeRecord.objects.get().requests == 2


@pytest.mark.parametrize("held", ["stays", "repeat"])
def test_hold_keeps_the_whole_group(held, coordinator, manager):
    stays = closed(Disposition.UNREACHABLE, 500, by=coordinator)
    repeat = receive(at=days_ago(600))
    repeat.close("duplicate", duplicate_of=stays, by=coordinator, at=days_ago(499))
    one = {"stays": stays, "repeat": repeat}[held]
    one.hold(by=manager, note="a letter from counsel")
    assert purged() == []

    one.release(by=manager, note="settled")
    assert len(purged()) == 2


def test_dry_run_says_what_would_go_and_writes_nothing(coordinator):
    over = closed(Disposition.UNREACHABLE, 500, by=coordinator)
    spam = closed(Disposition.SPAM, 500, by=coordinator)

    said = command("--dry-run")

    assert f"Unreachable: 1: {over.reference}" in said
    assert f"Spam: 1: {spam.reference}" in said
    assert "2 requests would go" in said
    assert ConsultationRequest.objects.count() == 2
    assert not PurgeRecord.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_command_purges_and_lets_the_database_forget(coordinator):
    over = closed(Disposition.UNREACHABLE, 500, by=coordinator)
    closed(Disposition.UNREACHABLE, 1, by=coordinator)

    said = command()

    assert f"Unreachable: 1: {over.reference}" in said
    assert "1 requests purged." in said
    assert ConsultationRequest.objects.count() == 1
    # As the worker does it daily; there is nothing left to do.
    jobs()["purge_expired_requests"].run()
    assert ConsultationRequest.objects.count() == 1
    assert "0 requests purged." in command()


def test_reader_in_the_way_of_the_log_is_said(coordinator, monkeypatch):
    closed(Disposition.UNREACHABLE, 500, by=coordinator)
    path = "consultations.management.commands.purge_expired_requests.wipe"
    monkeypatch.setattr(path, lambda: False)

    with pytest.raises(CommandError, match="The rows are gone, but something"):
        command()
    assert not ConsultationRequest.objects.exists()


def test_run_goes_on_after_it_was_killed(coordinator, monkeypatch):
    monkeypatch.setattr("consultations.models.purge.BATCH_OF_GROUPS", 2)
    for _one in range(5):
        closed(Disposition.UNREACHABLE, 500, by=coordinator)
    run = purge_expired(NOW)
    next(run)
    run.close()
    assert ConsultationRequest.objects.count() == 3

    assert len(purged()) == 3
    assert [r.requests for r in PurgeRecord.objects.order_by("number")] == [2, 2, 1]


def test_run_that_fails_halfway_leaves_the_batch_whole(coordinator, monkeypatch):
    over = closed(Disposition.UNREACHABLE, 500, by=coordinator)

    def fails(**facts):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(PurgeRecord, "append", fails)
        with pytest.raises(OSError, match="disk full"):
            purged()

    assert over.events.count() == 2
    assert over.lookups.exists()
    assert purged() == [over.reference]
