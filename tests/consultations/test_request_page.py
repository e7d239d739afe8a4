"""The page of one request: laid out for a call, whatever there is to show."""

import re

import pytest
from django.urls import reverse

from .conftest import receive

pytestmark = pytest.mark.django_db


def page_of(client, request) -> str:
    return client.get(address(request)).content.decode()


def address(request) -> str:
    name = "admin:consultations_consultationrequest_change"
    return reverse(name, args=[request.reference])


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def test_contact_comes_first_then_actions_story_and_history(at_the_desk):
    page = page_of(at_the_desk, receive())
    order = [
        page.index(part)
        for part in (
            "How to reach them",
            "What happened?",
            "In their words",
            ">History<",
        )
    ]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("fields", "href", "label"),
    [
        ({}, "tel:+17035550117", "Call now"),
        ({"contact_method": "text"}, "sms:+17035550117", "Text now"),
        (
            {"contact_method": "email", "email": "jo@example.com", "phone": ""},
            "mailto:jo@example.com",
            "Write",
        ),
    ],
)
def test_button_reaches_the_person_the_way_they_asked(at_the_desk, fields, href, label):
    page = page_of(at_the_desk, receive(**fields))
    pressed = re.findall(r'<a class="button[^"]*" href="([^"]+)">([^<]+)</a>', page)
    assert (href, label) in pressed


def test_permissions_are_told_by_word_and_by_shape(at_the_desk):
    page = page_of(at_the_desk, receive(voicemail_ok=True))
    allowed, *refused = re.findall(r'<li class="may__item.*?</li>', page)
    assert "✓" in allowed and "Voicemail allowed" in allowed
    assert all("✕" in item and "may__item--no" in item for item in refused)
    assert "Do not say the clinic&#x27;s name" in refused[0] or (
        "Do not say the clinic's name" in refused[0]
    )
    assert "Do not text" in refused[1]


def test_no_phone_number_means_no_permissions_to_phone(at_the_desk):
    request = receive(contact_method="email", email="jo@example.com", phone="")
    page = page_of(at_the_desk, request)
    assert "No phone number was given" in page
    assert "may__item" not in page


def test_request_outside_its_window_offers_no_call_now(
    at_the_desk, location, monkeypatch
):
    request = receive(contact_times=["09:00-11:00"], location=location)
    monkeypatch.setattr("consultations.clocks.Reach.until", None)
    page = page_of(at_the_desk, request)
    assert "Call anyway" in page
    assert "Call now" not in page
    assert "They asked for 9 to 11 am." in page


@pytest.mark.parametrize(("notes", "folded"), [(11, 0), (12, 1), (59, 48)])
def test_older_history_is_folded_away(at_the_desk, coordinator, notes, folded):
    request = receive()
    for number in range(notes):
        request.add_note(f"note {number}", by=coordinator)
    page = page_of(at_the_desk, request)
    assert page.count('class="timeline__item"') == notes + 1
    shown, *earlier = page.split('<details class="history-earlier">')
    assert shown.count('class="timeline__item"') == notes + 1 - folded
    assert bool(earlier) == bool(folded)


def test_long_note_is_folded_and_kept_whole(at_the_desk, coordinator):
    request = receive()
    note = "word " * 900 + "the end"
    request.add_note(note, by=coordinator)
    page = page_of(at_the_desk, request)
    assert "the end" in page
    (summary,) = re.findall(r'<summary dir="auto">([^<]+)</summary>', page)
    assert summary.endswith("…")
    assert len(summary) <= 200


def test_lost_race_is_told_as_an_alert_and_a_success_as_a_status(
    at_the_desk, colleague
):
    request = receive()
    seen = request.events.last().pk
    request.take(by=colleague)
    url = reverse(
        "admin:consultations_consultationrequest_act", args=[request.reference, "take"]
    )
    lost = at_the_desk.post(url, {"seen": seen})
    assert lost.status_code == 409
    assert re.search(r'role="alert">[^<]*Sam Lund was faster', lost.content.decode())
    assert "stands under" not in lost.content.decode()

    other = receive()
    url = reverse(
        "admin:consultations_consultationrequest_act", args=[other.reference, "take"]
    )
    done = at_the_desk.post(url, {}, follow=True).content.decode()
    assert re.search(r'role="status">[^<]*It is yours', done)


def test_closed_request_says_how_it_ended_and_runs_no_clock(at_the_desk, coordinator):
    request = receive()
    request.close("unreachable", by=coordinator)
    page = page_of(at_the_desk, request)
    assert "How it ended" in page
    assert "Closed: Unreachable" in page
    assert "Call now" not in page


def test_page_of_what_only_came_in_has_nothing_to_undo(at_the_desk):
    page = page_of(at_the_desk, receive())
    assert 'class="undo"' not in page


def test_lost_race_says_where_the_note_is(at_the_desk, colleague):
    request = receive()
    seen = request.events.last().pk
    request.take(by=colleague)
    url = reverse(
        "admin:consultations_consultationrequest_act",
        args=[request.reference, "close"],
    )
    data = {"seen": seen, "close-disposition": "withdrawn", "close-note": "said no"}
    lost = at_the_desk.post(url, data)
    assert lost.status_code == 409
    page = lost.content.decode()
    assert "What you wrote stands under “Note”." in page
    kept = page[page.index("note-title") :]
    assert re.search(r"<textarea[^>]*>\s*said no</textarea>", kept)
