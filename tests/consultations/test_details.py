"""The optional second page: what it asks and what it keeps."""

import re

import pytest
from django.urls import reverse

from consultations.models import (
    AnswerKind,
    ClearanceQuestion,
    ConsultationRequest,
    EventKind,
    IntakeSettings,
    OwnQuestion,
)
from tests.factories import make_service

from .conftest import filled_in

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
DETAILS = reverse("request_details")
RECEIVED = reverse("request_received")
PRIVATE = "I prefer not to say"


def text(response) -> str:
    return response.content.decode()


def hidden(page: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def sent_by(client) -> ConsultationRequest:
    """Send a request as this visitor and return it."""
    client.post(FORM, filled_in())
    return ConsultationRequest.objects.latest("pk")


def answer(client, *, page: str | None = None, **answers):
    """Open the page unless it was opened before, and send these answers."""
    page = page or text(client.get(DETAILS))
    data = {"signed_time": hidden(page, "signed_time")} | answers
    return client.post(DETAILS, data)


def own(**fields) -> OwnQuestion:
    """Add a question of the clinic's own."""
    usual = {"wording": "How do you get here?", "why": "So that you get home."}
    return OwnQuestion.objects.create(**usual | fields)


@pytest.fixture
def request_(client):
    return sent_by(client)


def test_received_page_leads_to_it_by_one_link_that_says_it_is_optional(client):
    sent_by(client)
    page = text(client.get(RECEIVED))
    assert page.count(f'href="{DETAILS}"') == 1
    told = page[: page.index(f'href="{DETAILS}"')][-600:]
    assert "Optional" in told
    assert "It saves you from telling it twice" in told
    assert "Your request stands without it" in told


def test_every_question_says_that_it_is_optional_and_why(client, request_):
    own()
    page = text(client.get(DETAILS))
    questions = page.split('<div class="question">')[1:]
    assert len(questions) == 3 + 7 + 1
    for question in questions:
        assert "(optional)" in question
        assert "Why we ask:" in question
    assert "This page is optional" in page


def test_health_questions_are_those_of_the_clinic_and_none_is_answered(
    client, request_
):
    page = text(client.get(DETAILS))
    names = re.findall(r'type="radio" name="(clearance_\w+)"', page)
    assert list(dict.fromkeys(names)) == [
        "clearance_cardiac",
        "clearance_stroke",
        "clearance_liver",
        "clearance_kidney",
        "clearance_schizophrenia",
        "clearance_ketamine_allergy",
        "clearance_blood_pressure",
    ]
    assert len(names) == 3 * 7
    assert not re.search(r'<input type="radio"[^>]*checked', page)


def test_answers_are_kept_with_the_request_and_nothing_says_who_qualifies(
    client, request_
):
    question = own(kind=AnswerKind.CHOICES, choices="By car\nBy bus")
    response = answer(
        client,
        reason="PTSD",
        treatments_tried=["Talking therapy", "Pain medicine"],
        treatments_other="  Running ",
        clearance_cardiac="yes",
        clearance_liver="not_sure",
        **{question.name: ["By bus"]},
    )
    assert response.status_code == 302
    assert response["Location"] == RECEIVED
    request_.refresh_from_db()
    assert request_.reason == "PTSD"
    kept = request_.answers_by_question
    assert kept["treatments_tried"] == {
        "kind": "choices",
        "question": "What have you tried so far?",
        "answer": ["Talking therapy", "Pain medicine"],
    }
    assert kept["treatments_other"]["answer"] == "Running"
    assert kept["clearance_cardiac"] == {
        "kind": "sureness",
        "question": ClearanceQuestion.objects.get(key="cardiac").wording,
        "answer": "yes",
    }
    assert kept["clearance_liver"]["answer"] == "not_sure"
    assert kept[question.name]["question"] == "How do you get here?"
    assert set(kept) == {
        "treatments_tried",
        "treatments_other",
        "clearance_cardiac",
        "clearance_liver",
        question.name,
    }
    event = request_.events.latest("pk")
    assert (event.kind, event.actor_kind) == (EventKind.DETAILS_ADDED, "requester")
    assert event.details == {"answered": 6, "again": False}

    page = text(client.get(RECEIVED))
    assert "Your answers are with your request" in page
    assert "tell the clinician. It may need clearance from your doctor." in page
    assert not re.search(r"\b(in)?eligible|qualif|suitable", page, re.IGNORECASE)
    assert "PTSD" not in page and "Running" not in page


def test_half_a_page_is_enough_and_an_empty_one_changes_nothing(client, request_):
    events = request_.events.count()
    assert answer(client).status_code == 302
    assert request_.events.count() == events
    assert answer(client, clearance_stroke="no").status_code == 302
    request_.refresh_from_db()
    assert list(request_.answers_by_question) == ["clearance_stroke"]


def test_saved_again_it_replaces_and_the_earlier_answers_stay_in_the_event(
    client, request_, coordinator
):
    answer(client, reason="PTSD", clearance_cardiac="yes")
    page = text(client.get(DETAILS))
    assert "What you send now replaces those answers" in page
    assert not re.search(r'<input type="radio"[^>]*checked', page)
    answer(client, reason=PRIVATE, clearance_liver="no")

    request_.refresh_from_db()
    assert request_.reason == PRIVATE
    assert list(request_.answers_by_question) == ["clearance_liver"]
    event = request_.events.latest("pk")
    assert event.details == {"answered": 2, "again": True}
    client.force_login(coordinator)
    name = "admin:consultations_consultationrequest_change"
    desk = text(client.get(reverse(name, args=[request_.reference])))
    before = desk[desk.index("What it said before") :]
    assert "PTSD" in before
    assert "heart condition" in before


def test_double_click_is_one_event(client, request_):
    page = text(client.get(DETAILS))
    for _press in range(2):
        response = answer(client, page=page, reason="PTSD", clearance_liver="no")
        assert response.status_code == 302
    assert request_.events.filter(kind=EventKind.DETAILS_ADDED).count() == 1


def test_service_is_chosen_beforehand_and_can_be_changed_or_left_open(client):
    pain = make_service("Chronic pain", slug="chronic-pain")
    mood = make_service("Depression")
    client.get(FORM)
    client.post(FORM, filled_in())
    request = ConsultationRequest.objects.get()
    ConsultationRequest.objects.filter(pk=request.pk).update(
        service=pain, service_title=pain.title
    )
    page = text(client.get(DETAILS))
    assert re.search(rf'<option value="{pain.slug}" selected>Chronic pain', page)

    answer(client, service=mood.slug)
    request.refresh_from_db()
    assert (request.service_id, request.service_title) == (mood.pk, "Depression")
    event = request.events.latest("pk")
    assert event.kind == EventKind.DETAILS_ADDED

    answer(client, service="")
    request.refresh_from_db()
    assert (request.service_id, request.service_title) == (None, "")


def test_service_that_is_gone_stays_by_its_title(client):
    page = make_service("Lavender baths")
    sent_by(client)
    request = ConsultationRequest.objects.get()
    ConsultationRequest.objects.filter(pk=request.pk).update(
        service=page, service_title=page.title
    )
    page.delete()
    shown = text(client.get(DETAILS))
    assert re.search(r'<option value="as-before" selected>Lavender baths', shown)
    answer(client, service="as-before", reason="PTSD")
    request.refresh_from_db()
    assert (request.service_id, request.service_title) == (None, "Lavender baths")


def test_unknown_service_is_refused_and_the_one_before_stays(client, request_):
    service = make_service("Depression")
    answer(client, service=service.slug)
    response = answer(client, service="nothing-of-ours", reason="PTSD")
    assert response.status_code == 200
    assert "Choose one of the answers below" in text(response)
    request_.refresh_from_db()
    assert (request_.service_title, request_.reason) == ("Depression", "PTSD")


def test_question_that_needs_an_answer_holds_nothing_up(client, request_):
    question = own(is_required=True)
    response = answer(client, reason="OCD")
    page = text(response)
    assert response.status_code == 200
    assert "<title>Error:" in page
    assert "Answer this, or skip the page" in page
    assert f'href="#id_{question.name}"' in page
    assert "Your other answers are with your request" in page
    assert f'href="{RECEIVED}"' in page
    request_.refresh_from_db()
    assert request_.reason == "OCD"
    label = page[page.index(f'for="id_{question.name}"') :].split("</label>")[0]
    assert "(optional)" not in label


def test_answer_with_an_error_keeps_what_stood_before_and_the_text(client, request_):
    question = own()
    answer(client, **{question.name: "By bus"})
    response = answer(client, **{question.name: "x" * 201, "reason": "OCD"})
    assert "x" * 201 in text(response)
    request_.refresh_from_db()
    assert request_.answers_by_question[question.name]["answer"] == "By bus"
    assert request_.reason == "OCD"


@pytest.mark.parametrize(
    ("kind", "choices", "sent", "stored"),
    [
        (AnswerKind.LINE, "", "By\nbus", "By bus"),
        (AnswerKind.TEXT, "", " By bus\nand  foot ", " By bus\nand  foot "),
        (AnswerKind.CHOICE, "By bus\nBy car", "By car", "By car"),
        (AnswerKind.CHOICE, "By bus\nBy car", PRIVATE, PRIVATE),
        (AnswerKind.CHOICES, "Bus\nCar", ["Car", "Bus"], ["Car", "Bus"]),
        (AnswerKind.SURENESS, "", "not_sure", "not_sure"),
    ],
)
def test_each_kind_of_own_question_is_kept(
    client, request_, kind, choices, sent, stored
):
    question = own(kind=kind, choices=choices)
    assert answer(client, **{question.name: sent}).status_code == 302
    request_.refresh_from_db()
    kept = request_.answers_by_question[question.name]
    assert kept == {"kind": kind, "question": question.wording, "answer": stored}


@pytest.mark.parametrize("kind", [AnswerKind.CHOICE, AnswerKind.CHOICES, "sureness"])
def test_answer_that_was_not_offered_is_not_kept(client, request_, kind):
    choices = "" if kind == "sureness" else "Bus\nCar"
    question = own(kind=kind, choices=choices)
    response = answer(client, **{question.name: "By dragon"})
    assert response.status_code == 200
    assert "dragon" not in text(response).lower()
    request_.refresh_from_db()
    assert request_.answers_by_question == {}


def test_what_staff_typed_into_a_question_is_no_markup(client, request_):
    own(wording="<b>One</b>", why="<i>two</i>", hint="<u>three</u>")
    page = text(client.get(DETAILS))
    for tag in ("<b>One", "<i>two", "<u>three"):
        assert tag not in page
        assert tag.replace("<", "&lt;").replace(">", "&gt;") in page


def test_switched_off_question_is_not_asked(client, request_):
    ClearanceQuestion.objects.filter(key="liver").update(is_on=False)
    question = own(is_on=False)
    IntakeSettings.objects.update(reasons="", treatments="")
    page = text(client.get(DETAILS))
    for name in ("clearance_liver", question.name, "reason", "treatments_tried"):
        assert f'name="{name}"' not in page
    assert 'name="clearance_stroke"' in page


def test_rewording_and_deleting_change_nothing_that_was_stored(client, request_):
    question = own()
    health = ClearanceQuestion.objects.get(key="liver")
    asked = health.wording
    answer(client, clearance_liver="yes", **{question.name: "By bus"})
    health.wording = "Is your liver well?"
    health.save()
    question.delete()
    request_.refresh_from_db()
    told = {answer.question: answer.words for answer in request_.told}
    assert told == {asked: "Yes", "How do you get here?": "By bus"}
