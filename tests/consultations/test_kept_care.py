"""What is typed into decisions, answers and replies is not lost, nor in wrong hands."""

import html

import pytest

from consultations.models import EventKind, KeptPost, ReplyTemplate

from .conftest import receive
from .test_desk import QUEUE, act, detail
from .test_kept_notes import box, hidden
from .test_read_first import DANGER
from .test_replies import place

pytestmark = pytest.mark.django_db
REASON = "a heart valve & two medicines"
DID = "rang her at once, her sister is there"


@pytest.fixture
def handed_over(coordinator, clinician):
    request = receive(message=DANGER)
    request.hand_over(clinician, by=coordinator)
    return request


@pytest.fixture
def as_clinician(client, clinician):
    client.force_login(clinician)
    return client


def page(client, request) -> str:
    return client.get(detail(request)).content.decode()


def decision(client, request) -> dict:
    shown = page(client, request)
    return {
        "page": hidden(shown, "page"),
        "seen": hidden(shown, "seen"),
        "decide-suitable": "no",
        "decide-reason": REASON,
        "decide-did": DID,
    }


def notes(request) -> str:
    return " ".join(event.note for event in request.events.all())


def reason_box(shown: str) -> str:
    found = shown.split('<textarea name="decide-reason"')[1]
    return html.unescape(found.split(">", 1)[1].split("</textarea>")[0]).strip()


def test_reason_of_an_ended_session_waits_in_its_own_box(
    as_clinician, handed_over, clinician
):
    data = decision(as_clinician, handed_over)
    as_clinician.logout()
    as_clinician.post(act(handed_over, "decide"), data)
    as_clinician.force_login(clinician)
    shown = page(as_clinician, handed_over)

    assert reason_box(shown) == REASON
    assert box(shown) == DID
    assert "Nothing was decided yet" in shown
    assert not handed_over.events.filter(kind=EventKind.DECIDED).exists()

    again = decision(as_clinician, handed_over) | {"kept": hidden(shown, "kept")}
    as_clinician.post(act(handed_over, "decide"), again)
    assert [post.note for post in KeptPost.objects.all()] == [DID]


def test_kept_reason_is_shown_to_nobody_else(
    as_clinician, handed_over, coordinator, manager
):
    data = decision(as_clinician, handed_over)
    as_clinician.logout()
    as_clinician.post(act(handed_over, "decide"), data)
    for user in (coordinator, manager):
        as_clinician.force_login(user)
        assert "heart valve" not in page(as_clinician, handed_over)


def test_reason_is_given_back_once_nothing_is_to_be_decided(
    as_clinician, handed_over, clinician, coordinator
):
    data = decision(as_clinician, handed_over)
    as_clinician.logout()
    as_clinician.post(act(handed_over, "decide"), data)
    handed_over.close("unreachable", by=coordinator, did=DID)
    as_clinician.force_login(clinician)
    shown = page(as_clinician, handed_over)
    assert html.escape(REASON) in shown
    assert 'name="decide-reason"' not in shown

    drop = {"kept": hidden(shown, "kept")}
    as_clinician.post(f"{detail(handed_over).removesuffix('change/')}kept/drop/", drop)
    assert html.escape(REASON) not in page(as_clinician, handed_over)


def test_answer_is_left_as_a_note_and_the_reason_given_back(
    as_clinician, handed_over, coordinator
):
    data = decision(as_clinician, handed_over)
    handed_over.hand_over(coordinator, by=coordinator)

    response = as_clinician.post(act(handed_over, "decide"), data)

    shown = response.content.decode()
    assert response.status_code == 409
    assert html.escape(REASON) in shown
    assert handed_over.name not in shown
    assert DID in notes(handed_over)
    assert "valve" not in notes(handed_over)


def test_nothing_is_answered_without_the_proof_of_a_page(as_clinician, handed_over):
    data = {"decide-suitable": "no", "decide-reason": REASON, "decide-did": DID}
    other = receive()
    for request in (other, handed_over):
        url = act(other, "decide")
        response = as_clinician.post(url, data | {"page": "made up"})
        assert response.status_code == 404
        assert DID not in notes(request)


@pytest.mark.parametrize("action", ["answer_read_first", "take"])
def test_what_was_done_outlives_the_session(client, coordinator, action):
    request = receive(message=DANGER)
    client.force_login(coordinator)
    proof = hidden(page(client, request), "page")
    field = "note" if action == "answer_read_first" else "did"
    client.logout()
    client.post(act(request, action), {"page": proof, f"{action}-{field}": DID})
    client.force_login(coordinator)
    assert box(page(client, request)) == DID
    request.refresh_from_db()
    assert request.pinned


@pytest.fixture
def template(db):
    return ReplyTemplate.objects.create(
        name="We rang", channel="mail", subject="About {reference}", body="We rang."
    )


def sending(client, request, template) -> dict:
    response = client.get(place("reply", request, template.pk))
    form = response.context["form"]
    given = {f"reply-{n}": form[n].value() for n in ("looked_at", "key", "seen")}
    proof = hidden(response.content.decode(), "page")
    return given | {"page": proof, "reply-did": DID}


def test_answer_beside_a_reply_outlives_the_session(client, coordinator, template):
    request = receive(message=DANGER, email="jo@example.com")
    client.force_login(coordinator)
    data = sending(client, request, template)
    client.logout()
    client.post(place("reply", request, template.pk), data)
    client.force_login(coordinator)
    assert box(page(client, request)) == DID
    assert not request.events.filter(kind=EventKind.REPLIED).exists()


def test_answer_beside_a_reply_is_left_where_it_belongs(
    as_clinician, handed_over, coordinator, template
):
    type(handed_over).objects.update(email="jo@example.com")
    data = sending(as_clinician, handed_over, template)
    handed_over.hand_over(coordinator, by=coordinator)
    response = as_clinician.post(place("reply", handed_over, template.pk), data)
    assert response["Location"] == QUEUE
    assert DID in notes(handed_over)
