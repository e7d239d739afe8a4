"""Each row goes out once, a failing one again and again, a hopeless one no more."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from clinic.models import OutboxMessage
from clinic.outbox import register_builder
from clinic_site import outbox
from clinic_site.outbox import HELD_FOR, claim, message_id, send_batch

ROOT = Path(__file__).resolve().parent.parent.parent
TYPED = "my secret diagnosis"


def row(key="one", **fields) -> OutboxMessage:
    return OutboxMessage.enqueue(
        "test", dedupe_key=key, payload={"id": 1}, recipient="a@b.example", **fields
    )


@pytest.fixture(autouse=True)
def builder():
    """Register a builder whose answer a test can replace."""

    class Answer:
        def give(self, message):
            return EmailMessage("Subject", "Text", to=[message.recipient])

    answer = Answer()
    register_builder("test", lambda message: answer.give(message))
    return answer


class Refusing(EmailBackend):
    """A mail server that fails in one way or another while told to."""

    error: Exception | None = None
    accepts = True
    closed = 0

    def send_messages(self, messages):
        if Refusing.error:
            raise Refusing.error
        if not Refusing.accepts:
            return 0
        return super().send_messages(messages)

    def close(self):
        Refusing.closed += 1


@pytest.fixture
def refusing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    Refusing.error = ConnectionRefusedError(TYPED)
    Refusing.accepts = True
    Refusing.closed = 0
    return Refusing


@pytest.mark.django_db
def test_a_due_row_is_sent_once_with_its_own_message_id(settings):
    settings.SITE_URL = "https://clinic.example:8443"
    message = row()

    assert send_batch() == 1
    assert send_batch() == 0

    (sent,) = mail.outbox
    assert sent.to == ["a@b.example"]
    assert sent.message()["Message-ID"] == f"<{message.uuid}@clinic.example>"
    assert sent.message()["Auto-Submitted"] == "auto-generated"
    message.refresh_from_db()
    assert message.sent_at and message.held_until is None
    assert message.attempts == 1 and message.last_error == ""


@pytest.mark.django_db
def test_a_row_waits_for_its_time():
    row(not_before=timezone.now() + timedelta(hours=1))

    assert send_batch() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert send_batch() == 1


@pytest.mark.django_db
def test_a_row_that_is_no_longer_wanted_is_dropped(builder):
    builder.give = lambda message: None
    message = row()

    send_batch()

    message.refresh_from_db()
    assert message.dropped_at and not message.sent_at
    assert mail.outbox == [] and send_batch() == 0


@pytest.mark.django_db
def test_a_failing_row_is_tried_with_growing_pauses(refusing):
    message = row()
    pauses = []
    for _ in range(6):
        message.refresh_from_db()
        with time_machine.travel(message.not_before, tick=False):
            assert send_batch() == 1
            message.refresh_from_db()
            pauses.append((message.not_before - timezone.now()) / timedelta(minutes=1))

    assert pauses == [1, 5, 15, 60, 180, 180]
    assert message.attempts == 6 and message.last_error == "ConnectionRefusedError"
    refusing.error = None
    with time_machine.travel(message.not_before):
        send_batch()
    message.refresh_from_db()
    assert message.sent_at and message.last_error == ""
    assert mail.outbox[0].message()["Message-ID"] == message_id(message)


@pytest.mark.django_db
def test_a_row_is_given_up_after_three_days(refusing):
    message = row()
    tries = 0
    while not message.failed_at:
        with time_machine.travel(message.not_before, tick=False):
            assert send_batch() == 1
        message.refresh_from_db()
        tries += 1

    assert message.failed_at - message.created_at == timedelta(days=3)
    assert tries > 20
    with time_machine.travel(message.failed_at + timedelta(days=1)):
        assert send_batch() == 0


@pytest.mark.django_db
def test_a_row_older_than_three_days_is_tried_once_more():
    message = row()

    with time_machine.travel(message.created_at + timedelta(days=10)):
        send_batch()

    message.refresh_from_db()
    assert message.sent_at


@pytest.mark.django_db
def test_one_failing_row_does_not_hold_up_the_others(builder):
    def give(message):
        if message.dedupe_key == "bad":
            raise ValueError(TYPED)
        return EmailMessage("Subject", "Text", to=[message.recipient])

    builder.give = give
    row("bad")
    row("good")

    assert send_batch() == 2
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["unknown", "test"])
def test_what_failed_is_kept_as_a_class_only(builder, caplog, kind):
    def give(message):
        raise ValueError(TYPED)

    builder.give = give
    message = row()
    OutboxMessage.objects.filter(pk=message.pk).update(kind=kind)

    send_batch()

    message.refresh_from_db()
    assert message.last_error == ("KeyError" if kind == "unknown" else "ValueError")
    assert TYPED not in caplog.text and "a@b.example" not in caplog.text


@pytest.mark.django_db
def test_a_message_that_nobody_accepted_is_not_sent(refusing):
    refusing.error, refusing.accepts = None, False
    message = row()

    send_batch()

    message.refresh_from_db()
    assert not message.sent_at and message.last_error == "NotAccepted"


@pytest.mark.django_db
def test_the_connection_is_closed_after_a_batch(refusing):
    refusing.error = None
    row()

    send_batch()

    assert refusing.closed == 1


@pytest.mark.django_db
def test_a_held_row_goes_again_once_its_hold_has_run_out():
    message = row()
    assert claim().pk == message.pk

    assert send_batch() == 0
    with time_machine.travel(timezone.now() + HELD_FOR + timedelta(seconds=1)):
        assert send_batch() == 1

    message.refresh_from_db()
    assert message.sent_at and message.attempts == 2


@pytest.mark.django_db
def test_a_worker_that_was_too_slow_does_not_undo_what_another_did(builder):
    message = row()
    slow = claim()
    with time_machine.travel(timezone.now() + HELD_FOR + timedelta(seconds=1)):
        send_batch()

    outbox.put_off(slow, "TimeoutError")

    message.refresh_from_db()
    assert message.sent_at and message.last_error == ""


@pytest.mark.django_db(transaction=True)
def test_the_mail_is_sent_outside_of_a_transaction(builder):
    def give(message):
        assert not connection.in_atomic_block
        return EmailMessage("Subject", "Text", to=[message.recipient])

    builder.give = give
    message = row()

    send_batch()

    message.refresh_from_db()
    assert message.sent_at, message.last_error


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_row_is_never_sent():
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        row()
        raise Undone

    assert send_batch() == 0


@pytest.fixture
def sender(tmp_path, transactional_db):
    """Start processes that send the rows written so far; they share one database."""
    sent = tmp_path / "sent"
    sent.touch()
    if connection.vendor == "sqlite":
        # The database of the tests is in memory: the processes get a copy on disk.
        copy = tmp_path / "copy.sqlite3"
        url = f"sqlite:///{copy}"
    else:
        parts = connection.get_connection_params()
        url = "postgres://{user}@{host}:{port}/{dbname}".format(**parts)

    def start(*modes: str) -> list[int]:
        if connection.vendor == "sqlite":
            with sqlite3.connect(copy) as target:
                connection.connection.backup(target)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "clinic_site.settings.test",
            "DATABASE_URL": url,
            "OUTBOX_SENT": str(sent),
        }
        command = [sys.executable, "-m", "tests.site.outbox_sender"]
        processes = [
            subprocess.Popen([*command, mode], cwd=ROOT, env=environment)
            for mode in modes
        ]
        statuses = [process.wait(timeout=60) for process in processes]
        if connection.vendor == "sqlite":
            with sqlite3.connect(copy) as source:
                source.backup(connection.connection)
        return statuses

    start.sent = lambda: sent.read_text().split()
    return start


def test_two_workers_send_each_row_once(sender):
    keys = [f"row-{number}" for number in range(150)]
    for key in keys:
        row(key)

    assert sender("send", "send") == [0, 0]

    assert sorted(sender.sent()) == sorted(keys)
    assert not OutboxMessage.objects.waiting().exists()


def test_a_row_survives_a_worker_killed_before_it_sent(sender):
    message = row()

    assert sender("die") == [-signal.SIGKILL]

    message.refresh_from_db()
    assert message.attempts == 1 and not message.sent_at
    assert sender.sent() == [] and send_batch() == 0
    with time_machine.travel(timezone.now() + HELD_FOR + timedelta(seconds=1)):
        assert send_batch() == 1
    assert mail.outbox[0].message()["Message-ID"] == message_id(message)
