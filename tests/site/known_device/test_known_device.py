"""Computers of the clinic: the second step once in twelve hours, nowhere else less."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from clinic.models import HeldPost
from clinic_site.sign_in.known_device import COOKIE
from tests.factories import PASSWORD
from tests.site.staff import sign_in
from tests.site.test_second_step import CHALLENGE, DESK, DEVICE, code_now

from .steps import DAY, HOUR, LOCK, OUT, enrolled, is_at_the_desk, step

pytestmark = pytest.mark.django_db


def test_computer_is_asked_about_after_the_second_step(client, person):
    sign_in(client, person)

    response = client.post(CHALLENGE, {"code": code_now(person.secret)})

    assert response["Location"] == DEVICE
    assert "Is this a computer of the clinic?" in client.get(DEVICE).text
    assert not is_at_the_desk(client)
    client.post(DEVICE, {"remember": "yes"})
    assert is_at_the_desk(client)


def test_question_is_nobody_s_before_the_second_step(client, person):
    assert client.get(DEVICE)["Location"] == "/accounts/login/"
    sign_in(client, person)

    assert client.post(DEVICE, {"remember": "yes"})["Location"] == "/accounts/login/"
    assert COOKIE not in client.cookies


def test_known_computer_asks_for_the_password_alone_within_twelve_hours(
    client, person, clock
):
    step(client, person)
    client.post(OUT)
    clock.shift(11 * HOUR)

    response = sign_in(client, person)

    assert response["Location"] == "/accounts/"
    assert is_at_the_desk(client)


def test_known_computer_still_asks_for_the_password(client, person):
    step(client, person)
    client.post(OUT)

    sign_in(client, person, password="a guess")

    assert not is_at_the_desk(client)


def test_known_computer_asks_again_after_twelve_hours_without_a_question(
    client, person, clock
):
    step(client, person)
    client.post(OUT)
    clock.shift(12 * HOUR)

    assert sign_in(client, person)["Location"] == CHALLENGE
    response = client.post(CHALLENGE, {"code": code_now(person.secret)})

    assert response["Location"] == "/accounts/"
    client.post(OUT)
    clock.shift(11 * HOUR)
    assert sign_in(client, person)["Location"] == "/accounts/"


@pytest.mark.parametrize("remember", ["no", ""])
def test_unknown_computer_asks_each_time(client, person, remember):
    step(client, person, remember)
    assert is_at_the_desk(client)
    client.post(OUT)

    assert sign_in(client, person)["Location"] == CHALLENGE


def test_computer_is_known_for_thirty_days_whatever_happens_on_it(
    client, person, clock
):
    step(client, person)
    for _fortnight in range(2):
        client.post(OUT)
        clock.shift(14 * DAY)
        step(client, person)
    client.post(OUT)
    clock.shift(2 * DAY + 1)
    sign_in(client, person)

    response = client.post(CHALLENGE, {"code": code_now(person.secret)})

    assert response["Location"] == DEVICE


def test_session_ends_twelve_hours_after_its_second_step(client, person, clock):
    step(client, person)
    client.post(OUT)
    clock.shift(6 * HOUR)
    sign_in(client, person)
    for _hour in range(5):
        clock.shift(HOUR)
        session = client.session
        session["desk_touched"] = int(time.time())
        session.save()
        assert is_at_the_desk(client)
    clock.shift(HOUR)

    assert client.get(DESK)["Location"].startswith("/accounts/login/?next=")
    assert "_auth_user_id" not in client.session


def test_what_is_sent_as_the_session_ends_waits_behind_the_sign_in(
    client, person, clock
):
    step(client, person)
    clock.shift(12 * HOUR - 60)
    client.post(LOCK, {"password": PASSWORD})
    assert is_at_the_desk(client)
    clock.shift(60)

    response = client.post(DESK + "search/", {"q": "Ada Testvale"})

    assert response["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session
    assert HeldPost.objects.get().user == person
    step(client, person)
    assert client.get(DESK)["Location"] == "/accounts/held/"


def test_password_sent_as_the_session_ends_is_dropped_and_that_is_said(
    client, person, clock
):
    step(client, person)
    clock.shift(12 * HOUR - 60)
    client.post(LOCK, {"password": PASSWORD})
    clock.shift(60)

    there = client.post(DESK + "search/", {"password": "Hope77Valley"})["Location"]

    assert "Nothing of it was kept" in client.get(there).text
    assert not HeldPost.objects.exists()


def test_two_people_share_a_computer(client, person):
    other = enrolled("manager")
    for one in (person, other):
        step(client, one)
        client.post(OUT)

    for one in (person, other):
        assert sign_in(client, one)["Location"] == "/accounts/"
        client.post(OUT)


def test_computer_known_to_one_is_not_known_to_another(client, person):
    other = enrolled("manager")
    step(client, person)
    client.post(OUT)

    assert sign_in(client, other)["Location"] == CHALLENGE


def forget(person):
    person.forget_devices()


def change_password(person):
    person.set_password(PASSWORD)
    person.save()


def change_app(person):
    Authenticator.objects.filter(user=person, type="totp").delete()
    TOTP.activate(person, person.secret)


@pytest.mark.parametrize("change", [forget, change_password, change_app])
def test_what_was_known_is_void_after_a_change(client, person, clock, change):
    step(client, person)
    client.post(OUT)
    clock.shift(60)

    change(person)

    assert sign_in(client, person)["Location"] == CHALLENGE


def test_person_has_all_computers_forgotten_by_a_press(client, person, clock):
    step(client, person)
    clock.shift(60)
    assert client.get("/accounts/device/forget/").status_code == 405

    assert client.post("/accounts/device/forget/")["Location"] == reverse("mfa_index")

    client.post(OUT)
    assert sign_in(client, person)["Location"] == CHALLENGE


@pytest.mark.parametrize("made_up", ["", "x", "W10:1:x", "eyJhIjoxfQ:1abc:def"])
def test_made_up_cookie_spares_nothing(client, person, made_up):
    client.cookies[COOKIE] = made_up

    assert sign_in(client, person)["Location"] == CHALLENGE


def test_cookie_is_kept_from_scripts_and_says_no_name(client, person, settings):
    settings.SESSION_COOKIE_SECURE = True
    client.cookies.clear()
    sign_in(client, person)
    client.post(CHALLENGE, {"code": code_now(person.secret)})
    response = client.post(DEVICE, {"remember": "yes"})

    cookie = response.cookies[COOKIE]

    assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 30 * DAY
    assert person.username not in cookie.value


def test_disabled_person_is_let_in_by_no_computer(client, person):
    step(client, person)
    client.post(OUT)
    person.is_active = False
    person.save()

    sign_in(client, person)

    assert not is_at_the_desk(client)
