"""The desk locks when nobody is there, and opens in one step."""

import re

import pytest

from clinic.bare import whom_to_call
from tests.consultations.conftest import receive
from tests.factories import PASSWORD
from tests.site.staff import make_person

from .at_the_desk import DESK, HELD, LOCK, ROWS, STATE, leave, unlock

pytestmark = pytest.mark.django_db


def test_desk_is_open_for_a_quarter_of_an_hour(desk):
    leave(desk, 15 * 60 - 5)

    assert desk.get(DESK).status_code == 200


@pytest.mark.parametrize("address", [DESK, ROWS, DESK + "today/", "/admin/", HELD])
def test_desk_is_locked_after_it(desk, address):
    leave(desk)

    response = desk.get(address)

    assert response.status_code == 303
    assert response["Location"].startswith(LOCK + "?next=")
    assert response["Cache-Control"] == "no-store, private"


def test_session_that_noted_nothing_is_locked(desk):
    session = desk.session
    del session["desk_touched"]
    session.save()

    assert desk.get(DESK).status_code == 303


def test_work_at_the_desk_keeps_it_open(desk):
    for _press in range(3):
        leave(desk, 10 * 60)
        assert desk.get(DESK).status_code == 200


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        (ROWS, {}),
        (STATE, {}),
        (DESK, {"Sec-Fetch-Mode": "cors"}),
        (DESK, {"Sec-Purpose": "prefetch"}),
        ("/", {}),
        ("/accounts/", {}),
    ],
    ids=["refresh", "state", "fetched", "fetched ahead", "public page", "way in"],
)
def test_what_no_person_does_at_the_desk_leaves_its_clock_alone(desk, address, headers):
    leave(desk, 10 * 60)
    before = desk.session["desk_touched"]

    desk.get(address, headers=headers)

    assert desk.session["desk_touched"] == before


def test_editor_that_saves_by_itself_keeps_no_desk_open(client):
    client.force_login(make_person("superuser"))
    for _save in range(2):
        leave(client, 8 * 60)
        assert client.get("/cms/").status_code == 200

    assert client.get(DESK).status_code == 303
    assert client.get("/cms/").status_code == 200


def test_page_costs_no_write_while_somebody_works(desk):
    desk.get(DESK)
    before = desk.session["desk_touched"]

    desk.get(DESK)

    assert desk.session["desk_touched"] == before


def test_locked_page_asks_only_whom_it_knows(desk, person):
    leave(desk)

    page = desk.get(LOCK, {"next": DESK}).text

    assert f"You are signed in as {person}." in page
    assert page.count('type="password"') == 1
    assert 'name="login"' not in page


def test_one_press_leads_back_to_where_one_was(desk):
    leave(desk)
    there = desk.get(DESK + "today/")["Location"]
    field = re.search(r'name="next" value="([^"]+)"', desk.get(there).text)[1]

    response = unlock(desk, next=field)

    assert response["Location"] == DESK + "today/"
    assert desk.get(DESK).status_code == 200


def test_session_has_a_new_key_after_unlocking(desk):
    leave(desk)
    before = desk.session.session_key

    unlock(desk)

    assert desk.session.session_key != before


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/admin/", "//evil.example", "/cms/", "/admin\\x"]
)
def test_unlocking_leads_nowhere_but_to_the_desk(desk, elsewhere):
    leave(desk)

    assert unlock(desk, next=elsewhere)["Location"] == "/admin/"


def test_wrong_password_leaves_it_locked(desk):
    leave(desk)

    response = unlock(desk, "a guess")

    assert response.status_code == 200
    assert 'role="alert"' in response.text
    assert desk.get(DESK).status_code == 303


def test_password_of_another_leaves_it_locked(desk):
    other = make_person("manager")
    other.set_password("the password of another")
    other.save()
    leave(desk)

    unlock(desk, "the password of another")

    assert desk.get(DESK).status_code == 303


def test_lock_is_not_guessed_at_length(desk):
    leave(desk)
    for _guess in range(5):
        unlock(desk, "a guess")

    response = unlock(desk)

    assert "Too many tries. Wait 5 minutes" in response.text
    said = re.search(r"Too many tries[^<]*", response.text)[0]
    assert f"ring {whom_to_call()['phone_display']}." in said
    assert desk.get(DESK).status_code == 303


def test_desk_is_locked_by_a_press(desk):
    response = desk.post(LOCK + "now/")

    assert response["Location"] == LOCK
    assert desk.get(DESK).status_code == 303
    assert desk.get(LOCK + "now/").status_code == 405


def test_nobody_signed_in_has_no_lock(client):
    assert client.get(LOCK)["Location"].startswith("/accounts/login/")
    assert client.post(LOCK + "now/")["Location"].startswith("/accounts/login/")
    assert client.get(HELD)["Location"].startswith("/accounts/login/")


def test_lock_of_an_open_desk_leads_on(desk):
    assert desk.get(LOCK, {"next": DESK})["Location"] == DESK


def test_whoever_does_not_work_at_the_desk_is_refused_not_locked(client):
    client.force_login(make_person("editor"))
    leave(client)

    assert client.get(DESK)["Location"].startswith("/admin/login/")


def test_open_page_is_told_how_things_stand(desk, person):
    assert desk.get(STATE).json() == {"state": "open", "who": person.pk}

    leave(desk)
    assert desk.get(STATE).json() == {"state": "locked", "who": person.pk}

    person.is_active = False
    person.save()
    assert desk.get(STATE).json() == {"state": "out"}


def test_somebody_typing_keeps_the_desk_open(desk):
    leave(desk, 10 * 60)
    assert desk.post(STATE).json()["state"] == "open"
    leave(desk, 10 * 60)
    assert desk.get(DESK).status_code == 200


def test_typing_unlocks_nothing(desk):
    leave(desk)

    assert desk.post(STATE).json()["state"] == "locked"
    assert desk.get(DESK).status_code == 303


def test_open_page_unlocks_without_leaving(desk):
    leave(desk)
    json = {"Accept": "application/json"}

    wrong = desk.post(LOCK, {"password": "a guess"}, headers=json)
    right = desk.post(LOCK, {"password": PASSWORD}, headers=json)

    assert wrong.json()["state"] == "locked"
    assert wrong.json()["said"]
    assert right.json() == {"state": "open"}
    assert desk.get(DESK).status_code == 200


def test_signing_out_is_possible_while_locked(desk):
    leave(desk)

    desk.post("/admin/logout/")

    assert "_auth_user_id" not in desk.session


# Another person at the same computer


def test_someone_else_finds_nothing_of_the_one_before(desk):
    subject = receive()
    desk.get(DESK, {"state": "all"})
    assert desk.cookies["desk_list"].value

    response = desk.post("/accounts/someone-else/")

    assert response["Location"] == "/accounts/login/"
    assert not desk.cookies["desk_list"].value
    page = desk.get(response["Location"]).text
    assert subject.reference not in page
    assert "coordinator" not in page
    assert not dict(desk.session.items())


def test_someone_else_needs_a_press(desk):
    assert desk.get("/accounts/someone-else/").status_code == 405
    assert "_auth_user_id" in desk.session


@pytest.mark.parametrize("address", [DESK, "/admin/clinic/user/"])
def test_every_page_of_the_desk_has_the_three_buttons(client, address):
    client.force_login(make_person("superuser"))

    page = client.get(address).text

    for words in ("Lock", "Someone else", "Sign out"):
        assert re.search(rf"<button[^>]*>{words}</button>", page)
