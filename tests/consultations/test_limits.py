"""How much may come from one place, and what happens beyond."""

import logging
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clinic import counting
from consultations import limits
from consultations.limits import FLOOD, USUAL
from consultations.models import ConsultationRequest, Status

from .conftest import filled_in
from .test_request_form import text

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
STORY = "I typed this for ten minutes."
HOME = "198.51.100.7"
ELSEWHERE = "192.0.2.9"


@pytest.fixture(autouse=True)
def nobody_refused(time_machine):
    # In the middle of a window of counting: none ends while a test sends.
    time_machine.move_to("2026-11-23 12:10:00-05:00")
    limits.forget()
    yield
    limits.forget()


def many_came(limit, number, address=HOME):
    """Let a place have sent so many, without the work of it."""
    for _time in range(number):
        if limit is USUAL:
            limits.received(limits.places(request_from(address)), {})
        else:
            assert not limits.seconds_to_wait(request_from(address))


def request_from(address):
    return SimpleNamespace(method="POST", META={"REMOTE_ADDR": address})


def send(client, address=HOME, **fields):
    client.cookies.clear()
    return client.post(FORM, filled_in(**fields), REMOTE_ADDR=address)


def newest() -> ConsultationRequest:
    return ConsultationRequest.objects.latest("pk")


def test_what_people_send_from_one_place_is_received(client):
    many_came(USUAL, USUAL.address - 1)
    send(client, message="And one more of us, please call.")
    assert newest().status == Status.RECEIVED


def test_over_the_usual_a_request_is_set_aside_and_says_why(client):
    many_came(USUAL, USUAL.address)
    response = send(client)

    assert response.status_code == 302
    assert newest().status == Status.QUARANTINED
    assert newest().quarantine_reasons == ["over_the_usual"]


def test_another_address_of_the_network_goes_on(client):
    many_came(USUAL, USUAL.address + 5)
    send(client, "198.51.100.8")
    assert newest().status == Status.RECEIVED


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ("198.51.100.{}", "198.51.100.250", "198.51.101.250"),
        ("2001:db8:5:{}::1", "2001:db8:5:ffff::1", "2001:db8:6::1"),
    ],
)
def test_a_network_is_counted_too(client, one, same, other):
    for number in range(USUAL.network // 10):
        many_came(USUAL, 10, one.format(number + 1))

    send(client, same)
    assert newest().quarantine_reasons == ["over_the_usual"]
    send(client, other)
    assert newest().status == Status.RECEIVED


def test_an_ipv6_household_is_one_place(client):
    for number in range(USUAL.address):
        many_came(USUAL, 1, f"2001:db8:5:1::{number + 1:x}")
    send(client, "2001:db8:5:1:aaaa::1")
    assert newest().status == Status.QUARANTINED


@pytest.mark.parametrize(
    "who",
    [
        [HOME] * 6,  # a family at one browser each
        [
            f"198.51.100.{n % 3}" for n in range(45)
        ],  # a mobile carrier, an advertisement
        [HOME] * 18,  # a shelter's or a waiting room's one line
    ],
    ids=["family", "carrier", "shelter"],
)
def test_people_who_share_a_line_get_through(client, who):
    for number, address in enumerate(who):
        name, phone = f"Person {number}", f"703 555 01{number:02}"
        send(client, address, name=name, phone=phone, message=f"I am number {number}.")
    found = ConsultationRequest.objects.values_list("status", flat=True)
    assert list(found) == [Status.RECEIVED] * len(who)


def test_wrong_forms_do_not_count_as_received(client):
    for _time in range(USUAL.address + 5):
        send(client, phone="12")
    send(client)
    assert newest().status == Status.RECEIVED


def test_a_flood_gets_the_phone_and_its_text_back(
    client, django_assert_num_queries, time_machine
):
    time_machine.move_to("2026-11-23 12:10:00-05:00", tick=False)
    many_came(FLOOD, FLOOD.address)
    data = filled_in(message=STORY)
    with django_assert_num_queries(0):
        response = client.post(FORM, data, REMOTE_ADDR=HOME)

    page = text(response)
    assert response.status_code == 429
    assert response["Retry-After"] == "1200"
    assert "in 20 minutes" in page
    assert STORY in page
    assert "tel:+1703555" in page
    assert "988" in page
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert not response.cookies
    assert not ConsultationRequest.objects.exists()


def test_a_flood_hurts_nobody_elsewhere_and_ends(client, time_machine):
    time_machine.move_to("2026-11-23 12:10:00-05:00", tick=False)
    many_came(FLOOD, FLOOD.address)
    assert send(client).status_code == 429
    assert send(client, ELSEWHERE).status_code == 302
    # Who was refused for a while sees pages all the time.
    assert client.get(FORM, REMOTE_ADDR=HOME).status_code == 200

    time_machine.shift(20 * 60 - 1)
    assert send(client).status_code == 429
    time_machine.shift(1)
    assert send(client, message="It is me again, after the flood.").status_code == 302


def test_a_place_once_refused_is_logged_once_and_not_even_counted(
    client, monkeypatch, caplog
):
    caplog.set_level(logging.DEBUG)
    many_came(FLOOD, FLOOD.address)
    send(client)

    def counted(keys):
        raise AssertionError("counted")

    monkeypatch.setattr(limits, "count", counted)
    assert send(client).status_code == 429
    assert limits.seconds_to_wait(request_from(HOME)) > 0
    said = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert len(said) == 1
    assert said[0].startswith("A flood of forms: one place is refused for ")


def test_exactly_the_limit_gets_in_of_two_hundred_a_second(time_machine):
    time_machine.move_to("2026-11-23 12:10:00-05:00", tick=False)
    taken = dict.fromkeys([HOME, "203.0.113.4", "203.0.113.5"], 0)
    for number in range(2_000):
        place = list(taken)[number % 3]
        taken[place] += not limits.seconds_to_wait(request_from(place))
        time_machine.shift(0.005)
    assert set(taken.values()) == {FLOOD.address}
    assert not limits.seconds_to_wait(request_from(ELSEWHERE))


def test_a_flood_from_many_addresses_of_a_network_ends_too(time_machine):
    time_machine.move_to("2026-11-23 12:10:00-05:00", tick=False)
    taken = sum(
        not limits.seconds_to_wait(request_from(f"203.0.113.{number % 250}"))
        for number in range(3_000)
    )
    assert taken == FLOOD.network


def test_what_is_remembered_of_floods_is_bounded(monkeypatch, time_machine):
    time_machine.move_to("2026-11-23 12:10:00-05:00", tick=False)
    monkeypatch.setattr(limits, "REMEMBERED_AT_MOST", 3)
    monkeypatch.setattr(limits, "LITTLE", 0)
    monkeypatch.setattr(limits, "count", lambda keys, more: dict.fromkeys(keys, 10**6))
    for number in range(9):
        assert limits.seconds_to_wait(request_from(f"198.51.{number}.7")) == 1200
    assert len(limits._refused) <= 4
    time_machine.shift(3600)
    limits.seconds_to_wait(request_from(HOME))
    assert len(limits._refused) == 2


def test_forms_without_a_token_are_counted_alike():
    strict = Client(enforce_csrf_checks=True)
    many_came(FLOOD, FLOOD.address - 1)
    data = filled_in(message=STORY)
    assert strict.post(FORM, data, REMOTE_ADDR=HOME).status_code == 403
    response = strict.post(FORM, data, REMOTE_ADDR=HOME)
    assert response.status_code == 429
    assert STORY in text(response)


@pytest.mark.parametrize("trusted", [0, 1])
def test_forged_headers_open_no_way_around(client, settings, trusted):
    settings.TRUSTED_PROXIES = trusted
    statuses = []
    for number in range(FLOOD.address + 1):
        forged = f"203.0.{number}.1"
        forwarded = f"{forged}, {HOME}" if trusted else forged
        response = client.post(
            FORM,
            filled_in(phone="12"),
            REMOTE_ADDR="10.0.0.1" if trusted else HOME,
            HTTP_X_FORWARDED_FOR=forwarded,
        )
        statuses.append(response.status_code)
    assert statuses == [200] * FLOOD.address + [429]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "", "unknown"])
def test_where_nobody_can_be_told_apart_nobody_is_limited(client, address):
    # So it is behind a proxy that TRUSTED_PROXIES does not count.
    for _time in range(FLOOD.address + 2):
        assert not limits.seconds_to_wait(request_from(address))
    send(client, address)
    assert newest().status == Status.RECEIVED


def test_when_the_cache_is_away_everybody_gets_through(client, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)

    def away(keys, more):
        raise ConnectionError(f"could not count {keys}")

    monkeypatch.setattr(limits, "count", away)
    assert send(client, message=STORY).status_code == 302
    assert newest().status == Status.RECEIVED
    said = [r.getMessage() for r in caplog.records if r.name == limits.__name__]
    assert said == ["Limits are not counted: ConnectionError"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_database_without_the_cache_table_gets_through(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "no_such_table",
        }
    }
    assert send(client).status_code == 302
    assert newest().status == Status.RECEIVED


def test_keys_tell_no_address_nor_whether_it_came_before(monkeypatch, time_machine):
    kept = []
    monkeypatch.setattr(limits, "LITTLE", 0)
    monkeypatch.setattr(limits, "count", lambda keys, more: kept.extend(keys) or {})
    for day in ("2026-11-23", "2026-11-24"):
        time_machine.move_to(f"{day} 12:10:00-05:00", tick=False)
        limits.seconds_to_wait(request_from(HOME))
        limits.received(limits.places(request_from(HOME)), {})
    assert len(kept) == 8
    assert len({key.rpartition(":")[2] for key in kept}) == 4
    assert not [key for key in kept if "198" in key and "198.51" in key]


def test_keys_need_the_secret(settings, monkeypatch):
    kept = []
    monkeypatch.setattr(limits, "LITTLE", 0)
    monkeypatch.setattr(limits, "count", lambda keys, more: kept.extend(keys) or {})
    limits.seconds_to_wait(request_from(HOME))
    settings.SECRET_KEY = "another" * 9
    limits.seconds_to_wait(request_from(HOME))
    assert len(set(kept)) == 4


def test_a_place_that_sends_little_waits_for_no_count(monkeypatch):
    told = []
    monkeypatch.setattr(limits, "count", lambda keys, more: told.append(more) or {})
    many_came(FLOOD, limits.LITTLE)
    assert not told
    many_came(FLOOD, 2)
    assert [set(more.values()) for more in told] == [{limits.LITTLE + 1}, {1}]


def test_processes_count_together_what_is_more_than_little(monkeypatch):
    each = [limits.Little() for _process in range(3)]
    refused = 0
    for number in range(FLOOD.address + 2 * limits.LITTLE + 1):
        monkeypatch.setattr(limits, "_little", each[0 if number > 20 else number % 3])
        refused = limits.seconds_to_wait(request_from(HOME))
    assert refused


def test_counting_costs_the_form_one_query(client, settings, location, monkeypatch):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_entry",
        }
    }
    call_command("createcachetable", verbosity=0)

    def queries(**fields):
        with CaptureQueriesContext(counting.connections["default"]) as captured:
            assert send(client, **fields).status_code == 302
        asked = [query["sql"] for query in captured.captured_queries]
        return len([sql for sql in asked if "SAVEPOINT" not in sql])

    queries(message="A first text, to warm up, that is long enough to get a digest.")
    counted = queries(
        message="A second text that is just as long, so that it gets a digest as well."
    )
    monkeypatch.setattr(limits, "count", lambda keys, more: {})
    uncounted = queries(
        message="And a third text that is just as long, for the count without a count."
    )
    assert counted == uncounted + 1
