"""When something fails the visitor keeps the text and knows whom to call."""

import html
import re

import pytest
from django.db import InterfaceError, InternalError, OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import reverse

from consultations import views
from consultations.models import ConsultationRequest, crisis_mark
from consultations.models.receiving import OutcomeUnknown

from .conftest import filled_in
from .test_request_form import hidden, text

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
RECEIVED = reverse("request_received")
STORY = "I typed this for ten minutes."


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


def test_without_cookies_the_page_says_so_and_shows_the_text(strict, location):
    response = strict.post(FORM, filled_in(message=STORY))

    assert response.status_code == 403
    assert STORY in text(response)
    assert "(703) 555-" in text(response)
    assert "cookie" in text(response)
    assert f'href="{FORM}"' in text(response)
    label = '<label for="copy-box">'
    assert text(response).index(label) < text(response).index(STORY)
    assert 'class="action-bar' not in text(response)
    assert "no-store" in response["Cache-Control"]
    assert not ConsultationRequest.objects.exists()


def test_stale_token_shows_the_form_ready_to_send(strict):
    strict.get(FORM)
    data = filled_in(message=STORY, csrfmiddlewaretoken="x" * 64)
    response = strict.post(FORM, data)

    page = text(response)
    assert response.status_code == 403
    assert "<title>Error:" in page
    assert STORY in page
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert strict.post(FORM, data | hidden(page) | {"csrfmiddlewaretoken": token})
    assert ConsultationRequest.objects.get().message == STORY


def test_stale_token_with_expired_key_shows_the_form_too(strict):
    strict.get(FORM)
    response = strict.post(FORM, filled_in(message=STORY, signed_time="old"))
    assert response.status_code == 403
    assert STORY in text(response)


def test_other_addresses_get_a_plain_refusal(strict, coordinator):
    strict.force_login(coordinator)
    url = reverse("admin:consultations_consultationrequest_search")
    response = strict.post(url, {"q": STORY})
    assert response.status_code == 403
    assert STORY not in text(response)
    assert "This form has expired" in text(response)


def away(*args, **kwargs):
    raise OperationalError("server closed the connection")


def broken(*args, **kwargs):
    raise RuntimeError(STORY)


def sent_again(page: str) -> dict:
    """Return what the one button of the page sends."""
    form = page.split('<form method="post"')[1].split("</form>")[0]
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    data = {}
    for name, value in fields:
        data.setdefault(name, []).append(html.unescape(value))
    return data


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, InternalError])
@pytest.mark.parametrize("where", ["receive", "current"])
def test_database_away_gives_back_the_text(client, monkeypatch, error, where):
    data = filled_in(message=STORY)

    def away(*args, **kwargs):
        raise error("server closed the connection")

    target = {
        "receive": views.form.ConsultationRequest,
        "current": views.form.LocationPage,
    }[where]
    name = {"receive": "receive", "current": "default"}[where]
    monkeypatch.setattr(target, name, away)
    response = client.post(FORM, data)

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert STORY in text(response)
    assert "did not reach us this time" in text(response)
    assert "(703) 555-" in text(response)
    assert "no-store" in response["Cache-Control"]
    assert list(response.cookies) == ["csrftoken"]


def test_all_that_was_typed_is_there_to_copy(client, location, monkeypatch):
    data = filled_in(
        message="One line\r\n<b>another</b>",
        email="jo@example.com",
        contact_times=["09:00-11:00", "11:00-13:00"],
        later_question="An answer",
    )
    monkeypatch.setattr(views.form.ConsultationRequest, "receive", away)
    page = text(client.post(FORM, data))

    block = page.split('id="copy-box"')[1].split(">", 1)[1].split("</textarea>")[0]
    assert html.unescape(block).splitlines() == [
        "What should we call you: Jordan Reyes",
        "How may we reach you: Phone",
        "Phone: (703) 555-0117",
        "E-mail: jo@example.com",
        "Who is it for: Myself",
        "Anything you would like us to know:",
        "One line",
        "<b>another</b>",
        "When suits you: 9 to 11 am, 11 am to 1 pm",
        "Later question: An answer",
    ]


def test_one_press_sends_the_same_request_again(location, monkeypatch):
    strict = Client(enforce_csrf_checks=True)
    token = strict.get(FORM).cookies["csrftoken"].value
    data = filled_in(
        message="One line\r\nanother “line”",
        contact_times=["09:00-11:00", "11:00-13:00"],
        csrfmiddlewaretoken=token,
    )
    with monkeypatch.context() as patch:
        patch.setattr(views.form.ConsultationRequest, "receive", away)
        response = strict.post(FORM, data)
    again = sent_again(text(response))

    assert again["submission_key"] == [data["submission_key"]]
    assert strict.post(FORM, again).status_code == 302
    request = ConsultationRequest.objects.get()
    assert request.message == "One line\nanother “line”"
    assert request.contact_times == ["09:00-11:00", "11:00-13:00"]
    assert strict.post(FORM, again).status_code == 302
    assert ConsultationRequest.objects.count() == 1


def test_commit_without_an_answer_is_told_and_counts_once(client, monkeypatch):
    real = ConsultationRequest.receive

    def stored_but_not_told(**given):
        real(**given)
        raise OutcomeUnknown

    with monkeypatch.context() as patch:
        patch.setattr(views.form.ConsultationRequest, "receive", stored_but_not_told)
        response = client.post(FORM, filled_in(message=STORY))
    page = text(response)

    assert response.status_code == 503
    assert "Your request may not have arrived" in page
    assert "was not sent" not in page
    client.post(FORM, sent_again(page))
    request = ConsultationRequest.objects.get()
    assert request.reference in text(client.get(RECEIVED))


def test_unexpected_error_keeps_the_text_and_says_that_it_did_not_arrive(
    client, monkeypatch, caplog
):
    monkeypatch.setattr(views.form.ConsultationRequest, "receive", broken)
    response = client.post(FORM, filled_in(message=STORY))

    assert response.status_code == 500
    page = text(response)
    assert page.count(STORY) == 2
    assert "Something broke on our side" in page
    assert "did not reach us this time" in page
    assert "(703) 555-" in page
    assert "tel:988" in page
    assert "no-store" in response["Cache-Control"]
    assert "RuntimeError at " in caplog.text
    assert STORY not in caplog.text
    client.post(FORM, sent_again(page))


def test_error_after_the_commit_tells_the_reference(client, monkeypatch):
    monkeypatch.setattr(views.form, "remember", broken)
    page = text(client.post(FORM, filled_in(message=STORY)))

    request = ConsultationRequest.objects.get()
    assert "<h1>We have your request</h1>" in page
    assert request.reference in page
    assert "Send it again" not in page


def test_error_while_reading_is_no_concern_of_this_guard(client, monkeypatch):
    monkeypatch.setattr(views.form.IntakeSettings, "load", broken)
    with pytest.raises(RuntimeError):
        client.get(FORM)


def test_database_away_while_reading_names_the_phone(client, monkeypatch):
    monkeypatch.setattr(views.form.IntakeSettings, "load", away)
    for url in (FORM, RECEIVED):
        response = client.get(url)
        assert response.status_code == 503
        assert "(703) 555-" in text(response)
        assert "We cannot take this right now" in text(response)


def test_whoever_was_received_is_told_so_while_the_database_is_away(
    client, monkeypatch
):
    client.post(FORM, filled_in())
    monkeypatch.setattr(views.form.IntakeSettings, "load", away)
    response = client.get(RECEIVED)

    assert response.status_code == 503
    assert "<h1>We have your request</h1>" in text(response)
    assert "(703) 555-" in text(response)


@pytest.mark.parametrize(
    ("known", "message", "hit", "first"),
    [
        (True, "I want to die", True, True),
        (True, "I am tired", False, False),
        (False, "I want to die", False, True),
        (False, "I am tired", False, True),
    ],
)
def test_help_stands_on_a_page_that_the_database_did_not_help_to_draw(
    client, monkeypatch, known, message, hit, first
):
    crisis_mark.forget()
    if known:
        crisis_mark.speaks_of_danger(["anything"])
    monkeypatch.setattr(views.form.ConsultationRequest, "receive", away)
    monkeypatch.setattr(crisis_mark.CrisisPhrase.objects, "all", away)
    page = text(client.post(FORM, filled_in(message=message)))

    main = page.split('<main id="main"')[1]
    assert page.index('class="crisis-line"') < page.index("<main")
    assert ("crisis-hit" in main) is hit
    assert (main.index("crisis-card") < main.index("<h1>")) is first
    assert main.count("crisis-card ") + main.count('"crisis-card"') == 1


def test_pages_that_do_not_exist_are_passed_on(client):
    request = RequestFactory().post(FORM, {"message": STORY})

    def missing(request):
        raise Http404

    with pytest.raises(Http404):
        views.guard.keeps_the_text(missing)(request)
