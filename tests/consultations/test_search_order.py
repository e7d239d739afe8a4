"""The newest of what is searched: the right ones, however common the words are."""

import random

import pytest
from django.db import connection
from django.urls import reverse

from clinic.encryption import lookup_digest
from consultations.models import ConsultationRequest, LookupKind
from consultations.models.lookups import LONGEST_PREFIX, SHORTEST_PREFIX, name_words

from .conftest import receive
from .test_desk import rows

pytestmark = pytest.mark.django_db

SEARCH = reverse("admin:consultations_consultationrequest_search")
# Beginnings of one another, and words that many share.
WORDS = ["Ana", "Anab", "Anabel", "Mar", "Mary", "Maryam", "Li"]
TYPED = ["ana", "anab", "mar", "mary ana", "ana mar", "li mar", "mar mary li", "li zoe"]


def fits(name: str, typed: str) -> bool:
    """Say what the search promises, from the name itself."""

    def has(word: str) -> bool:
        start = word[:LONGEST_PREFIX]
        is_start = len(word) >= SHORTEST_PREFIX
        return any(
            own == word or (is_start and own.startswith(start))
            for own in name_words(name)
        )

    return all(has(word) for word in name_words(typed))


@pytest.fixture
def people():
    """Requests of people with much the same names, the newest first."""
    chance = random.Random(3)  # noqa: S311 - the same people each time
    names = [
        " ".join(chance.sample(WORDS, chance.choice([1, 2, 3]))) for _ in range(40)
    ]
    return [receive(name=name) for name in names][::-1]


@pytest.mark.parametrize("common", [1, 8, 10_000])
def test_newest_that_fit_are_found_however_many_share_a_word(
    people, monkeypatch, common
):
    monkeypatch.setattr("consultations.models.lookups.COMMON", common)
    met = set()
    for typed in TYPED:
        expected = [request for request in people if fits(request.name, typed)]
        met.add(min(len(expected), 3))
        for newest in (None, 1, 3, 50):
            found = ConsultationRequest.objects.matching(typed, newest=newest)
            listed = list(found.order_by("-pk")[:newest])
            assert listed == expected[:newest], (typed, newest)
    # There was something to cut off, and something to find nothing of.
    assert met >= {0, 3}


def test_requests_of_others_take_no_room_from_ones_own(people, clinician, coordinator):
    own = people[-6:]
    for request in own:
        request.hand_over(clinician, by=coordinator)
    visible = ConsultationRequest.objects.visible_to(clinician)

    def found(typed):
        return list(visible.matching(typed, newest=2).order_by("-pk")[:2])

    for typed in ("mar", "ana mar"):
        expected = [request for request in own if fits(request.name, typed)][:2]
        assert found(typed) == expected, typed
        assert expected
        assert found(typed) != [r for r in people if fits(r.name, typed)][:2]
    # All of them gave the same number.
    assert found(own[0].phone) == own[:2]
    assert found(own[0].reference) == own[:1]
    assert found(people[0].reference) == []


def test_who_sees_nothing_finds_nothing(people):
    assert not ConsultationRequest.objects.none().matching("mar ana", newest=2).exists()


def test_rarest_word_is_looked_through_and_others_looked_up(people, coordinator):
    rare = receive(name="Mar Zoe")
    found = ConsultationRequest.objects.matching("mar zoe", newest=9).order_by("-pk")
    assert list(found) == [rare]
    sql = str(found.query)
    zoe, mar = (lookup_digest(LookupKind.NAME, word) for word in ("zoe", "mar"))
    assert f'"digest" = {zoe}' in sql
    assert f'"digest" = {mar}' not in sql

    plan = found.explain()
    if connection.vendor == "sqlite":
        assert "CORRELATED SCALAR SUBQUERY" in plan
        assert "COVERING INDEX lookup_digest (digest=? AND rowid=?)" not in plan
        assert "COVERING INDEX lookup_digest (digest=? AND request_id=?)" in plan
    else:
        assert "SubPlan" in plan


def test_search_of_several_words_counts_them_in_one_query(
    people, django_assert_num_queries
):
    with django_assert_num_queries(1):
        list(ConsultationRequest.objects.matching("mar", newest=9))
    with django_assert_num_queries(2):
        list(ConsultationRequest.objects.matching("mar ana li", newest=9))


def test_desk_shows_the_newest_that_have_all_words(client, coordinator, people):
    client.force_login(coordinator)
    found = rows(client.post(SEARCH, {"q": "ana mar"}))
    assert found == [r for r in people if fits(r.name, "ana mar")]
    assert found
