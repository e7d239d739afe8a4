"""A request that nobody takes is told of, one person after another, each once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from clinic.models import OutboxMessage
from clinic.outbox import builder_for
from consultations.admin.mail import mail_alarm, outbox_rows
from consultations.jobs import notify_unclaimed
from consultations.models import IntakeSettings, UnclaimedContact

from .conftest import add_user, receive

pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=NEW_YORK)
LIST = reverse("admin:consultations_unclaimedcontact_changelist")
ADD = reverse("admin:consultations_unclaimedcontact_add")


def rows():
    found = OutboxMessage.objects.filter(kind="consultations.unclaimed")
    return found.order_by("pk")


def told() -> list[str]:
    return [row.recipient for row in rows()]


@pytest.fixture
def clock(time_machine):
    """Let the job run as the worker does, at minutes after Monday, 9 am."""

    def run(minutes, times=1):
        time_machine.move_to(MONDAY + timedelta(minutes=minutes), tick=False)
        for _time in range(times):
            notify_unclaimed()
        return told()

    return run


@pytest.fixture
def people(manager, colleague):
    """Two of the house, the first one with half an hour; then whoever is on call."""
    make = UnclaimedContact.objects.create
    return [
        make(position=3, email="oncall@clinic.example"),
        make(position=1, user=colleague, minutes=30),
        make(position=2, user=manager, minutes=120),
    ]


SAM, RUTH, ON_CALL = (
    "sam@clinic.example",
    "ruth@clinic.example",
    "oncall@clinic.example",
)


def test_each_step_is_told_once_in_its_turn(location, people, clock):
    receive(location=location, at=MONDAY)
    assert clock(59) == []
    assert clock(60, times=3) == [SAM]
    assert clock(89) == [SAM]
    assert clock(90, times=2) == [SAM, RUTH]
    assert clock(209) == [SAM, RUTH]
    assert clock(210) == [SAM, RUTH, ON_CALL]
    assert clock(60 * 24 * 5) == [SAM, RUTH, ON_CALL]


def test_only_open_minutes_count(location, people, clock):
    receive(location=location, at=MONDAY.replace(hour=16, minute=30))
    assert clock(60 * 23) == []
    assert clock(60 * 24 + 30) == [SAM]


def test_nobody_is_told_once_it_is_taken_or_tried(location, people, clock, coordinator):
    taken, tried, asleep = (receive(location=location, at=MONDAY) for _one in range(3))
    taken.take(by=coordinator, at=MONDAY)
    tried.log_attempt("no_answer", by=coordinator, at=MONDAY)
    asleep.snooze(MONDAY + timedelta(days=2), by=coordinator, at=MONDAY)
    assert clock(240) == []
    # What was put off waits from when it is back.
    assert clock(60 * 48 + 59) == []
    assert clock(60 * 48 + 60) == [SAM]


def test_taking_it_stops_the_list(location, people, clock, coordinator):
    request = receive(location=location, at=MONDAY)
    assert clock(60) == [SAM]
    request.take(by=coordinator)
    assert clock(600) == [SAM]


def test_mail_that_waits_is_not_sent_once_it_is_taken(
    location, people, clock, coordinator
):
    request = receive(location=location, at=MONDAY)
    clock(60)
    row = rows().get()
    assert builder_for(row.kind)(row) is not None
    request.take(by=coordinator)
    assert builder_for(row.kind)(row) is None


def test_what_is_read_first_is_told_of_sooner_even_if_set_aside(
    location, people, clock
):
    receive(location=location, at=MONDAY, quarantine_reasons=["decoy"])
    assert clock(120) == []
    receive(
        location=location,
        at=MONDAY,
        message="I want to end my life",
        quarantine_reasons=["decoy"],
    )
    assert clock(14) == []
    assert clock(15) == [SAM]
    assert clock(30) == [SAM, RUTH]
    assert clock(45) == [SAM, RUTH, ON_CALL]


def test_settings_say_how_long(location, people, clock):
    intake = IntakeSettings.load()
    intake.unclaimed_minutes = 10
    intake.save()
    receive(location=location, at=MONDAY)
    assert clock(10) == [SAM]


def test_who_left_or_works_elsewhere_takes_no_time_of_the_others(
    location, people, clock, colleague, manager
):
    colleague.is_active = False
    colleague.save()
    receive(location=location, at=MONDAY)
    assert clock(60) == [RUTH]
    row = rows().get()
    manager.groups.clear()
    assert builder_for(row.kind)(row) is None


def test_request_that_is_open_again_waits_anew(location, people, clock, coordinator):
    request = receive(location=location, at=MONDAY)
    assert clock(60) == [SAM]
    request.close("referred", by=coordinator, at=MONDAY + timedelta(minutes=70))
    request.reopen(by=coordinator, at=MONDAY + timedelta(minutes=180))
    assert clock(239) == [SAM]
    assert clock(240) == [SAM, SAM]
    assert clock(270) == [SAM, SAM, RUTH]


def test_nobody_on_the_list_is_no_error(location, clock):
    receive(location=location, at=MONDAY)
    assert clock(600) == []


def test_mail_has_reference_and_link_alone(location, people, clock):
    request = receive(
        location=location,
        at=MONDAY,
        name="Quillon Testvale",
        message="I want to end my life",
        email="quillon@mail.example.org",
    )
    clock(15)
    mail = builder_for("consultations.unclaimed")(rows().get())
    assert mail.to == [SAM]
    assert mail.subject == f"Nobody has taken {request.reference}"
    for part in (mail.body, mail.alternatives[0][0]):
        assert f"/admin/consultations/consultationrequest/{request.reference}/" in part
        for secret in ("Quillon", "quillon", "0117", "life", "irst"):
            assert secret not in part


def test_refused_address_is_an_alarm_at_the_desk(
    location, people, clock, client, coordinator, time_machine
):
    receive(location=location, at=MONDAY)
    OutboxMessage.objects.update(sent_at=MONDAY)
    clock(60)
    rows().update(
        last_error="SMTPRecipientsRefused",
        attempts=3,
        not_before=MONDAY + timedelta(hours=3),
    )
    assert not mail_alarm(outbox_rows(coordinator))
    time_machine.move_to(MONDAY + timedelta(minutes=125), tick=False)
    assert mail_alarm(outbox_rows(coordinator)).untold == 1
    client.force_login(coordinator)
    queue = reverse("admin:consultations_consultationrequest_changelist")
    assert "One note about an unclaimed request is refused" in (
        client.get(queue).content.decode()
    )


def test_job_asks_alike_for_few_and_many(
    location, people, clock, django_assert_max_num_queries
):
    for _one in range(5):
        receive(location=location, at=MONDAY)
    clock(60)
    with django_assert_max_num_queries(24):
        notify_unclaimed()


def test_step_is_for_one_person_or_one_address(coordinator):
    both = UnclaimedContact(user=coordinator, email="a@clinic.example")
    for wrong in (both, UnclaimedContact()):
        with pytest.raises(ValidationError):
            wrong.full_clean()
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


def test_managers_keep_the_list(client, manager, colleague):
    client.force_login(manager)
    posted = {"position": 1, "user": colleague.pk, "email": "", "minutes": 45}
    assert client.post(ADD, posted).status_code == 302
    assert UnclaimedContact.objects.get().recipient == SAM
    page = client.get(LIST).content.decode()
    assert "Sam Lund" in page and "Who is told" in page


def test_list_offers_those_who_work_requests(client, manager, colleague, clinician):
    gone = add_user("gone", "Intake coordinators", is_active=False)
    client.force_login(manager)
    page = client.get(ADD).content.decode()
    assert f'<option value="{colleague.pk}"' in page
    for other in (gone, clinician):
        assert f'<option value="{other.pk}"' not in page


def test_others_do_not_see_the_list(client, coordinator, clinician, editor, reviewer):
    contact = UnclaimedContact.objects.create(email="a@clinic.example")
    change = reverse("admin:consultations_unclaimedcontact_change", args=[contact.pk])
    for user in (coordinator, clinician, editor, reviewer):
        client.force_login(user)
        for url in (LIST, ADD, change):
            assert client.get(url).status_code in (302, 403)
            assert client.post(url, {"email": "b@clinic.example"}).status_code in (
                302,
                403,
            )
    assert UnclaimedContact.objects.get().email == "a@clinic.example"
