"""What is read first: on top until somebody says what was done, procedure beside it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import (
    ConsultationRequest,
    EventKind,
    ReadFirstProcedure,
    Status,
)
from consultations.models.refusals import Unanswered

from .conftest import filled_in, receive
from .test_desk import CALLER, QUEUE, act, detail, rows

pytestmark = pytest.mark.django_db
DANGER = "I want to kill myself"
DID = "rang twice, her brother is with her"
PROCEDURE = reverse("admin:consultations_readfirstprocedure_change", args=[1])
ASKING = {
    "take": {},
    "start_contact": {},
    "log_attempt": {"log_attempt-outcome": "reached"},
    "schedule": {"schedule-when": "2030-05-06T10:30"},
    "close": {"close-disposition": "referred"},
}


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def pinned(db):
    return receive(message=DANGER)


def write_procedure() -> None:
    ReadFirstProcedure(
        steps="Ring at once.\nStay on the line.",
        ring_name="Dr. Okafor",
        ring_number="+17035550170",
    ).save()


def asked(visit) -> list[str]:
    """Return what a visit asks the database, without its savepoints."""
    with CaptureQueriesContext(connection) as queries:
        visit()
    return [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]


def page(client, request) -> str:
    return client.get(detail(request)).content.decode()


@pytest.mark.parametrize(("action", "data"), ASKING.items(), ids=list(ASKING))
def test_first_thing_done_asks_what_was_done(at_the_desk, pinned, action, data):
    refused = at_the_desk.post(act(pinned, action), data)

    assert "Write what you did about it" in refused.content.decode()
    pinned.refresh_from_db()
    assert (pinned.pinned, pinned.status) == (True, Status.RECEIVED)
    assert pinned.events.count() == 1

    at_the_desk.post(act(pinned, action), data | {f"{action}-did": DID})

    pinned.refresh_from_db()
    assert pinned.read_first
    assert not pinned.pinned
    done, acted = pinned.events.all()[1:]
    assert (done.kind, done.note) == (EventKind.READ_FIRST_DONE, DID)
    assert acted.kind != EventKind.READ_FIRST_DONE
    assert DID not in str(done.details)


@pytest.mark.parametrize("action", ASKING)
def test_model_refuses_without_an_answer_whoever_calls(pinned, coordinator, action):
    given = {
        "log_attempt": ["reached"],
        "schedule": [pinned.received_at],
        "close": ["referred"],
    }.get(action, [])
    with pytest.raises(Unanswered):
        getattr(pinned, action)(*given, by=coordinator, did=" ")
    assert pinned.events.count() == 1


def test_it_stays_on_top_until_it_is_answered(at_the_desk, pinned, coordinator):
    earlier = receive(at=pinned.received_at.replace(year=2020))
    assert rows(at_the_desk.get(QUEUE)) == [pinned, earlier]

    pinned.hand_over(coordinator, by=coordinator)
    pinned.add_note("I am on it", by=coordinator)
    assert rows(at_the_desk.get(QUEUE)) == [pinned, earlier]

    at_the_desk.post(act(pinned, "answer_read_first"), {"answer_read_first-note": DID})
    assert rows(at_the_desk.get(QUEUE)) == [earlier, pinned]


def test_answer_says_something(at_the_desk, pinned, coordinator):
    response = at_the_desk.post(
        act(pinned, "answer_read_first"), {"answer_read_first-note": "  "}
    )
    assert "Write what you did about it" in response.content.decode()
    with pytest.raises(Unanswered):
        pinned.answer_read_first("\n", by=coordinator)
    pinned.refresh_from_db()
    assert pinned.pinned


def test_after_the_answer_nothing_asks_and_nothing_says_safe(at_the_desk, pinned):
    at_the_desk.post(act(pinned, "answer_read_first"), {"answer_read_first-note": DID})
    at_the_desk.post(act(pinned, "take"))

    pinned.refresh_from_db()
    assert pinned.assigned_to is not None
    shown = page(at_the_desk, pinned)
    assert "Read first" in shown
    assert "says nothing about how the person is now" in shown
    assert " safe" not in shown
    again = at_the_desk.post(
        act(pinned, "answer_read_first"), {"answer_read_first-note": "again"}
    )
    assert again.status_code == 409
    assert pinned.events.filter(kind=EventKind.READ_FIRST_DONE).count() == 1


def test_new_words_of_danger_pin_it_again(pinned, coordinator):
    pinned.answer_read_first(DID, by=coordinator)
    key = "k" * 32
    again = receive(key)
    receive(key, message=DANGER)
    again.refresh_from_db()
    assert again.pinned

    again.answer_read_first(DID, by=coordinator)
    receive(key, message=f"{DANGER} tonight")
    again.refresh_from_db()
    assert again.pinned


def test_lost_race_leaves_no_answer_and_keeps_the_words(at_the_desk, pinned, colleague):
    seen = pinned.events.last().pk
    pinned.take(by=colleague, did="I ring her")
    later = ConsultationRequest.objects.get(pk=pinned.pk)
    type(later).objects.filter(pk=later.pk).update(pinned=True)

    response = at_the_desk.post(act(pinned, "take"), {"seen": seen, "take-did": DID})

    assert response.status_code == 409
    assert DID in response.content.decode()
    assert pinned.events.filter(kind=EventKind.READ_FIRST_DONE).count() == 1


def test_procedure_and_whom_to_ring_stand_on_the_page(at_the_desk, pinned):
    write_procedure()
    shown = page(at_the_desk, pinned)

    assert "Stay on the line." in shown
    assert "You do not have to judge this. Ring:" in shown
    assert "Dr. Okafor" in shown
    assert 'href="tel:+17035550170"' in shown
    assert 'href="tel:988"' in shown
    assert 'href="tel:911"' in shown
    assert "Stay on the line." not in page(at_the_desk, receive())


def test_clinician_is_told_whom_to_ring_if_not_sure(client, pinned, clinician):
    write_procedure()
    pinned.hand_over(clinician, by=clinician)
    client.force_login(clinician)
    shown = page(client, pinned)
    assert "Not sure? Ring:" in shown
    assert "You do not have to judge" not in shown


@pytest.mark.parametrize("who", ["coordinator", "manager"])
def test_missing_procedure_is_said_to_managers_and_help_to_all(
    client, pinned, request, who
):
    client.force_login(request.getfixturevalue(who))
    told = who == "manager"

    shown = page(client, pinned)
    assert 'href="tel:988"' in shown
    assert 'href="tel:911"' in shown
    assert (PROCEDURE in shown.split("</header>")[1]) is told
    queue = client.get(QUEUE).content.decode()
    assert ("No procedure is written" in queue) is told

    write_procedure()
    assert "No procedure is written" not in client.get(QUEUE).content.decode()


@pytest.mark.parametrize("who", ["manager", "clinician"])
def test_managers_and_clinicians_write_the_procedure(client, request, who):
    client.force_login(request.getfixturevalue(who))
    data = {"steps": "Ring.", "ring_name": "Dr. O", "ring_number": "+17035550170"}
    assert client.post(PROCEDURE, data).status_code == 302
    assert ReadFirstProcedure.load().is_written


def test_nobody_else_writes_it(at_the_desk):
    assert at_the_desk.get(PROCEDURE).status_code == 403
    assert at_the_desk.post(PROCEDURE, {"steps": "x"}).status_code == 403
    assert not ReadFirstProcedure.load().step_list


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ring_name": "Dr. O"}, "Name and number go together"),
        ({"ring_number": "+17035550170"}, "Name and number go together"),
        ({"ring_name": "Dr. O", "ring_number": "0170"}, "Write the number like"),
        ({"steps": "\n".join(map(str, range(13)))}, "Keep to 12 steps"),
    ],
)
def test_procedure_that_nobody_could_follow_is_refused(fields, said):
    with pytest.raises(ValidationError, match=said):
        ReadFirstProcedure(pk=1, **fields).full_clean(validate_unique=False)


def test_caller_in_danger_is_kept_and_taken_on_their_own_page(at_the_desk, location):
    data = filled_in(message=DANGER, channel="phone", take_it="on")
    response = at_the_desk.post(CALLER, data)

    kept = ConsultationRequest.objects.get()
    assert response["Location"] == detail(kept)
    assert kept.pinned
    assert kept.assigned_to is None


def test_pages_stay_within_their_queries(client, pinned, manager, location):
    client.force_login(manager)
    client.get(QUEUE)
    for url in (detail(pinned), QUEUE):
        assert len(asked(lambda url=url: client.get(url))) <= 12
