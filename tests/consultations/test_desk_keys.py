"""Keys for everything at the desk, written where they work, and switched off by one."""

import re

import pytest
from django.urls import reverse

from consultations.admin import keys
from consultations.admin.actions import ACTIONS
from consultations.models import Outcome, Status

from .conftest import receive
from .moves import in_status
from .test_desk import CALLER, QUEUE, detail
from .test_request_page import page_of

pytestmark = pytest.mark.django_db
SWITCH = reverse(keys.SWITCH)
# Asked for once in years, and not to be pressed by a slip of the hand.
WITHOUT_KEY = {"void_own_link", "log_attempt", "hold", "release"}


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def pressed_by(page: str) -> list[str]:
    return re.findall(r'aria-keyshortcuts="([^"]+)"', page)


def test_each_action_and_outcome_has_a_key_of_its_own():
    assert ACTIONS.keys() - keys.ACTIONS.keys() == WITHOUT_KEY
    assert keys.OUTCOMES.keys() == set(Outcome.values)
    every = [*keys.ACTIONS.values(), *keys.OUTCOMES.values(), "J", "K", "Q", "/", "?"]
    assert len(every) == len(set(every))


def test_no_two_keys_go_by_one_name():
    assert keys.ACTIONS.keys().isdisjoint(keys.OUTCOMES)
    assert len(keys.ALL) == len(keys.ACTIONS) + len(keys.OUTCOMES)


def test_words_for_voicemail_and_leaving_one_have_keys_of_their_own(
    at_the_desk, coordinator
):
    found = pressed_by(page_of(at_the_desk, receive(voicemail_ok=True)))
    assert {"V", keys.OUTCOMES["voicemail"]} <= set(found)
    assert len(found) == len(set(found))


def test_card_shows_every_key():
    shown = [key for group in keys.groups() for key, _words in group["keys"]]
    assert set(keys.ACTIONS.values()) | set(keys.OUTCOMES.values()) < set(shown)
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize("status", list(Status))
def test_keys_stand_on_what_they_press_and_once(at_the_desk, coordinator, status):
    request = in_status(status, coordinator)
    request.add_note("for the undo", by=coordinator)
    found = pressed_by(page_of(at_the_desk, request))
    assert len(found) == len(set(found))
    own = {n for n, one in ACTIONS.items() if one.allowed_to(coordinator)} | {"reply"}
    legal = {name for name in own if request.can(name)} - WITHOUT_KEY
    # Contact begins once; after that an attempt says more.
    missing = {keys.ACTIONS[name] for name in legal} - set(found)
    assert missing <= {keys.ACTIONS["start_contact"]}
    assert keys.ACTIONS["undo"] in found
    illegal = {*ACTIONS, "reply"} - legal - WITHOUT_KEY
    assert not {keys.ACTIONS[name] for name in illegal} & set(found)


def test_keys_of_what_is_read_first_and_of_a_decision(client, coordinator, clinician):
    request = receive(read_first=True)
    request.hand_over(clinician, by=coordinator)
    client.force_login(clinician)
    found = pressed_by(page_of(client, request))
    assert len(found) == len(set(found))
    assert {keys.ACTIONS["answer_read_first"], keys.ACTIONS["decide"]} <= set(found)

    request.answer_read_first("rang her", by=clinician)
    found = pressed_by(page_of(client, request))
    assert keys.ACTIONS["answer_read_first"] not in found


def test_undo_key_takes_back_the_newest_entry(at_the_desk, coordinator):
    request = receive()
    request.add_note("one", by=coordinator)
    request.add_note("two", by=coordinator)
    page = page_of(at_the_desk, request)
    form = page[: page.index('aria-keyshortcuts="U"')].rsplit("<form", 1)[1]
    assert f"/undo/{request.events.last().pk}/" in form


def test_switch_turns_all_keys_off_and_on_for_one_person(
    at_the_desk, client, colleague
):
    request = receive()
    assert "js/desk-keys.js" in at_the_desk.get(QUEUE).content.decode()

    back = at_the_desk.post(SWITCH, {"keys": "off", "back": detail(request)})
    assert back["Location"] == detail(request)
    page = page_of(at_the_desk, request)
    assert pressed_by(page) == []
    assert "js/desk-keys.js" not in page
    assert "Keys are off" in page

    at_the_desk.force_login(colleague)
    assert pressed_by(page_of(at_the_desk, request))
    at_the_desk.post(SWITCH, {"keys": "on"})
    assert pressed_by(page_of(at_the_desk, request))


def test_switch_is_kept_signed_and_from_scripts(at_the_desk, coordinator):
    at_the_desk.post(SWITCH, {"keys": "off"})
    cookie = at_the_desk.cookies[keys.COOKIE]
    assert cookie["httponly"] and cookie["path"] == "/admin/"

    at_the_desk.cookies[keys.COOKIE] = str(coordinator.pk)
    assert "js/desk-keys.js" in at_the_desk.get(QUEUE).content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/cms/"])
def test_switch_leads_nowhere_else(at_the_desk, back):
    response = at_the_desk.post(SWITCH, {"keys": "off", "back": back})
    assert response["Location"] == QUEUE


def test_switch_is_a_post_of_people_at_the_desk(client, editor, clinician):
    client.force_login(editor)
    assert client.post(SWITCH, {"keys": "off"}).status_code == 403
    client.force_login(clinician)
    assert client.get(SWITCH).status_code == 405
    assert client.post(SWITCH, {"keys": "off"}).status_code == 302


@pytest.mark.parametrize("address", [QUEUE, CALLER])
def test_card_of_keys_is_at_the_foot_of_each_page(at_the_desk, address):
    page = at_the_desk.get(address).content.decode()
    assert 'id="desk-keys"' in page
    assert "Switch single keys off" in page
