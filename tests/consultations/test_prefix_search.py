"""Names found by how their words begin, and what the stored rows give away."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from consultations.models import (
    REQUESTER,
    ConsultationRequest,
    LookupKind,
    RequestLookup,
)
from consultations.models.lookups import (
    LONGEST_PREFIX,
    PREFIX_DIGEST,
    PREFIX_ROWS,
    prefix_rows,
    prefixes,
)

from .conftest import receive
from .test_desk import rows

pytestmark = pytest.mark.django_db

SEARCH = reverse("admin:consultations_consultationrequest_search")
LONG = "Wolfeschlegelsteinhausen"


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def found(text):
    return list(ConsultationRequest.objects.matching(text))


@pytest.mark.parametrize(
    "typed", ["jor", "JORD", "rey", "reye jor", "jordan rey", "Jór", "reyes"]
)
def test_name_is_found_by_how_its_words_begin(typed):
    request = receive(name="Jordan Reyes")
    receive(name="Alex Kim")
    assert found(typed) == [request]


@pytest.mark.parametrize("typed", ["jo", "ord", "jordann", "jor kim", "re jor"])
def test_name_is_not_found_by_less_or_by_something_else(typed):
    receive(name="Jordan Reyes")
    assert found(typed) == []


def test_short_words_are_found_whole():
    request = receive(name="Bo Li")
    assert found("bo") == found("Li Bo") == [request]


def test_long_words_are_found_by_all_that_was_typed_of_them():
    request = receive(name=LONG)
    for length in (3, LONGEST_PREFIX, LONGEST_PREFIX + 4, len(LONG)):
        assert found(LONG[:length]) == [request]


def test_email_and_phone_are_no_beginnings():
    receive(email="jordan@example.com")
    assert found("jordan@exa") == found("703 555") == []


def test_prefixes_leave_the_whole_word_to_its_own_row():
    assert prefixes("reyes") == ["rey", "reye"]
    assert prefixes("kim") == prefixes("li") == []
    assert len(prefixes(LONG)) == LONGEST_PREFIX - 2


@pytest.mark.parametrize("name", ["Li", "Jordan Reyes", "Ana", LONG, f"{LONG} {LONG}a"])
def test_number_and_order_of_rows_tell_nothing_of_the_name(name):
    given = prefix_rows(name)
    assert len(given) % PREFIX_ROWS == 0
    assert given
    assert given == sorted(given)
    assert {len(digest) for _kind, digest in given} == {PREFIX_DIGEST}


def test_rows_follow_an_amendment_and_a_correction():
    request = receive("k" * 32, name="Jordan Reyes")
    receive("k" * 32, name="Marisol Vega")
    assert found("jord") == []
    assert found("mari") == [request]
    request.refresh_from_db()
    request.correct(by=REQUESTER, name="Marisol Ortega")
    assert found("veg") == []
    assert found("ort mar") == [request]


def test_command_fills_what_is_missing_and_nothing_twice(capsys):
    old, new = receive(name="Jordan Reyes"), receive(name="Jordana Kim")
    RequestLookup.objects.filter(request=old, kind=LookupKind.PREFIX).delete()
    assert found("jord") == [new]

    call_command("fill_lookups")
    assert set(found("jord")) == {old, new}
    count = RequestLookup.objects.count()
    call_command("fill_lookups")

    assert RequestLookup.objects.count() == count
    assert capsys.readouterr().out.splitlines() == [
        "Lookups written for 1 requests.",
        "Lookups written for 0 requests.",
    ]


def test_search_says_how_many_and_when_it_is_cut_off(at_the_desk, monkeypatch):
    monkeypatch.setattr("consultations.admin.queue.FOUND_AT_MOST", 2)
    older, *newer = [receive() for _number in range(3)]

    cut = at_the_desk.post(SEARCH, {"q": "rey"})
    assert rows(cut) == newer[::-1]
    assert "More than 2 requests fit" in cut.content.decode()

    receive(name="Alex Kim")
    whole = at_the_desk.post(SEARCH, {"q": "kim"}).content.decode()
    assert "One request found" in whole
    assert "More than" not in whole
    reference = at_the_desk.post(SEARCH, {"q": older.reference})
    assert rows(reference) == [older]
