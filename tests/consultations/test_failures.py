"""When something fails the visitor keeps the text and knows whom to call."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from django.urls import reverse

from consultations import views
from consultations.models import ConsultationRequest

from .conftest import filled_in
from .test_request_form import hidden, text

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
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


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
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
    assert "(703) 555-" in text(response)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_database_away_while_reading_names_the_phone(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(views.form.IntakeSettings, "load", away)
    for url in (FORM, reverse("request_received")):
        response = client.get(url)
        assert response.status_code == 503
        assert "(703) 555-" in text(response)


def test_request_without_a_message_is_told_too_that_it_was_not_sent(
    client, monkeypatch
):
    def away(*args, **kwargs):
        raise OperationalError("server closed the connection")

    data = filled_in(message="")
    monkeypatch.setattr(views.form.ConsultationRequest, "receive", away)
    page = text(client.post(FORM, data))

    assert "Your request was not sent" in page
    assert 'id="copy-box"' not in page
    assert "tel:+1703555" in page
