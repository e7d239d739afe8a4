"""The site without its cache: people read, write and sign in as ever."""

import logging

import pytest
from django.core.cache import cache, caches
from django.test import Client

from clinic_site import steady_cache
from consultations.models import ConsultationRequest
from tests.consultations.conftest import filled_in
from tests.site.cache_away import FickleCache, Unreachable
from tests.site.hostile.doors import doors
from tests.site.route_visits import World, closed
from tests.site.staff import make_person, sign_in

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves a picture's temporary file to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(autouse=True)
def fickle(settings, monkeypatch):
    """Keep the site's counts in a cache that can go away."""
    settings.CACHES = {
        "default": {
            "BACKEND": "clinic_site.steady_cache.SteadyCache",
            "LOCATION": "fickle",
            "OPTIONS": {"real": "tests.site.cache_away.FickleCache"},
        }
    }
    cache.clear()
    yield
    monkeypatch.setattr(FickleCache, "is_there", True)
    steady_cache._away.clear()
    cache.clear()


@pytest.fixture
def away(monkeypatch):
    """Take the cache away once everything that a test needs is there."""
    return lambda: monkeypatch.setattr(FickleCache, "is_there", False)


def test_every_public_address_answers_as_before(away, caplog):
    caplog.set_level(logging.CRITICAL)
    known = [door for door in doors(World()) if door.public]
    statuses = []
    for _ in range(2):
        browser = Client(raise_request_exception=False)
        found = {}
        for door in known:
            response = browser.get(door.address)
            closed(response)
            found[door.name, door.address] = response.status_code
        statuses.append(found)
        away()
    before, after = statuses

    assert {d: s for d, s in after.items() if s != before[d]} == {}


def test_request_is_received(away, client):
    away()
    response = client.post("/request-a-consultation/", filled_in())

    assert response.status_code == 302
    assert ConsultationRequest.objects.count() == 1


def test_person_signs_in_and_a_wrong_password_is_refused(away, client):
    person = make_person("coordinator")
    away()

    assert sign_in(Client(), person, "not it").status_code == 200
    assert sign_in(client, person).status_code == 302
    assert client.get("/admin/", follow=True).status_code == 200


def test_wrong_passwords_are_still_counted(away, client):
    person = make_person("coordinator")
    away()
    answers = [sign_in(client, person, "not it") for _ in range(7)]

    assert b"Too many" in answers[-1].content
    assert b"Too many" not in answers[0].content


def test_what_is_kept_meanwhile_is_forgotten_afterwards(away, monkeypatch, caplog):
    cache.set("before", 1)
    away()
    assert cache.get("before") is None
    cache.set("meanwhile", 2)
    assert (cache.get("meanwhile"), cache.add("meanwhile", 3)) == (2, False)
    # Back again, but nobody asks before the pause is over.
    monkeypatch.setattr(FickleCache, "is_there", True)
    assert (cache.get("before"), caches["default"].is_away()) == (None, True)
    steady_cache._away["fickle"] = 0
    assert (cache.get("before"), caches["default"].is_away()) == (1, False)
    assert cache.get("meanwhile") is None
    away()
    assert cache.get("meanwhile") is None
    assert [r.getMessage() for r in caplog.records] == [
        "The cache does not answer: Unreachable",
        "The cache answers again.",
        "The cache does not answer: Unreachable",
    ]


def test_a_key_that_is_not_there_is_no_absence():
    with pytest.raises(ValueError, match="nothing"):
        cache.incr("nothing")
    assert not caches["default"].is_away()


def test_readiness_says_that_the_cache_is_away(away, client):
    assert client.get("/health/ready").json()["cache"] == "ok"
    away()
    told = client.get("/health/ready")

    assert (told.status_code, told.json()["cache"]) == (200, "away")


def test_bare_cache_would_have_raised():
    FickleCache("bare", {}).set("x", 1)
    FickleCache.is_there = False
    with pytest.raises(Unreachable):
        FickleCache("bare", {}).get("x")
