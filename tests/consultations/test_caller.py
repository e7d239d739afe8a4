"""A caller or a walk-in, entered while they are on the line."""

import pytest
from django.urls import reverse

from consultations.models import ConsultationRequest, ReadingEntry, ReadingKind

from .conftest import receive
from .test_desk import detail

pytestmark = pytest.mark.django_db

CALLER = reverse("admin:consultations_consultationrequest_caller")


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def enter(client, **fields):
    """Keep what somebody typed, with what the page had chosen for them."""
    page = client.get(CALLER)
    form = page.context["form"]
    data = {
        "submission_key": page.context["ticket"].key,
        "signed_time": page.context["ticket"].signed(),
        "channel": form["channel"].value(),
        "contact_method": form["contact_method"].value(),
        "name": "Marisol",
        "adult": "on",
        "consent": "on",
        "take_it": "on" if form["take_it"].value() else "",
    }
    return client.post(CALLER, data | fields)


@pytest.mark.parametrize(
    "typed",
    ["703 555 0144", "703.555.0144", "1 703 555 01 44", "(703)5550144", "7035550144"],
)
def test_name_number_and_two_ticks_are_enough(at_the_desk, coordinator, typed):
    response = enter(at_the_desk, phone=typed)
    request = ConsultationRequest.objects.get()
    assert response["Location"] == detail(request)
    assert request.phone == "+17035550144"
    assert (request.channel, request.contact_method) == ("phone", "phone")
    assert request.assigned_to == coordinator


def test_address_alone_means_to_write(at_the_desk):
    enter(at_the_desk, email="marisol@example.com")
    assert ConsultationRequest.objects.get().contact_method == "email"


def test_neither_number_nor_address_is_refused(at_the_desk):
    response = enter(at_the_desk)
    assert response.status_code == 200
    assert "phone" in response.context["form"].errors


def test_earlier_requests_of_the_number_are_named_at_once(at_the_desk, coordinator):
    known, other = receive(phone="+17035550144"), receive(phone="+17035550199")
    known.close("unreachable", by=coordinator)
    response = enter(at_the_desk, phone="703 555 0144")
    before = ReadingEntry.objects.filter(kind=ReadingKind.SEARCH)
    assert [entry.request_ids for entry in before] == [[known.pk]]

    page = at_the_desk.get(response["Location"]).content.decode()

    assert f'<a href="{detail(known)}">{known.reference}</a> (Unreachable)' in page
    assert other.reference not in page


def test_new_number_is_not_called_known(at_the_desk):
    response = enter(at_the_desk, phone="703 555 0144")
    page = at_the_desk.get(response["Location"]).content.decode()
    assert "This number is known" not in page
    assert not ReadingEntry.objects.filter(kind=ReadingKind.SEARCH).exists()
