"""When our mail does not go out the desk is told, and a manager sends it again."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from django.utils import timezone

from clinic.models import OutboxMessage
from clinic_site.outbox import send_batch
from consultations.admin import mail as desk_mail

from .conftest import receive

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:consultations_consultationrequest_changelist")
SEARCH = reverse("admin:consultations_consultationrequest_search")
AGAIN = reverse("admin:consultations_consultationrequest_mail_again")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Server(EmailBackend):
    """A mail server that is down, or that knows some addresses not."""

    down = False
    unknown: tuple = ()

    def send_messages(self, messages):
        if Server.down:
            raise ConnectionRefusedError
        if messages[0].to[0] in Server.unknown:
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def server(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.down, Server.unknown = False, ()
    return Server


@pytest.fixture
def clock():
    with time_machine.travel("2026-11-23 14:12:00+00:00", tick=False) as clock:
        yield clock


def work(clock, for_long: timedelta) -> None:
    """Let a worker look every minute, or when there is something to do."""
    until = timezone.now() + for_long
    while timezone.now() < until:
        send_batch()
        waiting = OutboxMessage.objects.waiting().order_by("not_before").first()
        due = waiting.not_before if waiting else until
        clock.move_to(min(until, max(due, timezone.now() + MINUTE)))


def mail_alarm(user):
    return desk_mail.mail_alarm(desk_mail.outbox_rows(user))


def acknowledgement_of(request):
    reader = get_user_model()(is_superuser=True)
    rows = desk_mail.outbox_rows(reader, request, list(request.events.all()))
    return desk_mail.acknowledgement_of(request, rows)


def detail(request) -> str:
    name = "admin:consultations_consultationrequest_change"
    return reverse(name, args=[request.reference])


def words(response) -> str:
    main = response.content.decode().split('id="mail-alarm-title"')
    return " ".join(re.sub(r"<[^>]+>", " ", "".join(main[1:])).split())


def test_desk_is_quiet_while_mail_goes_out(client, coordinator, clock):
    request = receive(email="jordan@example.com")
    work(clock, 2 * HOUR)
    client.force_login(coordinator)

    assert len(mail.outbox) == 2
    assert not mail_alarm(coordinator)
    for url in (QUEUE, detail(request)):
        assert "mail-alarm" not in client.get(url).content.decode()


def test_desk_is_told_after_an_hour_on_every_page(client, coordinator, clock, server):
    server.down = True
    request = receive(email="jordan@example.com")
    receive(email="alex@example.com", name="Alex Kim")
    receive(name="No Mail")
    work(clock, 50 * MINUTE)
    assert not mail_alarm(coordinator)
    work(clock, 11 * MINUTE)
    client.force_login(coordinator)

    for response in (
        client.get(QUEUE),
        client.get(detail(request)),
        client.post(SEARCH, {"q": "reyes"}),
    ):
        told = words(response)
        assert "Mail is not going out since today, 9:12 am" in told
        assert "2 requests have no acknowledgement" in told
        assert "ConnectionRefusedError" in told
        assert "all of it goes out by itself" in told
        assert "EMAIL_URL" in told
        assert "Try again now" not in told
    assert "jordan@example.com" not in words(client.get(QUEUE))


def test_alarm_ends_when_mail_goes_out_again(coordinator, clock, server):
    server.down = True
    receive(email="jordan@example.com")
    work(clock, 2 * HOUR)
    assert mail_alarm(coordinator).since
    server.down = False
    work(clock, 4 * HOUR)

    assert not mail_alarm(coordinator)
    assert len(mail.outbox) == 2
    ids = [m.message()["Message-ID"] for m in mail.outbox]
    assert len(set(ids)) == 2


def test_given_up_after_three_days_stays_an_alarm(client, coordinator, clock, server):
    server.down = True
    request = receive(email="jordan@example.com")
    work(clock, 4 * DAY)

    row = OutboxMessage.objects.get(kind="consultations.acknowledgement")
    assert row.failed_at - row.created_at == 3 * DAY
    assert acknowledgement_of(request).words == "Failed, given up yesterday, 9:12 am"
    clock.shift(10 * DAY)
    alarm = mail_alarm(coordinator)
    assert (alarm.unanswered, alarm.no_worker, alarm.given_up) == (1, False, True)
    client.force_login(coordinator)
    assert "a manager has it tried again" in words(client.get(QUEUE))
    request.close("withdrawn", by=coordinator)
    assert mail_alarm(coordinator).unanswered == 0


def test_no_worker_is_told_within_a_quarter_of_an_hour(client, coordinator, clock):
    receive(email="jordan@example.com")
    clock.shift(14 * MINUTE)
    assert not mail_alarm(coordinator)
    clock.shift(2 * MINUTE)

    assert mail_alarm(coordinator).no_worker
    client.force_login(coordinator)
    told = words(client.get(QUEUE))
    assert "run_worker" in told
    assert "one request has no acknowledgement" in told


def test_worker_that_died_at_it_is_no_worker(coordinator, clock):
    receive()
    OutboxMessage.objects.update(held_until=timezone.now() + 5 * MINUTE, attempts=1)
    clock.shift(19 * MINUTE)
    assert not mail_alarm(coordinator)
    clock.shift(2 * MINUTE)
    assert mail_alarm(coordinator).no_worker


def test_one_refused_address_is_told_apart_from_a_dead_server(
    client, coordinator, clinician, clock, server
):
    server.unknown = ("typo@example.con",)
    request = receive(email="typo@example.con")
    receive(email="jordan@example.com")
    work(clock, 61 * MINUTE)
    client.force_login(coordinator)

    alarm = mail_alarm(coordinator)
    assert (alarm.since, alarm.alone, alarm.named) == ("", 1, [request.reference])
    told = words(client.get(QUEUE))
    assert "Some mail does not get through" in told
    assert request.reference in told
    assert "not going out since" not in told
    # Whoever may not open the request is not told its reference.
    assert mail_alarm(clinician).named == []


def test_notes_to_the_desk_that_are_refused_are_told(
    coordinator, clock, server, settings
):
    server.unknown = (settings.MAIL_DESK,)
    receive(email="jordan@example.com")
    work(clock, 61 * MINUTE)
    alarm = mail_alarm(coordinator)
    assert (alarm.since, alarm.alone, alarm.notices) == ("", 0, 1)


def test_server_that_dies_after_a_refused_address_is_told_since_then(
    coordinator, clock, server
):
    server.unknown = ("typo@example.con",)
    receive(email="typo@example.con")
    work(clock, DAY)
    receive(email="jordan@example.com")
    work(clock, 10 * MINUTE)
    server.down = True
    receive(email="alex@example.com")
    work(clock, 61 * MINUTE)

    alarm = mail_alarm(coordinator)
    assert alarm.since == "today, 9:22 am"
    assert alarm.unanswered == 1


@pytest.mark.parametrize("one", [True, False], ids=["one request", "all"])
def test_manager_sends_it_again_with_one_press(client, manager, clock, server, one):
    server.down = True
    request = receive(email="jordan@example.com")
    work(clock, 4 * DAY)
    client.force_login(manager)
    where = detail(request) if one else QUEUE
    page = client.get(where).content.decode()
    assert f'action="{AGAIN}"' in page

    server.down = False
    data = {"reference": request.reference} if one else {}
    response = client.post(AGAIN, data, follow=True)

    assert response.redirect_chain == [(where, 302)]
    assert "2 messages go out again now." in response.content.decode()
    assert acknowledgement_of(request).words == "Not sent yet"
    ids = set(OutboxMessage.objects.values_list("uuid", flat=True))
    assert send_batch() == 2
    sent = {m.message()["Message-ID"] for m in mail.outbox}
    assert sent == {f"<{uuid}@localhost>" for uuid in ids}
    assert acknowledgement_of(request).words.startswith("Sent today")
    assert not mail_alarm(manager)


def test_what_is_tried_again_has_three_days_again(client, manager, clock, server):
    server.down = True
    receive(email="jordan@example.com")
    work(clock, 4 * DAY)
    client.force_login(manager)
    client.post(AGAIN)
    work(clock, 2 * DAY)

    row = OutboxMessage.objects.get(kind="consultations.acknowledgement")
    assert row.failed_at is None
    assert row.attempts > 5
    work(clock, 2 * DAY)
    row.refresh_from_db()
    assert row.failed_at - row.again_at == 3 * DAY


def test_sent_mail_is_never_sent_again(client, manager, clock):
    request = receive(email="jordan@example.com")
    send_batch()
    client.force_login(manager)
    for data in ({}, {"reference": request.reference}):
        response = client.post(AGAIN, data, follow=True)
        assert "There is nothing to try again." in response.content.decode()
    assert send_batch() == 0


@pytest.mark.parametrize("who", ["coordinator", "clinician", "editor"])
def test_only_managers_send_again(client, request, who, clock, server):
    server.down = True
    receive(email="jordan@example.com")
    work(clock, 4 * DAY)
    client.force_login(request.getfixturevalue(who))

    assert client.post(AGAIN).status_code in (302, 403)
    assert OutboxMessage.objects.filter(failed_at=None).count() == 0


def test_sending_again_is_a_post_about_a_request_that_is_there(client, manager):
    client.force_login(manager)
    assert client.get(AGAIN).status_code == 405
    assert client.post(AGAIN, {"reference": "AAAAAAAA"}).status_code == 404


def test_page_of_a_request_says_what_became_of_its_acknowledgement(
    client, coordinator, clock, server
):
    client.force_login(coordinator)
    server.down = True
    request = receive(email="jordan@example.com")
    assert acknowledgement_of(request).words == "Not sent yet"
    send_batch()
    said = acknowledgement_of(request)
    assert said.words == "Not sent yet, tried once; next today, 9:13 am"
    assert said.words in client.get(detail(request)).content.decode()
    clock.shift(MINUTE)
    send_batch()
    assert "tried 2 times" in acknowledgement_of(request).words
    request.close("withdrawn", by=coordinator)
    clock.shift(6 * MINUTE)
    send_batch()
    assert acknowledgement_of(request).words == "Not sent: no longer wanted"


def test_request_without_an_acknowledgement_says_why():
    assert acknowledgement_of(receive()).words == "None: no e-mail address"
    aside = receive(email="jordan@example.com", quarantine_reasons=["decoy"])
    assert "genuine" in acknowledgement_of(aside).words


@pytest.mark.parametrize("down", [False, True])
def test_alarm_and_acknowledgement_are_one_question(
    coordinator, django_assert_num_queries, clock, server, down
):
    server.down = down
    request = receive(email="jordan@example.com")
    work(clock, 4 * HOUR)
    events = list(request.events.all())
    coordinator.has_perm("any")
    with django_assert_num_queries(1):
        rows = desk_mail.outbox_rows(coordinator, request, events)
    assert bool(desk_mail.mail_alarm(rows)) is down
