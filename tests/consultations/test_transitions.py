"""Status moves through named methods alone, legally, one person at a time."""

import ast
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from consultations.models import (
    SYSTEM,
    Conflict,
    ConsultationRequest,
    EventKind,
    IllegalTransition,
    Status,
)
from consultations.models.transitions import TRANSITIONS

from .conftest import receive
from .moves import TOMORROW, calls, in_status

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("action", list(TRANSITIONS))
def test_legal_moves_go_where_the_table_says_and_others_are_refused(
    status, action, coordinator, colleague
):
    request = in_status(status, coordinator)
    before = request.events.count()
    call = calls(request, coordinator, colleague)[action]

    if status not in TRANSITIONS[action]:
        with pytest.raises(IllegalTransition, match=action):
            call()
        request.refresh_from_db()
        assert (request.status, request.events.count()) == (status, before)
        return
    call()
    request.refresh_from_db()
    target = TRANSITIONS[action][status]
    assert request.status == (target if target in Status.values else Status.RECEIVED)
    assert request.events.count() == before + 1
    own = action == "correct"
    assert request.events.last().actor == (None if own else coordinator)


def test_every_method_of_the_table_is_tried(coordinator):
    assert calls(receive(), coordinator, coordinator).keys() == TRANSITIONS.keys()


def test_taking_what_somebody_has_is_refused_and_says_who(coordinator, colleague):
    request = receive()
    same = ConsultationRequest.objects.get(pk=request.pk)
    request.take(by=coordinator)

    with pytest.raises(Conflict) as refused:
        same.take(by=colleague)

    assert refused.value.event.actor == coordinator
    same.refresh_from_db()
    assert same.assigned_to == coordinator


def test_taking_what_is_yours_changes_nothing(coordinator):
    request = receive()
    request.take(by=coordinator)
    request.take(by=coordinator)

    assert request.events.filter(kind=EventKind.TAKEN).count() == 1


def test_action_from_an_old_page_loses_to_a_newer_one(coordinator, colleague):
    request = receive()
    seen = request.events.last().pk
    request.take(by=coordinator)

    with pytest.raises(Conflict):
        request.hand_over(colleague, by=colleague, seen=seen)
    request.add_note("kept all the same", by=colleague)

    assert request.assigned_to == coordinator
    assert request.events.last().note == "kept all the same"


def test_own_newer_events_and_notes_do_not_stand_in_the_way(coordinator, colleague):
    request = receive()
    seen = request.events.last().pk
    request.take(by=coordinator)
    request.add_note("for you", by=colleague)

    request.close("referred", by=coordinator, seen=seen)

    assert request.status == Status.CLOSED


def test_voicemail_is_an_attempt_and_not_a_conversation(coordinator):
    request = receive()
    request.log_attempt("voicemail", by=coordinator)

    assert request.first_attempt_at is not None
    assert request.first_conversation_at is None

    request.log_attempt("reached", by=coordinator)
    assert request.first_conversation_at is not None


def test_reopening_returns_to_the_state_before(coordinator):
    request = receive()
    original = receive()
    request.schedule(TOMORROW, by=coordinator)
    request.close("duplicate", by=coordinator, duplicate_of=original)
    assert request.due_at is None

    request.reopen(by=coordinator)

    assert request.status == Status.SCHEDULED
    assert (request.disposition, request.duplicate_of) == ("", None)
    assert request.due_at == TOMORROW


def test_spam_can_be_reopened_into_quarantine(coordinator):
    request = receive(quarantine_reasons=["decoy"])
    request.mark_spam(by=coordinator)
    request.reopen(by=coordinator)

    assert request.status == Status.QUARANTINED


def test_missed_consultation_is_to_be_reached_again(coordinator):
    request = receive()
    request.schedule(TOMORROW, by=coordinator)
    request.miss(by=coordinator)

    assert (request.status, request.scheduled_for) == (Status.IN_CONTACT, None)


def test_not_suitable_is_a_clinicians_decision(coordinator, clinician):
    request = receive()
    for by in (coordinator, SYSTEM):
        with pytest.raises(PermissionDenied):
            request.decide(False, by=by, reason="a reason")
    for by in (coordinator, clinician):
        with pytest.raises(IllegalTransition):
            request.close("not_suitable", by=by)

    request.decide(False, by=clinician, reason="a reason")
    assert request.disposition == "not_suitable"


@pytest.mark.parametrize("wrong", ["spam", "duplicate"])
def test_spam_and_duplicate_are_not_closed_by_word_alone(coordinator, wrong):
    request = receive()
    with pytest.raises(IllegalTransition):
        request.close(wrong, by=coordinator)


def test_request_does_not_repeat_itself(coordinator):
    request = receive()
    with pytest.raises(IllegalTransition):
        request.close("duplicate", by=coordinator, duplicate_of=request)


def test_status_is_not_set_by_hand(coordinator):
    request = receive()
    request.status = Status.CLOSED
    with pytest.raises(TypeError):
        request.save()
    with pytest.raises(TypeError):
        ConsultationRequest.objects.update(status=Status.CLOSED)
    with pytest.raises(TypeError):
        ConsultationRequest.objects.bulk_update([request], ["status"])
    with pytest.raises(TypeError):
        request.delete()

    request.refresh_from_db()
    assert request.status == Status.RECEIVED


def test_no_code_sets_a_status_outside_the_models():
    """Look at every assignment to `.status` in the app, outside the two mixins.

    The replay computes a state of its own, to compare with, and changes no request.
    """
    found = []
    for path in (ROOT / "consultations").rglob("*.py"):
        if path.name in {"transitions.py", "receiving.py", "replay.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
            found += [
                f"{path.name}:{node.lineno}"
                for target in targets
                if isinstance(target, ast.Attribute) and target.attr == "status"
            ]
    assert found == []


def test_events_are_written_once(coordinator):
    event = receive().events.get()
    for wrong in (event.save, event.delete, type(event).objects.all().delete):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(TypeError):
        type(event).objects.update(kind="noted")


def test_details_hold_codes_and_notes_are_encrypted(coordinator):
    request = receive()
    request.log_attempt("reached", by=coordinator, note="canary-note")

    event = request.events.last()
    assert event.details["outcome"] == "reached"
    assert event.details["before"] == {
        "status": "received",
        "first_attempt_at": None,
        "first_conversation_at": None,
    }
    assert event.note == "canary-note"
