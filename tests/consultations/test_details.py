"""The optional second page: what it asks, what it keeps, and what it never loses."""

import re

import pytest
from django.core import signing
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from clinic.models import OutboxMessage
from consultations import views
from consultations.models import (
    AnswerKind,
    ClearanceQuestion,
    ConsultationRequest,
    EventKind,
    IntakeSettings,
    OwnQuestion,
)
from consultations.views.details import SALT
from consultations.views.sent import COOKIE, COOKIE_AGE
from tests.factories import make_service

from .conftest import filled_in

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
DETAILS = reverse("request_details")
RECEIVED = reverse("request_received")
STORY = "I wrote this for ten minutes."
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


def test_page_whose_questions_changed_meanwhile_is_shown_again(client, request_):
    question = own(kind=AnswerKind.TEXT)
    before = text(client.get(DETAILS))
    ClearanceQuestion.objects.filter(key="liver").update(wording="Liver all right?")
    sent = {"clearance_liver": "yes", question.name: STORY}
    response = answer(client, page=before, **sent)
    page = text(response)
    assert "We changed our questions while you had this page open" in page
    assert STORY in page
    assert re.search(r'name="clearance_liver" value="yes"[^>]*checked', page)
    request_.refresh_from_db()
    assert not request_.has_details
    assert answer(client, page=page, **sent).status_code == 302
    request_.refresh_from_db()
    kept = request_.answers_by_question["clearance_liver"]
    assert kept["question"] == "Liver all right?"


def test_answer_to_a_question_deleted_meanwhile_is_given_back(client, request_):
    question = own(kind=AnswerKind.TEXT)
    before = text(client.get(DETAILS))
    name = question.name
    question.delete()
    page = text(answer(client, page=before, **{name: STORY, "reason": "OCD"}))
    box = page[page.index('id="copy-box"') :]
    assert STORY in box


@pytest.mark.parametrize("signed", ["", "old", "\u0000"])
def test_ticket_that_is_not_ours_shows_the_page_with_every_answer(
    client, request_, signed
):
    data = {"signed_time": signed, "reason": "OCD", "treatments_other": STORY}
    response = client.post(DETAILS, data)
    page = text(response)
    assert response.status_code == 200
    assert "This page had been open too long." in page
    assert STORY in page
    assert answer(client, page=page, reason="OCD").status_code == 302


def test_stale_token_shows_the_page_with_every_answer():
    strict = Client(enforce_csrf_checks=True)
    page = text(strict.get(FORM))
    token = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")}
    assert strict.post(FORM, filled_in() | token).status_code == 302
    page = text(strict.get(DETAILS))
    data = {"signed_time": hidden(page, "signed_time"), "treatments_other": STORY}
    response = strict.post(DETAILS, data | {"csrfmiddlewaretoken": "x" * 64})
    page = text(response)
    assert response.status_code == 403
    assert "<title>Error:" in page
    assert STORY in page
    assert not ConsultationRequest.objects.get().has_details
    token = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")}
    assert strict.post(DETAILS, data | token).status_code == 302
    kept = ConsultationRequest.objects.get().answers_by_question
    assert kept["treatments_other"]["answer"] == STORY


def test_stale_token_in_another_browser_gives_the_text_back():
    response = Client(enforce_csrf_checks=True).post(
        DETAILS, {"treatments_other": STORY}
    )
    assert response.status_code == 403
    assert STORY in text(response)
    assert "(703) 555-" in text(response)


def test_other_browser_and_expired_hour_say_what_to_do(client, request_, monkeypatch):
    other = Client()
    page = text(other.get(DETAILS))
    assert "Nothing can be added here now" in page
    assert "for an hour after sending" in page
    assert "(703) 555-" in page
    assert request_.reference not in page

    shown = text(client.get(DETAILS))
    time = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: time() + COOKIE_AGE + 5)
    response = answer(client, page=shown, treatments_other=STORY, reason="OCD")
    late = text(response)
    assert response.status_code == 409
    assert "Your answers were not added" in late
    box = late[late.index('id="copy-box"') :]
    assert STORY in box and "What brings you here?" in box and "OCD" in box
    assert "(703) 555-" in late
    assert "no-store" in response["Cache-Control"]
    request_.refresh_from_db()
    assert not request_.has_details


@pytest.mark.parametrize("ending", ["withdrawn", "unreachable"])
def test_closed_request_takes_nothing_and_says_so(
    client, request_, coordinator, ending
):
    shown = text(client.get(DETAILS))
    request_.close(ending, by=coordinator)
    assert DETAILS not in text(client.get(RECEIVED))
    assert "is closed" in text(client.get(DETAILS))
    response = answer(client, page=shown, treatments_other=STORY)
    assert response.status_code == 409
    assert STORY in text(response)
    request_.refresh_from_db()
    assert not request_.has_details


def test_request_closed_in_the_same_moment_takes_nothing(
    client, request_, coordinator, monkeypatch
):
    shown = text(client.get(DETAILS))
    request_.close("unreachable", by=coordinator)
    monkeypatch.setattr(ConsultationRequest, "is_open", True)
    response = answer(client, page=shown, treatments_other=STORY)
    assert response.status_code == 409
    assert STORY in text(response)


def test_quarantined_request_takes_answers_like_any_other(client):
    client.post(FORM, filled_in(website="x"))
    assert answer(client, reason="OCD").status_code == 302
    assert ConsultationRequest.objects.get().reason == "OCD"


def test_page_of_one_request_adds_nothing_to_another_of_the_same_browser(
    client, request_
):
    shown = text(client.get(DETAILS))
    client.post(FORM, filled_in(name="Sam", phone="703 555 0122"))
    response = answer(client, page=shown, treatments_other=STORY)
    assert response.status_code == 409
    assert "belonged to another request" in text(response)
    assert STORY in text(response)
    for request in ConsultationRequest.objects.all():
        assert not request.has_details


@pytest.mark.parametrize("method", ["add_details", "_lock"])
def test_database_away_gives_back_the_answers(client, request_, monkeypatch, method):
    def away(*args, **kwargs):
        raise OperationalError("server closed the connection")

    shown = text(client.get(DETAILS))
    monkeypatch.setattr(ConsultationRequest, method, away)
    response = answer(client, page=shown, treatments_other=STORY, reason="OCD")
    page = text(response)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert STORY in page and "Reason" in page and "OCD" in page
    assert "Your request is not touched by it" in page
    assert "tel:+1703555" in page


def test_database_away_while_reading_names_the_phone(client, request_, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(views.details.Questionnaire, "current", away)
    response = client.get(DETAILS)
    assert response.status_code == 503
    assert "(703) 555-" in text(response)


def test_nothing_keeps_the_page_and_it_takes_no_other_method(client, request_):
    response = client.get(DETAILS)
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert 'name="robots" content="noindex"' in text(response)
    assert client.put(DETAILS).status_code == 405


def test_cookie_is_not_renewed_by_answering(client, request_):
    before = client.cookies[COOKIE].value
    answer(client, reason="OCD")
    assert client.cookies[COOKIE].value == before


def test_signed_time_holds_nothing_typed(client, request_):
    answer(client, reason="OCD")
    signed = hidden(text(client.get(DETAILS)), "signed_time")
    reference, digest = signing.loads(signed, salt=SALT)
    assert reference == request_.reference
    assert re.fullmatch(r"[0-9a-f]{16}", digest)


def test_answers_send_no_mail(client, request_):
    before = OutboxMessage.objects.count()
    answer(client, reason="OCD", treatments_other=STORY)
    assert OutboxMessage.objects.count() == before


@pytest.mark.parametrize("where", ["treatments_other", "own"])
def test_crisis_words_put_the_request_on_top_and_help_first(client, request_, where):
    question = own(kind=AnswerKind.TEXT)
    before = OutboxMessage.objects.count()
    name = question.name if where == "own" else where
    answer(client, **{name: "some days I want to die"})
    request_.refresh_from_db()
    assert request_.read_first
    assert OutboxMessage.objects.count() == before + 1
    page = text(client.get(RECEIVED))
    assert page.index("call or text 988 now") < page.index("<h1")
    assert "read first" not in page.lower()


def test_crisis_words_show_help_on_every_page_that_gives_the_text_back(
    client, request_
):
    words = "some days I want to die"
    data = {"signed_time": "old", "treatments_other": words}
    for page in (text(client.post(DETAILS, data)), text(Client().post(DETAILS, data))):
        assert page.index("call or text 988 now") < page.index("<h1")
    assert "call or text 988 now" not in text(client.get(DETAILS))


def test_page_costs_few_queries_however_many_questions(
    client, request_, django_assert_max_num_queries
):
    client.get(DETAILS)
    for number in range(12):
        own(wording=f"Question {number}?")
    with django_assert_max_num_queries(12):
        client.get(DETAILS)
    page = text(client.get(DETAILS))
    with django_assert_max_num_queries(20):
        assert answer(client, page=page, reason="OCD").status_code == 302
