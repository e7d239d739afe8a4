"""Codes and guesses: the clinic's own computers go on, and nobody gets in."""

import pytest
from django.test import Client

from tests.factories import PASSWORD
from tests.site.staff import sign_in
from tests.site.test_second_step import CHALLENGE, code_now

from .steps import HOUR, LOCK, OUT, is_at_the_desk, lock, step

pytestmark = pytest.mark.django_db


def test_code_of_the_app_unlocks_a_known_computer(client, person, clock):
    step(client, person)
    lock(client)
    clock.shift(60)
    assert "the code your app shows" in client.get(LOCK).text

    client.post(LOCK, {"password": code_now(person.secret)})

    assert is_at_the_desk(client)


def test_code_unlocks_no_unknown_computer(client, person, clock):
    step(client, person, "no")
    lock(client)
    clock.shift(60)

    client.post(LOCK, {"password": code_now(person.secret)})

    assert not is_at_the_desk(client)


def test_codes_at_the_lock_are_not_guessed_at_length(client, person, clock):
    step(client, person)
    lock(client)
    clock.shift(60)
    for _guess in range(5):
        client.post(LOCK, {"password": "000000"})

    response = client.post(LOCK, {"password": code_now(person.secret)})

    assert "Too many tries" in response.text
    assert not is_at_the_desk(client)


def test_code_that_was_used_does_not_unlock(client, person):
    step(client, person)
    lock(client)

    client.post(LOCK, {"password": code_now(person.secret)})

    assert not is_at_the_desk(client)


# Nobody elsewhere locks the clinic out


def attack(person, times=6, address="198.51.100.7"):
    """Guess from elsewhere, as somebody who knows the name alone."""
    for _guess in range(times):
        elsewhere = Client(REMOTE_ADDR=address)
        response = sign_in(elsewhere, person, password="a guess")
    assert "Too many tries" in response.text


def test_guesses_from_elsewhere_lock_no_known_computer_out(client, person):
    step(client, person)
    client.post(OUT)

    attack(person)

    assert sign_in(client, person)["Location"] == "/accounts/"


def test_guesses_from_elsewhere_keep_no_desk_locked(client, person):
    step(client, person, "no")
    lock(client)

    attack(person)

    client.post(LOCK, {"password": PASSWORD})
    assert is_at_the_desk(client)


def test_guesses_on_the_same_network_lock_no_known_computer_out(client, person, clock):
    step(client, person)
    client.post(OUT)
    for number in range(31):
        clock.shift(3)
        guess = {"login": f"nobody{number}", "password": "a guess"}
        response = Client().post("/accounts/login/", guess)
    assert "Too many tries" in response.text

    assert sign_in(client, person)["Location"] == "/accounts/"


@pytest.mark.parametrize(
    ("address", "often"), [("/accounts/login/", 31), ("/accounts/2fa/keys/login/", 11)]
)
def test_flood_on_the_same_network_shuts_no_known_computer_out(
    client, person, address, often
):
    step(client, person)
    client.post(OUT)
    for _post in range(often):
        response = Client().post(address)
    assert response.status_code == 429

    assert client.post(address).status_code != 429
    assert sign_in(client, person)["Location"] == "/accounts/"


def test_guesses_from_elsewhere_do_lock_unknown_computers_out(client, person):
    attack(person)

    assert "Too many tries" in sign_in(client, person).text


def test_known_computer_has_a_limit_of_its_own(client, person):
    step(client, person)
    client.post(OUT)
    for _guess in range(5):
        sign_in(client, person, password="a guess")

    assert "Too many tries" in sign_in(client, person).text


def test_codes_guessed_elsewhere_lock_no_known_computer_out(client, person, clock):
    step(client, person)
    client.post(OUT)
    clock.shift(13 * HOUR)
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    sign_in(elsewhere, person)
    for _guess in range(6):
        response = elsewhere.post(CHALLENGE, {"code": "000000"})
    assert "Too many tries" in response.text

    step(client, person)

    assert is_at_the_desk(client)
