"""Where answers are seen, and where never; and that any input is answered."""

import json
import logging
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic.encryption import field_key_ids, split
from clinic.models import OutboxMessage
from clinic.outbox import builder_for
from consultations.fields import printable
from consultations.models import (
    REQUESTER,
    Answer,
    AnswerKind,
    ConsultationRequest,
    EventKind,
    IllegalTransition,
    RequestEvent,
)
from tests.factories import make_service

from .conftest import receive
from .test_any_input import ANYTHING
from .test_canary import dump
from .test_details import DETAILS, RECEIVED, answer, hidden, own, sent_by, text

pytestmark = pytest.mark.django_db

CASES = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
QUEUE = reverse("admin:consultations_consultationrequest_changelist")
TOLD = {
    "own_1": Answer(AnswerKind.TEXT, "Anything else?", "canaries sing"),
    "clearance_liver": Answer(AnswerKind.SURENESS, "Liver?", "yes"),
    "own_2": Answer(AnswerKind.SURENESS, "Parking?", "yes"),
}


def desk_page(client, request) -> str:
    name = "admin:consultations_consultationrequest_change"
    return text(client.get(reverse(name, args=[request.reference])))


def test_add_details_is_one_event_by_the_requester_with_its_time(location):
    request = receive()
    at = request.received_at + timedelta(minutes=4)
    request.add_details(reason="OCD", answers=TOLD, by=REQUESTER, at=at)
    event = request.events.latest("pk")
    assert (event.kind, event.at, event.actor) == (EventKind.DETAILS_ADDED, at, None)
    assert event.earlier == ""
    assert "canaries" not in json.dumps(event.details)
    request.add_details(reason="OCD", answers=TOLD)
    assert request.events.latest("pk") == event


def test_event_that_cannot_be_written_takes_the_answers_with_it(monkeypatch):
    request = receive()

    def refuse(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(RequestEvent, "save", refuse)
    with pytest.raises(RuntimeError):
        request.add_details(reason="OCD")
    assert not ConsultationRequest.objects.get().has_details


def test_closed_request_refuses_details(coordinator):
    request = receive()
    request.close("unreachable", by=coordinator)
    with pytest.raises(IllegalTransition):
        request.add_details(reason="OCD")
    assert request.events.latest("pk").kind == EventKind.CLOSED


def test_service_left_out_stays_and_none_takes_it_away():
    service = make_service("Depression")
    request = receive(service=service)
    request.add_details(reason="OCD")
    assert (request.service, request.service_title) == (service, "Depression")
    request.add_details(reason="OCD", service=None)
    request.refresh_from_db()
    assert (request.service, request.service_title) == (None, "")


def test_sending_the_first_page_again_leaves_the_answers():
    key = "k" * 32
    receive(key).add_details(reason="OCD", answers=TOLD)
    again = receive(key, message="One more thing.")
    assert again.reason == "OCD"
    assert len(again.told) == 4


def test_crisis_words_mark_once_and_tell_the_desk_once(settings):
    settings.MAIL_DESK = "desk@clinic.example"
    request = receive()
    words = Answer(AnswerKind.LINE, "Anything else?", "I want to die")
    chosen = Answer(AnswerKind.CHOICE, "Which?", "I want to die")
    before = OutboxMessage.objects.count()
    request.add_details(answers={"own_1": chosen})
    assert not request.read_first
    request.add_details(answers={"own_1": words})
    assert request.read_first
    assert OutboxMessage.objects.count() == before + 1
    request.add_details(answers={"own_1": words}, reason="OCD")
    assert OutboxMessage.objects.count() == before + 1
    assert ConsultationRequest.objects.get().read_first


@pytest.mark.parametrize("role", ["coordinator", "clinician", "manager"])
def test_desk_reads_each_answer_below_its_question(client, request, role):
    person = request.getfixturevalue(role)
    subject = receive()
    subject.add_details(reason="OCD", answers=TOLD)
    if role == "clinician":
        coordinator = request.getfixturevalue("coordinator")
        subject.hand_over(person, by=coordinator)
    client.force_login(person)
    page = desk_page(client, subject)
    pairs = re.findall(r"<dt>([^<]+)</dt>\s*<dd[^>]*>([^<]+)</dd>", page)
    for pair in (
        ("Reason for consultation", "OCD"),
        ("Anything else?", "canaries sing"),
        ("Liver?", "Yes"),
        ("Parking?", "Yes"),
    ):
        assert pair in pairs
    looked_at = re.findall(r'class="answers__look">\s*<dt>([^<]+)', page)
    assert looked_at == ["Liver?"]
    assert page.index("In their words") < page.index("What they answered")


def test_request_without_answers_shows_no_empty_list(client, coordinator):
    client.force_login(coordinator)
    assert "What they answered" not in desk_page(client, receive())


def test_desk_page_of_an_answered_request_costs_few_queries(client, coordinator):
    request = receive()
    for number in range(4):
        request.add_details(reason=f"{number}", answers=TOLD)
    client.force_login(coordinator)
    desk_page(client, request)
    with CaptureQueriesContext(connection) as asked:
        desk_page(client, request)
    # Savepoints stand for where a transaction begins and ends outside of tests.
    assert len([q for q in asked if "SAVEPOINT" not in q["sql"]]) <= 13


def test_answers_are_in_no_list_mail_log_address_cookie_or_raw_database(
    client, coordinator, caplog
):
    caplog.set_level(logging.DEBUG)
    question = own(kind=AnswerKind.TEXT)
    request = sent_by(client)
    typed = {"treatments_other": "canaries sing", question.name: "yellow feathers"}
    said = {"reason": "PTSD", "clearance_liver": "yes"}
    shown = text(client.get(DETAILS))
    seen = []
    for fields in (
        typed | said,
        typed | said | {"treatments_other": "canaries sing twice"},
        typed | {"treatments_other": "canaries sing " * 40},
        typed | {"reason": "canaries sing"},
    ):
        response = answer(client, page=shown, **fields)
        seen.append(response.get("Location", ""))
        seen.extend(cookie.OutputString() for cookie in response.cookies.values())
    client.post(DETAILS, typed | {"signed_time": "old"})
    other = Client()
    other.post(DETAILS, typed)
    seen.append(text(client.get(RECEIVED)))
    client.force_login(coordinator)
    seen.append(text(client.get(QUEUE)))
    for row in OutboxMessage.objects.all():
        message = builder_for(row.kind)(row)
        seen.append(message.message().as_string() if message else "")
    seen += [caplog.text, dump().decode(errors="replace")]
    seen += [json.dumps(dict(browser.session)) for browser in (client, other)]
    request.refresh_from_db()
    assert request.has_details
    marks = ("canaries", "feathers", "PTSD")
    # The list of reasons itself is the clinic's, and stands in its settings.
    stored_list = "\nPTSD\n"
    for text_ in seen:
        for mark in marks:
            assert mark not in text_.replace(stored_list, ""), mark


def test_raw_columns_are_tokens():
    request = receive()
    request.add_details(reason="OCD", answers=TOLD)
    request.add_details(reason="PTSD")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason, answers FROM consultations_consultationrequest")
        rows = [value for row in cursor.fetchall() for value in row]
        cursor.execute("SELECT earlier FROM consultations_requestevent")
        rows += [value for (value,) in cursor.fetchall()]
    assert len(rows) == 5
    assert all(split(value)[0] in field_key_ids() for value in rows)


NAMES = st.sampled_from(
    [
        "reason",
        "treatments_tried",
        "treatments_other",
        "service",
        "clearance_cardiac",
        "clearance_liver",
        "clearance_0",
        "own_0",
        "signed_time",
        "unknown",
    ]
)


@CASES
@given(fields=st.dictionaries(NAMES, st.lists(ANYTHING, max_size=3)))
def test_any_fields_are_answered(db, fields):
    client = Client()
    sent_by(client)
    signed = hidden(text(client.get(DETAILS)), "signed_time")
    for data in ({"signed_time": signed} | fields, fields):
        assert client.post(DETAILS, data).status_code in (200, 302)
    assert Client().post(DETAILS, fields).status_code == 409


@CASES
@given(line=ANYTHING, words=ANYTHING)
def test_what_is_accepted_is_stored_to_the_letter(db, line, words):
    question = own(kind=AnswerKind.TEXT)
    client = Client()
    request = sent_by(client)
    sent = {"treatments_other": line, question.name: words}
    response = answer(client, **sent)
    request.refresh_from_db()
    kept = request.answers_by_question
    assert response.status_code in (200, 302)
    stored = kept.get(question.name, {}).get("answer", "")
    assert stored == (printable(words) if printable(words).strip() else "")
    if response.status_code == 302:
        stored = kept.get("treatments_other", {}).get("answer", "")
        assert "".join(stored.split()) == "".join(printable(line).split())
    else:
        assert "treatments_other" not in kept
