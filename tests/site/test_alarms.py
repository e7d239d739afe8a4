"""What is found wrong is told to managers: once, daily while it lasts, and its end."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError
from django.utils import timezone

from clinic import alarms
from clinic.models import JobRun, OutboxMessage, RaisedAlarm
from clinic.roles import CLINIC_MANAGERS
from clinic_site import disk, watching, worker
from clinic_site.outbox import send_batch
from consultations.models import ConsultationRequest
from consultations.models.buckets import Lane
from tests.canary import TYPED, found_in
from tests.consultations.conftest import receive
from tests.site.staff import make_person

pytestmark = pytest.mark.django_db
WORDS = "Something is wrong."


@pytest.fixture
def trouble(monkeypatch):
    """Let one check stand alone, which finds what the test puts in."""
    found = {"words": WORDS}

    def run():
        if isinstance(found["words"], Exception):
            raise found["words"]
        return found["words"]

    only = {"made_up": alarms.Check("made_up", run, on_desk=True)}
    monkeypatch.setattr(watching, "checks", lambda: only)
    monkeypatch.setattr("clinic.desk_notices.checks", lambda: only)
    return found


@pytest.fixture
def manager():
    return make_person("manager")


def look(time_machine, hours=0.0):
    """Look, and send what is due, some hours from now; return the subjects of mail."""
    time_machine.shift(timedelta(hours=hours))
    mail.outbox.clear()
    watching.look()
    while send_batch():
        pass
    return [message.subject for message in mail.outbox]


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-11-20 15:00:00+00:00", tick=False)
    return time_machine


def test_every_app_registers_its_checks():
    known = alarms.checks()
    assert {"mail_late", "mail_failed", "requests_overdue"} <= set(known)
    assert {"disk_low", "job_fails"} <= set(known)
    assert all(len(code) <= 40 for code in known)


def test_alarm_is_told_once_then_daily_and_at_its_end(trouble, manager, clock):
    assert look(clock) == [f"localhost: {WORDS}"]
    assert mail.outbox[0].to == [manager.email]
    assert "So since Friday, Nov 20, 2026, 10:00 am. You" in mail.outbox[0].body
    assert look(clock, hours=1) == []
    assert look(clock, hours=22) == []
    assert look(clock, hours=1) == [f"localhost: {WORDS}"]
    trouble["words"] = ""
    assert look(clock, hours=1) == []
    assert look(clock, hours=1) == [f"localhost: Over: {WORDS}"]
    assert look(clock, hours=48) == []


def test_alarm_that_comes_back_at_once_goes_on_in_silence(trouble, manager, clock):
    look(clock)
    for _ in range(3):
        trouble["words"] = ""
        assert look(clock, hours=0.2) == []
        trouble["words"] = WORDS
        assert look(clock, hours=0.2) == []
    assert look(clock, hours=2) == []
    assert RaisedAlarm.objects.lasting().count() == 1


def test_alarm_that_comes_back_later_is_a_new_one(trouble, manager, clock):
    look(clock)
    trouble["words"] = ""
    look(clock, hours=1)
    look(clock, hours=2)
    trouble["words"] = WORDS
    assert look(clock, hours=1) == [f"localhost: {WORDS}"]


def test_alarm_that_is_over_before_its_mail_goes_is_not_told(trouble, manager, clock):
    watching.look()
    trouble["words"] = ""
    assert look(clock) == []
    assert look(clock, hours=3) == []
    assert not OutboxMessage.objects.waiting().exists()


def test_check_that_fails_is_an_alarm_without_its_text(trouble, manager, clock):
    trouble["words"] = ValueError(TYPED["message"])
    (subject,) = look(clock)
    assert "made_up" in subject and "ValueError" in subject
    assert found_in(mail.outbox[0].message().as_bytes()) == []


def test_check_that_the_database_refuses_does_not_keep_others_from_looking(
    trouble, manager, clock
):
    trouble["words"] = DatabaseError("no such table")
    assert "DatabaseError" in look(clock)[0]


def test_mail_goes_to_managers_who_are_there_and_else_to_the_desk(settings):
    gone = make_person("manager")
    gone.is_active = False
    gone.save()
    make_person("editor")
    assert watching.recipients() == [(settings.MAIL_DESK, "desk")]
    gone.is_active = True
    gone.save()
    assert [address for address, _ in watching.recipients()] == [gone.email]
    assert gone.groups.get().name == CLINIC_MANAGERS


@pytest.mark.parametrize("role", ["manager", "coordinator", "clinician"])
def test_managers_alone_see_alarms_at_the_desk(client, trouble, role):
    RaisedAlarm.keep_up("made_up", WORDS)
    client.force_login(make_person(role))
    address = "/admin/consultations/consultationrequest/"
    page = client.get(address).content.decode()
    assert (WORDS in page) == (role == "manager")
    RaisedAlarm.objects.get().end()
    assert WORDS not in client.get(address).content.decode()


def found(code):
    return alarms.checks()[code].run()


def test_late_mail_is_found():
    row = OutboxMessage.enqueue("x", dedupe_key="x", payload={})
    assert found("mail_late") == ""
    then = timezone.now() - timedelta(minutes=90)
    OutboxMessage.objects.filter(pk=row.pk).update(created_at=then)
    assert found("mail_late") == "Mail has been waiting for 90 minutes."


def test_failing_and_given_up_mail_is_found():
    now = timezone.now()
    for number, fields in enumerate(
        (
            {"failed_at": now},
            {"last_error": "timeout", "created_at": now - timedelta(hours=2)},
            {"last_error": "timeout"},
            {"failed_at": now, "dropped_at": now},
        )
    ):
        row = OutboxMessage.enqueue("x", dedupe_key=f"{number}", payload={})
        OutboxMessage.objects.filter(pk=row.pk).update(**fields)
        if number == 0:
            assert found("mail_failed") == "One message does not get through."
    assert found("mail_failed") == "2 messages do not get through."


def test_overdue_requests_are_counted_and_not_named():
    request = receive(**TYPED)
    stored = ConsultationRequest.objects.filter(pk=request.pk)
    stored.update(due_at=timezone.now() - timedelta(minutes=50))
    assert found("requests_overdue") == ""
    stored.update(due_at=timezone.now() - timedelta(minutes=70))
    words = found("requests_overdue")
    assert words == "One request has been overdue for more than an hour."
    # What is read first stands elsewhere in the queue, and is overdue all the same.
    stored.update(pinned=True, read_first=True)
    assert stored.get().lane == Lane.FIRST
    assert found("requests_overdue") == words


def test_full_disk_is_found(monkeypatch, settings):
    assert found("disk_low") == ""
    half = disk.Place("MEDIA_ROOT", settings.DISK_RESERVE_MB * disk.MEGABYTE - 1, 10**9)
    monkeypatch.setattr(disk, "places", lambda: [half])
    assert found("disk_low") == "Little space is left on the disk of: MEDIA_ROOT."


def test_job_that_fails_for_an_hour_is_found(clock):
    def fails():
        raise ValueError(TYPED["message"])

    job = worker.Job("made_up", timedelta(minutes=1), fails)
    worker._noted.pop("made_up", None)
    worker.do(job)
    assert JobRun.objects.get().error == "ValueError" and found("job_fails") == ""
    clock.shift(timedelta(minutes=61))
    worker.do(job)
    assert found("job_fails") == "The worker cannot do: made_up."
    worker.do(worker.Job("made_up", timedelta(minutes=1), lambda: None))
    assert found("job_fails") == ""


def test_job_that_runs_all_the_time_is_written_down_once_a_minute(
    clock, django_assert_num_queries
):
    job = worker.Job("often", timedelta(seconds=3), lambda: None)
    worker._noted.pop("often", None)
    worker.do(job)
    with django_assert_num_queries(0):
        for _ in range(19):
            clock.shift(timedelta(seconds=3))
            worker.do(job)
    clock.shift(timedelta(seconds=3))
    worker.do(job)
    assert JobRun.objects.get().started_at == timezone.now()
