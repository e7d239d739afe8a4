"""A key that is lost takes along what was written with it, and nothing else."""

import logging

import pytest
from cryptography.fernet import Fernet
from django.core import mail
from django.urls import reverse

from clinic.encryption import key_id
from clinic.models import OutboxMessage
from clinic.rotation import columns, rotate
from clinic_site.outbox import send_batch
from consultations.models import ConsultationRequest, Status
from consultations.models.own_link import path_for

from .conftest import receive

pytestmark = pytest.mark.django_db
ADMIN = "admin:consultations_consultationrequest_"
QUEUE, SEARCH = reverse(f"{ADMIN}changelist"), reverse(f"{ADMIN}search")
SHEET, ROWS = reverse(f"{ADMIN}sheet"), reverse(f"{ADMIN}rows")
WORDS = "Cannot be read: its key is missing"


@pytest.fixture
def old_key(settings):
    return settings.FIELD_ENCRYPTION_KEYS[0]


@pytest.fixture
def lost(location, settings, old_key):
    """Return a request whose key is lost; what comes later has another one."""
    request = receive(email="jordan@example.com")
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    return request


@pytest.fixture
def readable(lost):
    return receive(name="Alex Kim", email="alex@example.com", phone="+17035550133")


def detail(request) -> str:
    return reverse(f"{ADMIN}change", args=[request.reference])


def act(request, action) -> str:
    return reverse(f"{ADMIN}act", args=[request.reference, action])


@pytest.mark.parametrize("url", [QUEUE, SHEET, ROWS])
def test_lists_show_all_others_and_say_which_cannot_be_read(
    client, coordinator, lost, readable, url
):
    client.force_login(coordinator)
    response = client.get(url)
    page = response.content.decode()

    assert response.status_code == 200
    assert "Alex Kim" in page
    assert page.count(WORDS) >= 1
    assert lost.reference in page


def test_search_finds_it_and_says_so(client, coordinator, lost, readable):
    client.force_login(coordinator)

    assert WORDS in client.post(SEARCH, {"q": "jordan"}).content.decode()
    assert "Alex Kim" in client.post(SEARCH, {"q": "kim"}).content.decode()


def test_its_page_names_the_key_and_not_the_text(
    client, coordinator, lost, readable, old_key, settings
):
    client.force_login(coordinator)
    response = client.get(detail(lost))
    page = response.content.decode()

    assert response.status_code == 503
    assert f"{lost.reference} cannot be read: its key is missing" in page
    assert key_id(old_key) in page
    for key in (old_key, *settings.FIELD_ENCRYPTION_KEYS):
        assert key not in page
    assert client.get(detail(readable)).status_code == 200


def test_action_on_it_is_refused_with_words_and_changes_nothing(
    client, coordinator, lost, caplog, old_key, settings
):
    client.force_login(coordinator)
    with caplog.at_level(logging.ERROR):
        response = client.post(act(lost, "take"))

    assert response.status_code == 503
    assert "This cannot be read: its key is missing" in response.content.decode()
    assert key_id(old_key) in caplog.text
    settings.FIELD_ENCRYPTION_KEYS.append(old_key)
    stored = ConsultationRequest.objects.get(pk=lost.pk)
    assert (stored.status, stored.assigned_to) == (Status.RECEIVED, None)
    assert stored.name == "Jordan Reyes"


def test_same_person_as_one_that_cannot_be_read(client, coordinator, lost):
    again = receive(email="jordan@example.com")
    client.force_login(coordinator)

    assert client.get(detail(again)).status_code == 200


def test_note_that_cannot_be_read_leaves_its_request_readable(
    client, coordinator, location, settings, old_key
):
    new = Fernet.generate_key().decode()
    request = receive(email="jordan@example.com")
    settings.FIELD_ENCRYPTION_KEYS = [new, old_key]
    request.add_note("Rang twice", by=coordinator)
    request.correct(by=coordinator, name="Jordan Rey")
    settings.FIELD_ENCRYPTION_KEYS = [old_key, new]
    for column in columns():
        if column.model is ConsultationRequest:
            rotate(column)
    client.force_login(coordinator)
    assert "Rang twice" in client.get(detail(request)).content.decode()
    settings.FIELD_ENCRYPTION_KEYS = [old_key]

    response = client.get(detail(request))

    assert response.status_code == 200
    page = response.content.decode()
    # Two events, each with a note and an earlier version: whether one was empty,
    # nobody can tell.
    assert page.count(WORDS) == 4
    assert "Jordan Rey" in page
    assert "Rang twice" not in page
    assert "Jordan Reyes" not in page


def test_private_page_answers_with_the_phone_number(client, lost):
    response = client.get(path_for(lost))

    assert response.status_code == 503
    assert "Something broke on our side" in response.content.decode()
    assert "Jordan" not in response.content.decode()


def test_mail_of_others_goes_out_and_its_own_waits_for_the_key(
    lost, readable, settings, old_key
):
    send_batch()

    assert {m.to[0] for m in mail.outbox} >= {"alex@example.com"}
    assert "jordan@example.com" not in {m.to[0] for m in mail.outbox}
    waiting = OutboxMessage.objects.waiting()
    assert {row.last_error for row in waiting} == {"Undecryptable"}
    settings.FIELD_ENCRYPTION_KEYS.append(old_key)
    OutboxMessage.objects.all().update(not_before=lost.received_at)
    send_batch()
    assert "jordan@example.com" in {m.to[0] for m in mail.outbox}
