"""What is pressed on a request: it happens once, legally, and no note is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from consultations.admin.actions import ACTIONS
from consultations.models import ConsultationRequest, EventKind, Status
from consultations.models.transitions import TRANSITIONS

from .conftest import receive
from .test_desk import act, detail

pytestmark = pytest.mark.django_db
NOTE = "she asked for Friday"


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def seen(request) -> int:
    return request.events.last().pk


def told(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_every_transition_has_its_button():
    # Two through the private link, two on pages of their own.
    elsewhere = {"correct", "withdraw", "reply", "correct_at_the_desk"}
    assert ACTIONS.keys() | elsewhere == TRANSITIONS.keys()
    assert not ACTIONS.keys() & elsewhere


@pytest.mark.parametrize(
    ("action", "data", "status", "kind"),
    [
        ("take", {}, "received", EventKind.TAKEN),
        ("start_contact", {}, "in_contact", EventKind.CONTACT_STARTED),
        (
            "log_attempt",
            {"log_attempt-outcome": "reached", "log_attempt-note": NOTE},
            "in_contact",
            EventKind.ATTEMPTED,
        ),
        (
            "schedule",
            {"schedule-when": "2030-05-06T10:30"},
            "scheduled",
            EventKind.SCHEDULED,
        ),
        ("close", {"close-disposition": "referred"}, "closed", EventKind.CLOSED),
        ("mark_spam", {}, "closed", EventKind.MARKED_SPAM),
        ("add_note", {"add_note-note": NOTE}, "received", EventKind.NOTED),
    ],
)
def test_press_changes_the_request_and_writes_its_event(
    at_the_desk, coordinator, action, data, status, kind
):
    request = receive()
    response = at_the_desk.post(act(request, action), data | {"seen": seen(request)})

    assert response["Location"] == detail(request)
    request.refresh_from_db()
    assert request.status == status
    event = request.events.last()
    assert (event.kind, event.actor) == (kind, coordinator)
    page = at_the_desk.get(detail(request)).content.decode()
    assert str(event.summary) in page


def test_hand_over_reopen_miss_and_genuine(at_the_desk, coordinator, colleague):
    request = receive(quarantine_reasons=["decoy"], email="a@example.com")
    at_the_desk.post(act(request, "mark_genuine"))
    at_the_desk.post(act(request, "hand_over"), {"hand_over-to": colleague.pk})
    at_the_desk.post(act(request, "schedule"), {"schedule-when": "2030-05-06T10:30"})
    at_the_desk.post(act(request, "miss"))
    at_the_desk.post(act(request, "close"), {"close-disposition": "did_not_come"})
    at_the_desk.post(act(request, "reopen"))

    request.refresh_from_db()
    assert (request.status, request.assigned_to) == (Status.IN_CONTACT, colleague)
    assert list(request.events.values_list("kind", flat=True)) == [
        "quarantined",
        "marked_genuine",
        "handed_over",
        "scheduled",
        "missed",
        "closed",
        "reopened",
    ]


def test_slower_of_two_is_told_who_and_what(at_the_desk, colleague):
    request = receive()
    old_page = seen(request)
    ConsultationRequest.objects.get(pk=request.pk).take(by=colleague)

    response = at_the_desk.post(act(request, "take"), {"seen": old_page})

    assert response.status_code == 409
    assert "Sam Lund was faster (Taken, today" in told(response)
    assert response.content.decode().count("was faster") == 1
    request.refresh_from_db()
    assert request.assigned_to == colleague


def test_note_of_a_refused_press_is_still_there(at_the_desk, colleague):
    request = receive()
    old_page = seen(request)
    request.close("unreachable", by=colleague)

    data = {"log_attempt-outcome": "no_answer", "log_attempt-note": NOTE}
    response = at_the_desk.post(act(request, "log_attempt"), data | {"seen": old_page})

    assert response.status_code == 409
    assert "Sam Lund" in told(response)
    assert NOTE in response.content.decode()


@pytest.mark.parametrize(
    ("action", "data", "message"),
    [
        ("close", {"close-note": NOTE}, "Choose how it ended"),
        ("close", {"close-disposition": "spam"}, "Select a valid choice"),
        ("close", {"close-disposition": "not_suitable"}, "Select a valid choice"),
        ("close", {"close-disposition": "duplicate"}, "repeats a request"),
        (
            "close",
            {"close-disposition": "duplicate", "close-duplicate_of": "AAAAAAAA"},
            "no request with this reference",
        ),
        ("schedule", {"schedule-when": "soon"}, "Enter a valid date/time"),
        ("hand_over", {"hand_over-to": "999"}, "Select a valid choice"),
        ("add_note", {"add_note-note": "  "}, "Write the note first"),
        ("add_note", {"add_note-note": "x" * 5001}, "5,000"),
        ("log_attempt", {"log_attempt-outcome": "guessed"}, ""),
    ],
)
def test_wrong_input_is_said_and_changes_nothing(at_the_desk, action, data, message):
    request = receive()
    response = at_the_desk.post(act(request, action), data)

    assert response.status_code == 200
    assert message in response.content.decode()
    request.refresh_from_db()
    assert request.status == Status.RECEIVED
    assert request.events.count() == 1


def test_duplicate_names_the_request_it_repeats(at_the_desk):
    original, again = receive(), receive()
    data = {
        "close-disposition": "duplicate",
        "close-duplicate_of": original.reference.lower(),
    }
    at_the_desk.post(act(again, "close"), data)

    again.refresh_from_db()
    assert again.duplicate_of == original


def test_clinician_decides_suitability_of_what_was_handed_over(
    client, clinician, coordinator
):
    request = receive()
    request.hand_over(clinician, by=coordinator)
    client.force_login(clinician)

    for action in ("take", "schedule", "mark_spam", "start_contact", "close"):
        assert client.post(act(request, action)).status_code == 403
    data = {"decide-suitable": "no", "decide-reason": "another way suits better"}
    client.post(act(request, "decide"), data)

    request.refresh_from_db()
    assert request.disposition == "not_suitable"


def test_clinician_who_hands_back_returns_to_the_queue(client, clinician, coordinator):
    request = receive()
    request.hand_over(clinician, by=coordinator)
    client.force_login(clinician)

    response = client.post(act(request, "hand_over"), {"hand_over-to": coordinator.pk})
    assert response["Location"] == reverse(
        "admin:consultations_consultationrequest_changelist"
    )


def test_actions_are_posts_with_a_token(at_the_desk, coordinator):
    request = receive()
    assert at_the_desk.get(act(request, "take")).status_code == 405
    assert at_the_desk.post(act(request, "purge")).status_code == 404

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(coordinator)
    refused = strict.post(act(request, "take"), follow=True)
    assert "The page had expired. Press once more." in told(refused)
    request.refresh_from_db()
    assert request.assigned_to is None


def test_what_the_person_did_not_allow_is_greyed_out(at_the_desk):
    request = receive()
    page = at_the_desk.get(detail(request)).content.decode()
    assert 'value="voicemail" disabled' in page
    assert 'value="texted" disabled' in page

    allowed = receive(voicemail_ok=True, text_ok=True)
    assert "disabled" not in at_the_desk.get(detail(allowed)).content.decode()


def test_amendment_shows_what_it_said_before(at_the_desk):
    request = receive("k" * 32, message="the first words")
    receive("k" * 32, message="the second words")
    page = at_the_desk.get(detail(request)).content.decode()

    assert "the first words" in page
    assert "the second words" in page


def test_managers_alone_set_the_intake_settings(client, manager, coordinator):
    settings_url = reverse("admin:consultations_intakesettings_change", args=[1])
    client.force_login(coordinator)
    assert client.get(settings_url).status_code == 403

    client.force_login(manager)
    listing = reverse("admin:consultations_intakesettings_changelist")
    assert client.get(listing)["Location"] == settings_url
    assert client.get(settings_url).status_code == 200
