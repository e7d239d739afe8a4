"""Correcting through the private page: saved once, said plainly, nothing lost."""

import re

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from clinic.models import OutboxMessage
from consultations.models import REQUESTER, ConsultationRequest

from .conftest import receive
from .private_page import DETAIL, SAVED, STOP_NOW, at, events, fresh, text, title

pytestmark = pytest.mark.django_db


def test_number_is_corrected_and_the_rest_kept(client, request_):
    data = SAVED | {"phone": "(703) 555-0142", "contact_times": ["09:00-11:00"]}
    response = client.post(at(request_), data | {"text_ok": "on"})

    assert response.status_code == 302
    assert response["Location"] == at(request_) + "?saved"
    stored = fresh(request_)
    assert stored.phone == "+17035550142"
    assert stored.contact_times == ["09:00-11:00"]
    assert (stored.voicemail_ok, stored.text_ok) == (False, True)
    assert (stored.name, stored.email) == (request_.name, request_.email)
    assert (stored.message, stored.adult) == ("a hard year", True)
    page = text(client.get(response["Location"]))
    assert "Saved." in page
    assert "ends in 42" in page


def test_saving_without_a_change_says_so_and_writes_nothing(client, request_):
    data = SAVED | {"contact_times": ["11:00-13:00"], "voicemail_ok": "on"}
    for _twice in range(2):
        response = client.post(at(request_), data)
    assert response["Location"] == at(request_) + "?same"
    assert "Nothing was changed" in text(client.get(response["Location"]))
    assert events(request_) == ["received"]


def test_new_address_gets_a_new_link_and_the_old_one_is_void(client, request_):
    old = at(request_)
    OutboxMessage.objects.all().delete()
    response = client.post(old, SAVED | {"email": "new@example.net"})

    stored = fresh(request_)
    assert response["Location"] == at(stored) + "?moved" != old + "?moved"
    assert "leads nowhere any more" in text(client.get(response["Location"]))
    assert client.get(old).status_code == 404
    recipients = {row.kind: row.recipient for row in OutboxMessage.objects.all()}
    assert recipients == {
        "consultations.staff_notice": "intake@clinic.example",
        "consultations.acknowledgement": "new@example.net",
    }


def test_desk_sees_what_it_said_before(client, request_, coordinator):
    client.post(at(request_), SAVED | {"phone": "703 555 0142", "name": "Robin"})
    client.force_login(coordinator)
    page = text(client.get(reverse(DETAIL, args=[request_.reference])))
    assert "Corrected through the private link" in page
    assert "+17035550117" in page
    assert "Quillon Testvale" in page
    assert "(703) 555-0142" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"contact_method": "text"}, "text_ok"),
        ({"contact_method": "pigeon"}, "contact_method_0"),
        ({"contact_times": ["03:00-04:00"]}, "contact_times_0"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_mistake_is_named_and_what_was_typed_is_kept(client, request_, typed, field):
    response = client.post(at(request_), SAVED | {"name": "Robin"} | typed)
    page = text(response)

    assert response.status_code == 200
    assert title(page).startswith("Error:")
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}"' in page
    assert typed.get("name", "Robin") in page
    assert events(request_) == ["received"]


def test_way_that_we_have_nothing_for_asks_for_it(client, location):
    request = receive(phone="", email="a@example.com", contact_method="email")
    page = text(client.post(at(request), SAVED))
    assert "Enter a phone number, or choose e-mail" in page
    other = receive(email="")
    page = text(client.post(at(other), SAVED | {"contact_method": "email"}))
    assert "Enter an e-mail address, or choose phone" in page
    done = client.post(
        at(other), SAVED | {"contact_method": "email", "email": "b@c.de"}
    )
    assert done.status_code == 302
    assert fresh(other).reach == "b@c.de"


def test_window_from_before_the_hours_changed_can_be_kept(client, request_):
    request_.correct(contact_times=["19:00-21:00"], by=REQUESTER)
    page = text(client.get(at(request_)))
    assert re.search(r'value="19:00-21:00"[^>]*checked', page)
    client.post(at(request_), SAVED | {"contact_times": ["19:00-21:00"]})
    assert fresh(request_).contact_times == ["19:00-21:00"]


def test_form_sent_by_another_site_does_nothing_and_keeps_what_was_typed(request_):
    client = Client(enforce_csrf_checks=True)
    for site in ("cross-site", "same-site"):
        headers = {"sec-fetch-site": site, "origin": "https://elsewhere.example"}
        data = SAVED | {"phone": "703 555 0142"}
        response = client.post(at(request_), data, headers=headers)
        assert response.status_code == 403
        assert 'value="703 555 0142"' in text(response)
        response = client.post(at(request_), STOP_NOW, headers=headers)
        assert response.status_code == 403
    assert events(request_) == ["received"]


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "same-origin", "origin": "null"}],
    ids=["old browser", "no referrer, so no origin"],
)
def test_own_form_needs_no_cookie(request_, headers):
    client = Client(enforce_csrf_checks=True)
    data = SAVED | {"phone": "703 555 0142"}
    assert client.post(at(request_), data, headers=headers).status_code == 302
    assert client.post(at(request_), data, headers=headers, secure=True)
    assert fresh(request_).phone == "+17035550142"


def test_database_that_is_away_gives_back_what_was_typed(client, request_, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(ConsultationRequest, "correct", away)
    data = SAVED | {"phone": "703 555 0142", "name": "Robin"}
    response = client.post(at(request_), data)

    assert response.status_code == 503
    assert response["Retry-After"]
    assert "no-store" in response["Cache-Control"]
    assert "Robin\n703 555 0142" in text(response)
    assert 'href="tel:' in text(response)
    assert "Nova Health Recovery" not in text(response)
    assert at(request_).split("/")[-2] not in text(response)
    monkeypatch.setattr(ConsultationRequest, "of_own_link", away)
    assert client.get(at(request_)).status_code == 503
