"""The second page too late, too old or away: nothing that was typed is lost."""

import re

import pytest
from django.core import signing
from django.db import OperationalError
from django.test import Client

from clinic.models import OutboxMessage
from consultations import views
from consultations.models import AnswerKind, ClearanceQuestion, ConsultationRequest
from consultations.views.details import SALT
from consultations.views.sent import COOKIE, COOKIE_AGE

from .conftest import filled_in
from .test_details import DETAILS, FORM, RECEIVED, answer, hidden, own, sent_by, text

pytestmark = pytest.mark.django_db

STORY = "I wrote this for ten minutes."


@pytest.fixture
def request_(client):
    return sent_by(client)


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
