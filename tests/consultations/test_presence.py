"""Two people at one request are told of one another, and of nobody who has left."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic import roles
from consultations.admin import presence
from consultations.admin.presence import beside
from consultations.admin.undoing import UNDO
from consultations.models import (
    IntakeSettings,
    ReadFirstProcedure,
    ReadingEntry,
    ReadingKind,
)

from .conftest import add_user, receive
from .test_desk import act, detail
from .test_request_page import page_of

MOST_ASKED = 12
pytestmark = pytest.mark.django_db


def test_page_offers_colleagues_by_name_and_the_procedure(
    client, coordinator, clinician, editor
):
    add_user("gone", roles.CLINICIANS, is_active=False)
    nameless = add_user("zola", roles.CLINICIANS)
    ReadFirstProcedure(
        steps="Ring.", ring_name="Dr. O", ring_number="+17035550170"
    ).save()
    request = receive(read_first=True)
    client.force_login(coordinator)
    page = page_of(client, request)
    offered = re.search(r'<select name="hand_over-to".*?</select>', page, re.S)[0]
    found = re.findall(r'value="(\d+)"[^>]*>([^<]+)<', offered)
    expected = [(str(u.pk), str(u)) for u in (clinician, coordinator, nameless)]
    assert found == expected
    assert "Dr. O" in page

    IntakeSettings.objects.all().delete()
    page = page_of(client, request)
    offered = re.search(r'<select name="hand_over-to".*?</select>', page, re.S)[0]
    assert set(re.findall(r'value="(\d+)"[^>]*>([^<]+)<', offered)) == set(expected)
    assert "Dr. O" in page


def read(request, by, kind=ReadingKind.DETAIL):
    ReadingEntry.record(kind, by=by, request_ids=[request.pk])


def open_by(request, user) -> str:
    return beside(request, user).open_by


def test_colleague_who_has_it_open_is_named(client, coordinator, colleague):
    request = receive()
    client.force_login(colleague)
    page_of(client, request)
    client.force_login(coordinator)
    page = page_of(client, request)
    assert "Sam Lund has this request open." in page
    assert "Priya Shah has" not in page
    client.force_login(colleague)
    assert "Priya Shah has this request open." in page_of(client, request)


def test_lists_other_requests_and_old_views_are_no_presence(
    coordinator, colleague, monkeypatch
):
    request, other = receive(), receive()
    read(other, colleague)
    read(request, colleague, ReadingKind.LIST)
    read(request, coordinator)
    assert open_by(request, coordinator) == ""

    read(request, colleague)
    assert open_by(request, coordinator) == "Sam Lund"
    later = timezone.now() + timedelta(minutes=3)
    monkeypatch.setattr(presence.timezone, "now", lambda: later)
    assert open_by(request, coordinator) == ""


def test_colleague_is_named_on_a_page_that_shows_duplicates_too(coordinator, colleague):
    request, duplicate = receive(), receive()
    ids = [request.pk, duplicate.pk]
    ReadingEntry.record(ReadingKind.DETAIL, by=colleague, request_ids=ids)
    assert open_by(request, coordinator) == "Sam Lund"
    # Nobody has the duplicate's own page open.
    assert open_by(duplicate, coordinator) == ""


def test_looks_at_the_newest_readings_alone(coordinator, colleague, monkeypatch):
    monkeypatch.setattr(presence, "LOOKED_AT", 3)
    request, other = receive(), receive()
    read(request, colleague)
    for _ in range(3):
        read(other, coordinator)
    assert open_by(request, coordinator) == ""


@pytest.mark.parametrize("where", ["open", "start", "undo", "attempt"])
def test_page_and_actions_ask_the_database_few_times(
    client, coordinator, colleague, location, where
):
    request = receive(
        location=location, email="jo@example.com", voicemail_ok=True, text_ok=True
    )
    request.take(by=coordinator)
    for _ in range(8):
        request.log_attempt("no_answer", by=coordinator, note="rang long")
    request.undo(request.events.last().pk, by=coordinator)
    read(request, colleague)
    client.force_login(coordinator)
    page_of(client, request)
    newest = request.events.last().pk

    with CaptureQueriesContext(connection) as asked:
        if where == "open":
            client.get(detail(request))
        elif where == "start":
            client.post(act(request, "start_contact"), {"seen": newest})
        elif where == "attempt":
            client.post(act(request, "log_attempt"), {"log_attempt-outcome": "texted"})
        else:
            client.post(reverse(UNDO, args=[request.reference, newest]))

    # Savepoints stand for where a transaction begins and ends outside of tests.
    questions = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    # An undoing looks first whether it is about a link, and then waits for others.
    most = MOST_ASKED + (where == "undo")
    assert len(questions) <= most, "\n".join(questions)


def test_presence_names_whoever_has_no_name_by_the_sign_in(coordinator):
    request = receive()
    read(request, add_user("nameless"))
    assert open_by(request, coordinator) == "nameless"
