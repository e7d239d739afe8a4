"""Withdrawing through the private page: two presses, and nobody calls any more."""

import re

import pytest
from django.urls import reverse

from clinic.models import OutboxMessage
from consultations.models import REQUESTER, ConsultationRequest, EventKind, Status

from .conftest import filled_in, receive
from .private_page import (
    ACT,
    DETAIL,
    FORM,
    SAVED,
    STOP,
    STOP_NOW,
    at,
    events,
    fresh,
    text,
    title,
)

pytestmark = pytest.mark.django_db


def test_second_press_stops_all_contact(client, request_):
    response = client.post(at(request_), STOP_NOW)

    assert response["Location"] == at(request_)
    page = text(client.get(at(request_)))
    assert title(page) == "Withdrawn"
    assert "nobody here calls, texts or writes" in page
    assert f'href="{FORM}?new=1"' in page
    assert request_.reference not in page
    assert fresh(request_).is_withdrawn
    assert not OutboxMessage.objects.waiting().exists()


def test_second_withdrawal_and_late_correction_change_nothing(client, request_):
    for _twice in range(2):
        client.post(at(request_), STOP_NOW)
    assert title(text(client.post(at(request_), STOP))) == "Withdrawn"
    response = client.post(at(request_), SAVED | {"phone": "703 555 0142"})

    assert response.status_code == 409
    assert title(text(response)) == "Withdrawn"
    assert "703 555 0142" in text(response)
    assert events(request_) == ["received", "withdrawn"]


def close_it(request, by):
    request.close("unreachable", by=by)


def make_it_spam(request, by):
    request.mark_spam(by=by)


def make_it_a_duplicate(request, by):
    request.close("duplicate", duplicate_of=receive(), by=by)


@pytest.mark.parametrize("end", [close_it, make_it_spam, make_it_a_duplicate])
def test_request_that_the_desk_closed_says_so_and_nothing_of_why(
    client, request_, coordinator, end
):
    end(request_, coordinator)
    page = text(client.get(at(request_)))

    assert title(page) == "Your request is closed"
    assert ("joined it with another" in page) == (end is make_it_a_duplicate)
    for word in ("spam", "nreachable", "uplicate", request_.reference, "<form"):
        assert word not in page
    late = client.post(at(request_), SAVED | {"phone": "703 555 0142"})
    assert late.status_code == 409
    assert "703 555 0142" in text(late)
    assert client.post(at(request_), STOP_NOW).status_code == 200
    assert fresh(request_).disposition != "withdrawn"


def test_desk_closing_in_the_same_moment_loses_nothing(
    client, request_, coordinator, monkeypatch
):
    """The page is built from a row that the desk closes before it is locked."""
    found = ConsultationRequest.of_own_link

    def found_before_it_closed(token):
        request = found(token)
        fresh(request).close("unreachable", by=coordinator)
        return request

    monkeypatch.setattr(ConsultationRequest, "of_own_link", found_before_it_closed)
    response = client.post(at(request_), SAVED | {"phone": "703 555 0142"})
    assert response.status_code == 409
    assert "703 555 0142" in text(response)
    fresh(request_).reopen(by=coordinator)
    response = client.post(at(request_), STOP_NOW)
    assert response.status_code == 200
    assert title(text(response)) == "Your request is closed"


def test_quarantined_request_looks_like_any_other(client, location):
    set_aside = receive(quarantine_reasons=["decoy"], location=location)
    usual = receive(location=location)
    pages = [
        text(client.get(at(request))).replace(request.reference, "")
        for request in (set_aside, usual)
    ]
    spelled = [re.sub(r"(?:\w, ){7}\w", "", page) for page in pages]
    assert spelled[0] == spelled[1]
    client.post(at(set_aside), STOP_NOW)
    assert fresh(set_aside).is_withdrawn


def test_received_page_of_a_withdrawn_request_says_so(client):
    client.post(FORM, filled_in())
    request = ConsultationRequest.objects.get()
    request.withdraw(by=REQUESTER)
    response = client.get(reverse("request_received"))
    assert response["Location"] == at(request)


def test_who_stopped_and_writes_again_writes_a_new_request(client):
    client.post(FORM, filled_in())
    first = ConsultationRequest.objects.get()
    assert first.reference in text(client.get(FORM))
    first.withdraw(by=REQUESTER)
    page = text(client.get(FORM))

    assert first.reference not in page
    key = re.search(r'name="submission_key" value="([^"]*)"', page)[1]
    assert ConsultationRequest.for_key(key) is None


def test_desk_hides_every_way_to_reach_who_withdrew(client, request_, coordinator):
    client.post(at(request_), STOP_NOW)
    client.force_login(coordinator)
    page = text(client.get(reverse(DETAIL, args=[request_.reference])))

    assert (
        "<strong>Withdrawn by the requester, do not contact</strong> (today, " in page
    )
    for gone in ('href="tel:', 'href="sms:', 'href="mailto:', "log_attempt"):
        assert gone not in page, gone
    assert "Do not contact" in page
    assert "Reopen although withdrawn" in page
    queue = reverse("admin:consultations_consultationrequest_changelist")
    assert "Do not contact" in text(client.get(queue, {"state": "closed"}))
    assert request_.reference not in text(client.get(queue))


def test_desk_says_who_wrote_a_withdrawal_down(client, request_, coordinator):
    request_.close("withdrawn", by=coordinator)
    client.force_login(coordinator)
    page = text(client.get(reverse(DETAIL, args=[request_.reference])))
    assert "written down by Priya Shah" in page
    assert "by the requester" not in page


def test_press_from_an_open_page_is_refused_after_a_withdrawal(
    client, request_, coordinator
):
    client.force_login(coordinator)
    request_.withdraw(by=REQUESTER)
    url = reverse(ACT, args=[request_.reference, "log_attempt"])
    data = {"log_attempt-outcome": "no_answer", "log_attempt-note": "rang twice"}
    response = client.post(url, data)

    assert response.status_code == 409
    page = text(response)
    assert "Withdrawn: do not contact" in page
    assert "rang twice" in page
    assert events(request_) == ["received", "withdrawn"]


def test_desk_reopens_a_withdrawal_with_a_reason_alone(client, request_, coordinator):
    request_.withdraw(by=REQUESTER)
    client.force_login(coordinator)
    url = reverse(ACT, args=[request_.reference, "reopen"])

    refused = client.post(url, {"reopen-note": " "})
    assert "Write why you reopen what was withdrawn" in text(refused)
    assert fresh(request_).is_withdrawn
    assert client.post(url, {"reopen-note": "She rang."}).status_code == 302

    assert fresh(request_).status == Status.RECEIVED
    last = request_.events.last()
    assert (last.kind, last.note) == (EventKind.REOPENED, "She rang.")
    assert client.get(at(request_)).status_code == 200


def test_desk_makes_the_link_void(client, request_, coordinator, editor):
    path = at(request_)
    url = reverse(ACT, args=[request_.reference, "void_own_link"])
    client.force_login(editor)
    assert client.post(url).status_code in (302, 403)
    assert client.get(path).status_code == 200

    client.force_login(coordinator)
    page = text(client.get(reverse(DETAIL, args=[request_.reference])))
    assert "Make the private link void" in page
    client.post(url)
    assert client.get(path).status_code == 404
    page = text(client.get(reverse(DETAIL, args=[request_.reference])))
    assert "Make the private link void" not in page
