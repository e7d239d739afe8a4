"""One request as text for the chart: what it holds, for whom, and its reason."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import Answer, ReadingEntry, ReadingKind

from .conftest import receive
from .test_desk import detail

pytestmark = pytest.mark.django_db
WHAT_FOR = {"chart-reason": "chart"}


def chart(request):
    return reverse(
        "admin:consultations_consultationrequest_chart", args=[request.reference]
    )


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def told(location, coordinator):
    """A request with a story, answers, permissions and a history."""
    request = receive(
        location=location,
        email="jordan@example.com",
        message="two hard years\nand a move",
        contact_times=["11:00-13:00"],
        voicemail_ok=True,
    )
    request.add_details(
        reason="Depression",
        answers={"own_1": Answer("text", "What have you tried?", "walking\nreading")},
    )
    request.log_attempt("no_answer", by=coordinator, note="rang for a minute")
    return request


def test_text_holds_what_a_chart_needs(at_the_desk, told):
    text = at_the_desk.post(chart(told), WHAT_FOR).context["text"]

    for words in (
        told.reference,
        "Name: Jordan Reyes",
        "Phone: (703) 555-0117",
        "E-mail: jordan@example.com",
        "When: 11 am to 1 pm",
        "Voicemail allowed: yes",
        "Clinic's name may be said: no",
        "two hard years\nand a move",
        "Reason for consultation\n  Depression",
        "What have you tried?\n  walking\n  reading",
        f"Agreement to be contacted, wording {told.consent.number}:",
        told.consent.text,
        "Tried to reach: No answer (Priya Shah)\n  rang for a minute",
        "Location: Alexandria",
        "by Priya Shah. Into the patient's chart.",
    ):
        assert words in text


def test_text_says_of_someone_else_and_of_mail_what_holds(at_the_desk, db):
    request = receive(
        for_whom="other", phone="", email="a@example.com", contact_method="email"
    )
    text = at_the_desk.post(chart(request), WHAT_FOR).context["text"]
    assert "For: Someone else" in text
    assert "Phone" not in text
    assert "Voicemail" not in text
    assert "Answers" not in text


def test_copy_is_an_export_in_the_trail_with_what_it_is_for(
    at_the_desk, told, coordinator
):
    at_the_desk.post(chart(told), {"chart-reason": "referral"})
    entry = ReadingEntry.objects.get()
    assert (entry.kind, entry.actor, entry.request_ids, entry.reason) == (
        ReadingKind.EXPORT,
        coordinator,
        [told.pk],
        "referral",
    )


@pytest.mark.parametrize("reason", [{}, {"chart-reason": "paper"}, {"reason": "x"}])
def test_nothing_is_copied_without_a_reason(at_the_desk, told, reason):
    response = at_the_desk.post(chart(told), reason)
    assert response["Location"] == detail(told)
    assert not ReadingEntry.objects.exists()
    page = at_the_desk.get(detail(told)).content.decode()
    assert "Choose what the copy is for" in page


def test_reason_of_a_clinician_is_for_clinicians(
    client, clinician, coordinator, manager
):
    request = receive()
    request.hand_over(clinician, by=coordinator)
    request.decide(False, by=clinician, reason="weak heart")

    seen = {}
    for person in (clinician, coordinator, manager):
        client.force_login(person)
        seen[person] = client.post(chart(request), WHAT_FOR).context["text"]

    assert "weak heart" in seen[clinician]
    for person in (coordinator, manager):
        assert "weak heart" not in seen[person]
        assert "Not suitable" in seen[person]


def test_copy_is_made_by_a_press_with_a_token(at_the_desk, coordinator, told):
    assert at_the_desk.get(chart(told)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(coordinator)
    assert strict.post(chart(told), WHAT_FOR).status_code == 403
    assert not ReadingEntry.objects.exists()


def test_clinician_copies_what_was_handed_over_only(
    client, clinician, coordinator, told
):
    client.force_login(clinician)
    assert client.post(chart(told), WHAT_FOR).status_code == 404
    told.hand_over(clinician, by=coordinator)
    assert client.post(chart(told), WHAT_FOR).status_code == 200
    assert ReadingEntry.objects.count() == 1


@pytest.mark.parametrize("who", ["editor", "reviewer"])
def test_people_of_the_cms_copy_nothing(client, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.post(chart(receive()), WHAT_FOR).status_code == 403
    assert not ReadingEntry.objects.exists()


def test_text_is_shown_as_it_was_typed_and_runs_nothing(at_the_desk, db):
    request = receive(message="</textarea><script>alert(1)</script>")
    page = at_the_desk.post(chart(request), WHAT_FOR).content.decode()
    assert "<script>alert" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;alert(1)" in page


def test_page_of_a_request_leads_to_its_text(at_the_desk, told):
    page = at_the_desk.get(detail(told)).content.decode()
    assert f'action="{chart(told)}"' in page


def test_copy_asks_the_database_twelve_times_at_most(at_the_desk, told):
    at_the_desk.post(chart(told), WHAT_FOR)
    with CaptureQueriesContext(connection) as asked:
        at_the_desk.post(chart(told), WHAT_FOR)
    questions = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(questions) <= 12, "\n".join(questions)
