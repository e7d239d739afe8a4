"""The desk locks when nobody is there, opens in one step, and loses nothing sent."""

import re
from html import unescape

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from clinic.bare import whom_to_call
from clinic.models import HeldPost
from consultations.models import ConsultationRequest, EventKind
from tests.consultations.conftest import receive
from tests.factories import PASSWORD
from tests.site.staff import make_person

pytestmark = pytest.mark.django_db

DESK = "/admin/consultations/consultationrequest/"
ROWS = DESK + "rows/"
LOCK, STATE, HELD = "/accounts/lock/", "/accounts/lock/state/", "/accounts/held/"
WORDS = "Would like a call after four, says the stairs are hard."


@pytest.fixture
def person():
    return make_person("coordinator")


@pytest.fixture
def desk(client, person):
    """A browser at the desk, just signed in."""
    client.force_login(person)
    return client


def leave(browser, seconds=15 * 60):
    """Let time pass without anybody there."""
    session = browser.session
    session["desk_touched"] -= seconds
    session.save()


def unlock(browser, password=PASSWORD, **more):
    return browser.post(LOCK, {"password": password, **more})


def open_form(browser, subject) -> dict:
    """Return the fields of the form for notes, as the page of a request shows it."""
    page = browser.get(f"{DESK}{subject.reference}/change/").text
    ticket = unescape(re.search(r'name="page" value="([^"]+)"', page)[1])
    return {"page": ticket, "add_note-note": WORDS}


def note_address(subject) -> str:
    return f"{DESK}{subject.reference}/act/add_note/"


def notes(subject) -> list[str]:
    found = subject.events.filter(kind=EventKind.NOTED)
    return [event.note for event in found]


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


# What was sent meanwhile


def send_while_locked(desk, subject):
    sent = open_form(desk, subject)
    leave(desk)
    response = desk.post(note_address(subject), sent)
    assert response["Location"].startswith(LOCK)
    assert notes(subject) == []
    return sent


def fields_of(page: str) -> dict:
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def test_what_was_sent_while_locked_goes_on_after_unlocking(desk):
    subject = receive()
    send_while_locked(desk, subject)
    assert "What you sent is kept" in desk.get(LOCK).text

    there = unlock(desk)["Location"]
    page = desk.get(there).text
    assert "data-at-once" in page
    desk.post(note_address(subject), fields_of(page))

    assert notes(subject) == [WORDS]
    assert not HeldPost.objects.exists()
    # The browser's Back button leads here once more; nothing goes by itself then.
    assert desk.get(there).status_code == 404


def test_what_was_sent_goes_once(desk):
    subject = receive()
    send_while_locked(desk, subject)
    fields = fields_of(desk.get(unlock(desk)["Location"]).text)
    desk.post(note_address(subject), fields)

    again = desk.post(note_address(subject), fields)

    assert again["Location"] == "/admin/"
    assert notes(subject) == [WORDS]
    said = [str(message) for message in get_messages(again.wsgi_request)]
    assert said[-1].startswith("That had been sent already")


def test_pressed_twice_is_kept_once(desk):
    subject = receive()
    sent = send_while_locked(desk, subject)

    desk.post(note_address(subject), sent)

    assert HeldPost.objects.count() == 1


def test_what_was_sent_is_unreadable_in_the_database(desk, person):
    subject = receive()
    send_while_locked(desk, subject)

    row = HeldPost.objects.extra(select={"raw": "body"}).values("raw").get()

    assert ".gAAAA" in row["raw"]
    assert WORDS not in str(dict(desk.session.items()))


def test_what_was_refused_waits_on(desk):
    subject = receive()
    send_while_locked(desk, subject)
    page = desk.get(unlock(desk)["Location"]).text

    response = desk.post(f"{DESK}NOSUCHONE/act/add_note/", fields_of(page))

    assert response.status_code == 404
    assert HeldPost.objects.get().tried_at is None


def test_what_nobody_knows_the_end_of_says_so(desk):
    send_while_locked(desk, receive())
    HeldPost.objects.update(tried_at=timezone.now())

    page = desk.get(unlock(desk)["Location"]).text

    assert "nobody knows how that ended" in page
    assert "data-at-once" not in page


def test_several_forms_are_shown_and_sent_one_by_one(desk):
    first, second = receive(), receive(name="Ada Testvale")
    sent = open_form(desk, second)
    send_while_locked(desk, first)
    desk.post(note_address(second), sent)

    assert unlock(desk)["Location"] == HELD
    page = desk.get(HELD).text
    assert page.count("/act/add_note/") == 2
    for held in HeldPost.objects.all():
        fields = fields_of(desk.get(f"{HELD}{held.pk}/").text)
        desk.post(held.address, fields)

    assert notes(first) == notes(second) == [WORDS]


def test_form_of_another_is_not_found(desk):
    subject = receive()
    send_while_locked(desk, subject)
    held = HeldPost.objects.get()
    other = Client()
    other.force_login(make_person("manager"))

    assert other.get(f"{HELD}{held.pk}/").status_code == 404
    assert other.post(f"{HELD}{held.pk}/").status_code == 404
    sent = {"held_post": held.pk, "add_note-note": "x"}
    assert other.post(note_address(subject), sent)["Location"] == "/admin/"
    assert HeldPost.objects.filter(pk=held.pk, tried_at=None).exists()


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30])
def test_made_up_number_of_a_form_is_refused(desk, number):
    subject = receive()

    response = desk.post(note_address(subject), {"held_post": number})

    assert response["Location"] == "/admin/"


def test_form_is_thrown_away_by_its_sender(desk):
    send_while_locked(desk, receive())
    there = unlock(desk)["Location"]

    assert desk.post(there)["Location"] == HELD
    assert not HeldPost.objects.exists()


def test_what_was_sent_waits_for_its_sender_behind_a_new_sign_in(desk, person):
    subject = receive()
    send_while_locked(desk, subject)
    desk.post("/accounts/someone-else/")
    other = make_person("manager")
    desk.force_login(other)
    assert desk.get(DESK).status_code == 200
    desk.logout()

    desk.force_login(person)

    assert desk.get(DESK)["Location"] == HELD
    assert desk.get(DESK).status_code == 200


def test_forged_form_is_not_kept(person):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person)
    leave(strict)

    strict.post(DESK + "search/", {"q": "somebody"})

    assert not HeldPost.objects.exists()


def send_password_while_locked(desk):
    leave(desk)
    sent = {"password1": "Hope77Valley", "password2": "Hope77Valley"}
    there = desk.post("/admin/clinic/user/1/password/", sent)["Location"]
    assert there.startswith(LOCK)
    assert not HeldPost.objects.exists()
    assert "Hope77Valley" not in str(dict(desk.session.items()))
    return there


def test_password_is_never_kept_and_the_page_after_unlocking_says_so(desk):
    there = send_password_while_locked(desk)
    assert "Nothing of it was kept" in desk.get(there).text

    unlock(desk, next=DESK)

    page = desk.get(DESK).text
    assert "Nothing of it was kept or carried out" in page
    assert "Hope77Valley" not in page
    assert "Nothing of it was kept" not in desk.get(DESK).text


def test_page_left_open_says_of_a_password_too(desk):
    send_password_while_locked(desk)

    desk.post(LOCK, {"password": PASSWORD}, headers={"Accept": "application/json"})

    assert "Nothing of it was kept" in desk.get(DESK).text


def test_desk_that_dropped_nothing_says_nothing_of_it(desk):
    leave(desk)
    there = desk.get(DESK)["Location"]
    assert "Nothing of it was kept" not in desk.get(there).text

    unlock(desk)

    assert "Nothing of it was kept" not in desk.get(DESK).text


def test_file_is_not_kept_and_that_is_said(desk, tmp_path):
    leave(desk)
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"%PDF")

    with file.open("rb") as upload:
        response = desk.post(DESK + "search/", {"q": "Ada", "file": upload})

    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert said == ["Not everything you sent could be kept. Look before you go on."]


def test_so_much_is_kept_and_no_more(desk):
    leave(desk)
    for number in range(21):
        response = desk.post(DESK + "search/", {"q": f"name {number}"})

    assert HeldPost.objects.count() == 20
    assert list(get_messages(response.wsgi_request))


def test_what_waits_is_deleted_after_a_week(desk):
    send_while_locked(desk, receive())

    with time_machine.travel(timezone.now() + timezone.timedelta(days=8)):
        assert HeldPost.objects.forget_old() == 1


def keep_typed(browser, address, body="add_note-note=The+stairs+are+hard"):
    return browser.post(HELD, {"address": address, "body": body})


def test_words_typed_on_a_page_that_another_takes_over_wait(desk, person):
    subject = receive()
    leave(desk)

    assert keep_typed(desk, note_address(subject)).status_code == 204

    held = HeldPost.objects.get()
    assert (held.user, held.words()) == (person, ["The stairs are hard"])
    assert notes(subject) == []
    assert desk.get(HELD).status_code == 303
    unlock(desk)
    assert "The stairs are hard" in desk.get(f"{HELD}{held.pk}/").text


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("https://evil.example/admin/", "a=b"),
        ("/cms/pages/1/", "a=b"),
        ("", "a=b"),
        ("/admin/clinic/user/1/password/", "password1=x"),
    ],
)
def test_words_for_no_page_of_the_desk_are_refused(desk, address, body):
    assert keep_typed(desk, address, body).status_code == 400
    assert not HeldPost.objects.exists()


def test_words_of_whoever_does_not_work_at_the_desk_are_refused(client):
    client.force_login(make_person("editor"))

    assert keep_typed(client, "/admin/").status_code == 400


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


def test_held_forms_are_classified_and_encrypted():
    names = {field.name for field in HeldPost._meta.concrete_fields}

    assert names == HeldPost.PHI_FIELDS | HeldPost.CLEAR_FIELDS
    assert ConsultationRequest.objects.count() == 0
