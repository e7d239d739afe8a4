"""Forms are sealed in one row at once, and requests as soon as somebody opens them."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.models import OutboxMessage
from consultations import inbox, limits
from consultations.jobs import open_sent_forms
from consultations.models import (
    ConsultationRequest,
    EventKind,
    QuarantineReason,
    SealedForm,
    Status,
    StepCount,
    Wording,
    WordingKind,
    own_link,
    steps,
)
from consultations.sent_form import SentForm

from .conftest import filled_in, patient_ticket, receive, sent_form
from .sealed import only, open_all, seen
from .test_request_form import text

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
RECEIVED = reverse("request_received")
QUEUE = reverse("admin:consultations_consultationrequest_changelist")
SEARCH = reverse("admin:consultations_consultationrequest_search")


def test_a_form_waits_for_one_row_and_is_a_request_once_it_is_opened(worker, client):
    response = client.post(FORM, filled_in(email="jo@example.com"))

    assert (response.status_code, response["Location"]) == (302, RECEIVED)
    assert SealedForm.objects.count() == 1
    assert not ConsultationRequest.objects.exists()
    assert not OutboxMessage.objects.exists()
    open_all()
    request = only()
    assert (request.name, request.phone) == ("Jordan Reyes", "+17035550117")
    assert request.status == Status.RECEIVED
    assert [event.kind for event in request.events.all()] == [EventKind.RECEIVED]
    assert request.lookups.exists()
    assert OutboxMessage.objects.filter(payload__request=request.pk).count() == 2


def test_it_costs_one_statement_beside_what_everybody_shares(
    worker, client, settings, tmp_path
):
    settings.PAGE_CACHE, settings.VAR_DIR = True, tmp_path
    client.post(FORM, filled_in())
    connection.run_on_commit = []
    client.cookies.clear()
    client.post(FORM, filled_in())
    client.cookies.clear()
    data = filled_in()
    with CaptureQueriesContext(connection) as asked:
        assert client.post(FORM, data).status_code == 302
    [statement] = [query["sql"] for query in asked.captured_queries]
    assert statement.startswith('INSERT INTO "consultations_sealedform"')


def test_opened_later_it_is_what_it_would_have_been_at_once(
    client, location, time_machine
):
    """The clock, words and promises are those of the moment in which it was sent."""
    time_machine.move_to("2026-11-23 16:50-05:00", tick=False)
    fields = {
        "email": "jo@example.com",
        "contact_times": ["09:00-11:00"],
        "voicemail_ok": "on",
        "for_whom": "other",
    }
    client.post(FORM, filled_in(**fields))
    at_once = only()
    seen()
    client.cookies.clear()
    client.post(FORM, filled_in(**fields))
    time_machine.move_to("2026-11-23 17:10-05:00", tick=False)
    Wording.objects.create(kind=WordingKind.CONSENT, text="You may ring me.")
    open_all()

    later = ConsultationRequest.objects.latest("pk")
    own = {
        *("id", "reference", "submission_digest", "own_link"),
        *("content_digest", "consented_at"),
    }
    for field in ConsultationRequest._meta.concrete_fields:
        if field.name not in own:
            assert getattr(later, field.name) == getattr(at_once, field.name), field
    assert later.received_at == at_once.received_at
    first, second = at_once.events.get(), later.events.get()
    assert (first.at, first.details) == (second.at, second.details)


def test_what_is_stored_says_nothing_of_a_person(worker, client):
    client.post(FORM, filled_in(message="I cannot sleep."), REMOTE_ADDR="198.51.100.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM consultations_sealedform")
        [row] = cursor.fetchall()
    stored = json.dumps(row, default=str)
    for told in ("Jordan", "sleep", "555", "198.51"):
        assert told not in stored
    sealed = SealedForm.objects.get().sealed
    assert "I cannot sleep." in sealed
    assert "198.51" not in sealed


@pytest.mark.parametrize("asked", ["received", "form", "queue", "search"])
def test_whoever_looks_finds_it_before_the_worker_does(
    worker, client, coordinator, asked
):
    client.post(FORM, filled_in(name="Jordan Reyes"))
    if asked == "received":
        page = text(client.get(RECEIVED))
        assert only().reference in page
        return
    if asked == "form":
        assert "name" in text(client.get(FORM))
        assert only()
        return
    client.force_login(coordinator)
    if asked == "search":
        page = text(client.post(SEARCH, {"q": "Jordan"}))
    else:
        page = text(client.get(QUEUE))
    assert only()
    assert "Jordan Reyes" in page


def test_sent_twice_it_is_one_request(worker, client):
    data = filled_in()
    client.post(FORM, data)
    client.cookies.clear()
    client.post(FORM, data)
    assert SealedForm.objects.count() == 2
    open_all()
    assert [event.kind for event in only().events.all()] == [EventKind.RECEIVED]


def test_a_correction_comes_after_what_it_corrects(worker, client):
    data = filled_in()
    client.post(FORM, data)
    client.cookies.clear()
    client.post(FORM, data | {"message": "And the parking?"})
    open_all()

    request = only()
    assert request.message == "And the parking?"
    kinds = list(request.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == [EventKind.RECEIVED, EventKind.AMENDED]


@pytest.mark.parametrize(
    ("ago", "error", "waits"),
    [(0, "", True), (2, "", True), (4, "", False), (0, "RuntimeError", False)],
)
def test_where_no_worker_is_at_work_a_form_is_opened_at_once(
    client, location, ago, error, waits
):
    seen(timedelta(minutes=ago), error)
    client.post(FORM, filled_in())
    assert SealedForm.objects.exists() is waits
    assert ConsultationRequest.objects.exists() is not waits


def test_what_a_worker_left_behind_goes_before_what_is_opened_at_once(client, worker):
    data = filled_in()
    client.post(FORM, data)
    client.cookies.clear()
    seen(timedelta(minutes=4))
    client.post(FORM, data | {"message": "And the parking?"})
    assert only().message == "And the parking?"
    assert only().events.count() == 2


def test_while_forms_come_in_the_others_are_opened_a_few_at_a_time(worker, monkeypatch):
    monkeypatch.setattr(inbox, "AT_A_TIME", 2)
    monkeypatch.setattr(inbox, "STRETCH", 0)
    monkeypatch.setattr(inbox, "CALM", timedelta(hours=1))
    for _form in range(5):
        inbox.put(sent_form())
    inbox.open_waiting()
    assert SealedForm.objects.count() == 3
    SealedForm.objects.update(at=timezone.now() - timedelta(hours=2))
    inbox.open_waiting()
    assert not SealedForm.objects.exists()


def test_in_a_rush_whoever_sends_goes_first(worker, time_machine):
    time_machine.move_to("2026-11-23 12:00-05:00", tick=False)
    for _form in range(inbox.AT_A_TIME):
        inbox.put(sent_form())
    assert not inbox.is_rush()
    inbox.put(sent_form())
    time_machine.shift(2)
    open_sent_forms()
    assert not ConsultationRequest.objects.exists()
    # Whoever looks waits for nobody.
    inbox.open_for(SentForm.from_text(SealedForm.objects.latest("pk").sealed).key)
    assert ConsultationRequest.objects.count() == 1
    for _form in range(9):
        inbox.put(sent_form())
    time_machine.shift(2)
    open_sent_forms()
    assert ConsultationRequest.objects.count() > 1


def test_the_worker_has_other_work(worker, monkeypatch):
    monkeypatch.setattr(inbox, "AT_A_TIME", 2)
    monkeypatch.setattr(inbox, "LONGEST", 0)
    for _form in range(3):
        inbox.put(sent_form(at=timezone.now() - timedelta(minutes=1)))
    open_sent_forms()
    assert SealedForm.objects.count() == 1


def test_a_stop_comes_after_what_was_sent_before_it(worker, client):
    request = receive(key := patient_ticket().key, email="jo@example.com")
    email, message = request.email, "And the parking?"
    inbox.put(sent_form(key=key, email=email, message=message))
    page = own_link.path_for(request)
    client.post(page, {"press": "stop now"})

    request = only()
    assert request.is_withdrawn
    kinds = list(request.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == [EventKind.RECEIVED, EventKind.AMENDED, EventKind.WITHDRAWN]


def test_signs_of_a_machine_are_those_of_the_moment_it_was_sent(
    worker, client, time_machine
):
    time_machine.move_to("2026-11-23 12:00-05:00", tick=False)
    ticket = patient_ticket()
    ticket.shown_at += 59
    client.post(FORM, filled_in(ticket=ticket, website="https://spam.example"))
    time_machine.shift(600)
    open_all()
    assert only().status == Status.QUARANTINED
    assert set(only().quarantine_reasons) == {
        QuarantineReason.DECOY,
        QuarantineReason.TOO_FAST,
    }


def test_a_place_is_counted_when_its_forms_are_opened(worker, client):
    limits.forget()
    for number in range(limits.USUAL.address + 1):
        client.cookies.clear()
        data = filled_in(name=f"Person {number}", message=f"I am number {number}.")
        client.post(FORM, data, REMOTE_ADDR="198.51.100.9")
    open_all()
    odd = ConsultationRequest.objects.filter(status=Status.QUARANTINED)
    assert odd.count() == 1


def test_the_step_is_counted_once_it_is_a_request(worker, client):
    steps.tally.start_over()
    client.post(FORM, filled_in())
    assert not steps.tally.waiting()
    open_all()
    assert steps.tally.waiting() == 1
    steps.tally.write()
    assert StepCount.objects.get().step == steps.Step.RECEIVED
