"""A duplicate passes on that it is read first, and its place on top if still due."""

import pytest

from consultations.models import EventKind
from consultations.models.refusals import Unanswered

from .conftest import receive
from .test_desk import act
from .test_same_person import link

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def test_read_first_is_passed_on(coordinator):
    stays, again = receive(), receive(read_first=True)
    link(again, stays, coordinator)
    assert stays.read_first
    event = stays.events.last()
    assert (event.kind, event.actor) == (EventKind.MARKED_READ_FIRST, coordinator)
    assert again.reference in event.summary
    assert stays.pinned


def test_what_has_been_dealt_with_does_not_pin_the_one_that_stays(coordinator):
    stays, answered = receive(), receive(read_first=True)
    answered.answer_read_first("rang her", by=coordinator)
    link(answered, stays, coordinator)
    assert stays.read_first
    assert not stays.pinned

    along = receive(read_first=True)
    along.close("duplicate", duplicate_of=stays, by=coordinator, did="rang her again")
    stays.refresh_from_db()
    assert not stays.pinned


def test_what_has_not_pins_it_again(coordinator):
    stays, again = receive(read_first=True), receive(read_first=True)
    stays.answer_read_first("rang her", by=coordinator)
    link(again, stays, coordinator)
    assert stays.pinned
    assert stays.events.last().kind == EventKind.MARKED_READ_FIRST


def test_nothing_pressing_goes_out_of_sight_with_a_closed_one(at_the_desk, coordinator):
    stays, again = receive(), receive(read_first=True)
    stays.close("unreachable", by=coordinator)
    with pytest.raises(Unanswered):
        again.close("duplicate", duplicate_of=stays, by=coordinator)
    data = {"close-disposition": "duplicate", "close-duplicate_of": stays.reference}
    page = at_the_desk.post(act(again, "close"), data).content.decode()
    assert "Write what you did about it" in page
    again.refresh_from_db()
    assert (again.is_open, again.pinned) == (True, True)

    at_the_desk.post(act(again, "close"), data | {"close-did": "rang her"})
    again.refresh_from_db()
    assert (again.duplicate_of, again.pinned) == (stays, False)


def test_pressing_one_is_linked_in_one_press_to_an_open_one(at_the_desk):
    stays, again = receive(), receive(read_first=True)
    data = {"close-disposition": "duplicate", "close-duplicate_of": stays.reference}
    at_the_desk.post(act(again, "close"), data)
    stays.refresh_from_db()
    assert stays.pinned


def test_nothing_is_passed_on_twice_or_without_need(coordinator):
    stays, calm, pressing = (
        receive(read_first=True),
        receive(),
        receive(read_first=True),
    )
    link(calm, stays, coordinator)
    link(pressing, stays, coordinator)
    assert stays.events.count() == 1
