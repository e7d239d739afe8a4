"""What is sent to a locked desk is not lost, and nobody else gets it."""

import re
from html import unescape

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from clinic.models import HeldPost
from consultations.models import ConsultationRequest
from tests.consultations.conftest import receive
from tests.factories import PASSWORD
from tests.site.staff import make_person

from .at_the_desk import (
    DESK,
    HELD,
    LOCK,
    WORDS,
    leave,
    note_address,
    notes,
    open_form,
    unlock,
)

pytestmark = pytest.mark.django_db


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


def test_held_forms_are_classified_and_encrypted():
    names = {field.name for field in HeldPost._meta.concrete_fields}

    assert names == HeldPost.PHI_FIELDS | HeldPost.CLEAR_FIELDS
    assert ConsultationRequest.objects.count() == 0
