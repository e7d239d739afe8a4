"""The private link: nobody guesses it, nothing stores it, and it can be made void."""

import json
import re

import pytest
from django.urls import reverse

from clinic.models import OutboxMessage
from clinic.outbox import builder_for
from consultations.models import (
    REQUESTER,
    ConsultationRequest,
    EventKind,
    own_link,
)

from .conftest import filled_in, receive
from .test_canary import dump

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")


def token_of(request) -> str:
    return own_link.link_for(request).rstrip("/").rpartition("/")[2]


def leads_to(token):
    return ConsultationRequest.of_own_link(token)


def test_link_leads_to_its_request_and_is_the_same_at_each_attempt():
    request, _other = receive(), receive()

    assert own_link.link_for(request) == (
        f"http://localhost/request-a-consultation/yours/{token_of(request)}/"
    )
    again = ConsultationRequest.objects.get(pk=request.pk)
    assert own_link.link_for(again) == own_link.link_for(request)
    assert leads_to(token_of(request)) == request


def test_token_has_a_proof_of_at_least_128_bits_and_says_nothing():
    request = receive()
    token = token_of(request)

    assert re.fullmatch(r"[A-Za-z0-9_-]{40}", token)
    assert len(token) - len(request.own_link) == 24  # of 64 characters: 144 bits
    assert request.reference not in token


def test_database_holds_no_token():
    request = receive(email="jordan@example.com")
    token = token_of(request)
    stored = dump().decode(errors="replace")

    assert request.own_link in stored
    assert token not in stored
    assert token.removeprefix(request.own_link) not in stored


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: token[:16] + "A" * 24,
        lambda token: "A" * 16 + token[16:],
        lambda token: token.swapcase(),
        lambda token: token[:20] + "é" + token[21:],
        lambda token: token[:39] + "\n",
        lambda token: "",
    ],
)
def test_wrong_token_leads_nowhere(change):
    assert leads_to(change(token_of(receive()))) is None


def test_proof_of_one_request_opens_no_other():
    mine, other = receive(), receive()
    assert leads_to(other.own_link + token_of(mine)[16:]) is None


def test_proof_is_compared_in_constant_time_under_every_key(monkeypatch, settings):
    settings.LOOKUP_KEYS = ["new", *settings.LOOKUP_KEYS]
    request = receive()
    compared = []
    compare = own_link.hmac.compare_digest
    monkeypatch.setattr(
        own_link.hmac,
        "compare_digest",
        lambda a, b: compared.append(len(a)) or compare(a, b),
    )

    assert own_link.proves(token_of(request), request)
    assert compared == [24, 24]


def test_link_outlives_a_change_of_keys_while_the_old_key_is_kept(settings):
    request = receive()
    old_keys, token = settings.LOOKUP_KEYS, token_of(request)

    settings.LOOKUP_KEYS = ["a-new-lookup-key", *old_keys]
    assert leads_to(token) == request
    assert token_of(request) != token
    assert leads_to(token_of(request)) == request

    settings.LOOKUP_KEYS = ["a-new-lookup-key"]
    assert leads_to(token) is None


def test_link_holds_while_open_and_two_weeks_after_closing(coordinator, time_machine):
    time_machine.move_to("2026-11-02 12:00:00-05:00", tick=False)
    request = receive()
    token = token_of(request)
    time_machine.move_to("2027-06-02 12:00:00-05:00", tick=False)
    assert leads_to(token) == request

    request.close("unreachable", by=coordinator)
    time_machine.move_to("2027-06-16 11:59:59-05:00", tick=False)
    assert leads_to(token) == request
    time_machine.move_to("2027-06-16 12:00:00-05:00", tick=False)
    assert leads_to(token) is None

    request.reopen(by=coordinator)
    assert leads_to(token) == request


def test_desk_makes_it_void_for_good_and_no_mail_holds_one_any_more(coordinator):
    request = receive(email="jordan@example.com")
    token = token_of(request)
    request.void_own_link(by=coordinator)
    request.void_own_link(by=coordinator)

    assert leads_to(token) is None
    assert own_link.link_for(request) == ""
    assert request.events.filter(kind=EventKind.LINK_VOIDED).count() == 1
    assert request.events.last().actor == coordinator
    row = OutboxMessage.objects.get(kind="consultations.acknowledgement")
    mail = builder_for(row.kind)(row)
    for part in (mail.body, mail.alternatives[0][0]):
        assert "/yours/" not in part
        assert "private address" not in part


def test_corrected_address_makes_the_link_in_the_old_mailbox_void():
    request = receive(email="old@example.com")
    token = token_of(request)
    request.correct(email="new@example.com", by=REQUESTER)

    assert leads_to(token) is None
    assert leads_to(token_of(request)) == request


def test_address_corrected_by_the_form_makes_it_void_too():
    request = receive("k" * 32, email="old@example.com")
    token = token_of(request)
    receive("k" * 32, email="old@example.com", message="and one thing more")
    assert leads_to(token) == request
    receive("k" * 32, email="new@example.com", message="and one thing more")
    assert leads_to(token) is None


def test_acknowledgement_holds_the_link_and_the_desks_mail_does_not():
    request = receive(email="jordan@example.com")
    link = own_link.link_for(request)
    for row in OutboxMessage.objects.all():
        mail = builder_for(row.kind)(row)
        for part in (mail.body, mail.alternatives[0][0]):
            assert (link in part) == ("acknowledgement" in row.kind)
        assert token_of(request) not in mail.subject
        assert token_of(request) not in json.dumps(row.payload)


def test_received_page_shows_the_link_whatever_the_request_looks_like(client):
    client.post(FORM, filled_in(website="decoy"))
    request = ConsultationRequest.objects.get()
    page = client.get(reverse("request_received")).content.decode()

    assert request.status == "quarantined"
    assert f'href="{own_link.link_for(request)}"' in page


def test_received_page_does_without_where_there_is_none(client, coordinator):
    client.post(FORM, filled_in())
    ConsultationRequest.objects.get().void_own_link(by=coordinator)
    page = client.get(reverse("request_received")).content.decode()

    assert "/yours/" not in page
    assert "private page" not in page


def test_request_from_before_has_no_link_and_no_link_finds_it():
    request = receive()
    ConsultationRequest.objects.filter(pk=request.pk).update(own_link=None)
    receive()
    request.refresh_from_db()

    assert own_link.link_for(request) == ""
    assert leads_to("") is None
