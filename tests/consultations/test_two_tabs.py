"""The form in two tabs of one browser, both opened before anything was sent."""

import pytest
from django.urls import reverse

from consultations.models import ConsultationRequest

from .conftest import filled_in
from .test_request_form import hidden, text

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
RECEIVED = reverse("request_received")


@pytest.mark.parametrize("message", ["I would like to know.", "And the parking?"])
def test_second_tab_belongs_to_what_the_first_one_sent(client, message):
    one, two = filled_in(), filled_in(message=message)
    client.post(FORM, one)
    client.post(FORM, two)

    request = ConsultationRequest.objects.get()
    assert request.message == message
    assert request.reference in text(client.get(RECEIVED))


@pytest.mark.parametrize(
    "other",
    [{"name": "Alex Reyes"}, {"phone": "703 555 0118"}],
    ids=["same phone", "same name"],
)
def test_second_tab_of_another_person_is_a_request_of_its_own(client, other):
    one, two = filled_in(), filled_in(**other)
    client.post(FORM, one)
    client.post(FORM, two)
    assert ConsultationRequest.objects.count() == 2


def test_second_request_that_was_asked_for_is_one_though_the_person_is_the_same(client):
    client.post(FORM, filled_in())
    page = text(client.get(FORM, {"new": "1"}))
    client.post(FORM, filled_in(message="For another day") | hidden(page))
    assert ConsultationRequest.objects.count() == 2
