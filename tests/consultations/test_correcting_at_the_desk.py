"""What a person wants put right, entered at the desk: both versions are kept."""

import json
import re

import pytest
from django.test import Client

from clinic.models import OutboxMessage
from consultations.models import EventKind, KeptPost, ReadingEntry
from consultations.models.details import Answer

from .conftest import receive
from .test_desk import SEARCH, detail
from .test_kept_notes import hidden
from .test_rights import at, text

pytestmark = pytest.mark.django_db
PREFIX = "correct_at_the_desk"


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def shown(client, request) -> dict:
    """Return what a browser would send back from the page unchanged."""
    response = client.get(at("correct", request))
    form, page = response.context["form"], response.content.decode()
    data = {"seen": hidden(page, "seen"), "page": hidden(page, "page")}
    for field in form:
        value = field.value()
        if value not in (None, False, ""):
            data[field.html_name] = "on" if value is True else value
    return data


def change(client, request, **fields):
    data = shown(client, request)
    data |= {f"{PREFIX}-{name}": value for name, value in fields.items()}
    return client.post(at("correct", request), data)


def test_everything_can_be_put_right_and_the_earlier_is_kept(
    at_the_desk, coordinator, location
):
    request = receive(email="old@example.com", message="I am 45 years old")
    OutboxMessage.objects.all().delete()

    response = change(
        at_the_desk,
        request,
        name="Jordan Reyes-Lindt",
        phone="703 555 0142",
        message="I am 54 years old",
        for_whom="other",
        voicemail_ok="on",
        note="rang from her own number",
    )

    assert response["Location"] == detail(request)
    request.refresh_from_db()
    assert (request.name, request.phone) == ("Jordan Reyes-Lindt", "+17035550142")
    assert (request.message, request.for_whom) == ("I am 54 years old", "other")
    event = request.events.last()
    assert (event.kind, event.actor) == (EventKind.CORRECTED, coordinator)
    assert event.note == "rang from her own number"
    earlier = json.loads(event.earlier)
    assert (earlier["message"], earlier["phone"]) == (
        "I am 45 years old",
        "+17035550117",
    )
    # Who corrects it at the desk needs no mail about it, and the person none either.
    assert not OutboxMessage.objects.exists()
    page = text(at_the_desk.get(detail(request)))
    assert "Corrected on the person&#x27;s word" in page
    assert "I am 45 years old" in page
    found = at_the_desk.post(SEARCH, {"q": "Lindt"})
    assert request.reference in text(found)


def test_new_address_gets_the_acknowledgement_and_a_new_link(at_the_desk, location):
    request = receive(email="old@example.com")
    OutboxMessage.objects.all().delete()
    link = request.own_link
    change(at_the_desk, request, email="new@example.com")
    request.refresh_from_db()
    assert request.own_link != link
    assert [m.recipient for m in OutboxMessage.objects.all()] == ["new@example.com"]


def test_closed_request_is_corrected_too_and_stays_closed(at_the_desk, coordinator):
    request = receive(email="old@example.com")
    request.close("referred", by=coordinator)
    OutboxMessage.objects.all().delete()
    change(at_the_desk, request, email="new@example.com", name="Jo Reyes")
    request.refresh_from_db()
    assert (request.status, request.name) == ("closed", "Jo Reyes")
    assert not OutboxMessage.objects.exists()


def test_page_sent_back_unchanged_changes_nothing(at_the_desk, location):
    answers = {"own_1": Answer("line", "What else?", "I travel in May")}
    request = receive(email="old@example.com", contact_times=["11:00-13:00"])
    request.add_details(answers=answers)
    before = request.events.count()

    response = at_the_desk.post(at("correct", request), shown(at_the_desk, request))

    assert response.status_code == 302
    assert request.events.count() == before


def test_answer_in_own_words_is_corrected(at_the_desk, coordinator, location):
    request = receive()
    answers = {
        "own_1": Answer("line", "What else?", "I travel in May"),
        "treatments_tried": Answer("choices", "What have you tried?", ["Nothing yet"]),
    }
    request.add_details(reason="Anxiety", answers=answers)

    change(at_the_desk, request, answer_own_1="I travel in June")

    request.refresh_from_db()
    told = {one.key: one.words for one in request.told}
    assert told == {
        "": "Anxiety",
        "own_1": "I travel in June",
        "treatments_tried": "Nothing yet",
    }
    event = request.events.last()
    assert (event.kind, event.actor) == (EventKind.DETAILS_ADDED, coordinator)
    assert "I travel in May" in event.earlier


def test_wrong_number_is_named_and_what_was_typed_stays(at_the_desk):
    request = receive()
    response = change(at_the_desk, request, phone="12", name="Jo")
    page = text(response)
    assert "Check the phone number" in page
    assert 'value="Jo"' in page
    assert "<title>Error:" in page
    assert not request.events.filter(kind=EventKind.CORRECTED).exists()


def test_what_somebody_changed_meanwhile_is_not_written_over(at_the_desk, colleague):
    request = receive()
    data = shown(at_the_desk, request)
    request.correct(by=colleague, phone="+17035550142")

    data |= {f"{PREFIX}-name": "Jo Reyes"}
    response = at_the_desk.post(at("correct", request), data)

    assert response.status_code == 409
    assert "Sam Lund was faster" in text(response)
    assert 'value="Jo Reyes"' in text(response)
    request.refresh_from_db()
    assert (request.name, request.phone) == ("Jordan Reyes", "+17035550142")


@pytest.mark.parametrize("seen", ["", "x", "²"])
def test_page_that_tells_no_state_saves_nothing(at_the_desk, colleague, seen):
    request = receive()
    data = shown(at_the_desk, request) | {"seen": seen, f"{PREFIX}-name": "Jo"}
    assert at_the_desk.post(at("correct", request), data).status_code == 409
    request.refresh_from_db()
    assert request.name == "Jordan Reyes"


def test_reading_it_to_correct_it_is_recorded(at_the_desk, coordinator):
    request = receive()
    at_the_desk.get(at("correct", request))
    entry = ReadingEntry.objects.get()
    assert (entry.kind, entry.actor, entry.request_ids) == (
        "detail",
        coordinator,
        [request.pk],
    )


@pytest.mark.parametrize("who", ["clinician", "editor", "reviewer"])
def test_others_do_not_correct(client, request, who):
    user = request.getfixturevalue(who)
    subject = receive()
    subject.hand_over(user, by=user)
    client.force_login(user)
    for response in (
        client.get(at("correct", subject)),
        client.post(at("correct", subject), {f"{PREFIX}-name": "X"}),
    ):
        assert response.status_code in (302, 403)
    subject.refresh_from_db()
    assert subject.name == "Jordan Reyes"


def test_note_of_an_ended_session_is_kept(at_the_desk, coordinator):
    request = receive()
    data = shown(at_the_desk, request) | {f"{PREFIX}-note": "her sister rang"}
    response = Client().post(at("correct", request), data)
    assert response["Location"].startswith("/accounts/login/")
    assert KeptPost.objects.get().note == "her sister rang"
    page = at_the_desk.get(detail(request)).content.decode()
    assert re.search(r"<textarea[^>]*>\s*her sister rang", page)


def test_staff_take_no_more_than_the_page_asks(coordinator):
    request = receive()
    with pytest.raises(TypeError, match="adult"):
        request.correct(by=coordinator, adult=False)
