"""Every press is taken back by an event that corrects it; nothing is erased."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from clinic.models import OutboxMessage
from consultations.admin.undoing import undo_addresses
from consultations.models import (
    REQUESTER,
    CannotUndo,
    Conflict,
    ConsultationRequest,
    EventKind,
    IllegalTransition,
    Status,
)

from .conftest import receive
from .moves import TOMORROW, calls, in_status

pytestmark = pytest.mark.django_db

PRESSES = {
    "take": Status.RECEIVED,
    "hand_over": Status.IN_CONTACT,
    "start_contact": Status.RECEIVED,
    "log_attempt": Status.RECEIVED,
    "snooze": Status.IN_CONTACT,
    "schedule": Status.IN_CONTACT,
    "confirm": Status.SCHEDULED,
    "miss": Status.SCHEDULED,
    "close": Status.IN_CONTACT,
    "reopen": Status.CLOSED,
    "mark_spam": Status.QUARANTINED,
    "mark_genuine": Status.QUARANTINED,
    "add_note": Status.CLOSED,
    "void_own_link": Status.RECEIVED,
}


def columns(request) -> dict:
    """Return the clear columns as they are stored."""
    return ConsultationRequest.objects.get(pk=request.pk).clear_values()


def last(request):
    return request.events.last()


def page_of(client, request) -> str:
    name = "admin:consultations_consultationrequest_change"
    return client.get(reverse(name, args=[request.reference])).content.decode()


def undo_at(request, event) -> str:
    name = "admin:consultations_consultationrequest_undo"
    return reverse(name, args=[request.reference, event.pk])


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.mark.parametrize(("action", "status"), PRESSES.items())
def test_undone_press_leaves_the_request_as_it_was_and_can_be_redone(
    action, status, coordinator, colleague, location
):
    request = in_status(status, coordinator)
    before = columns(request)
    calls(request, coordinator, colleague)[action]()
    done, press = columns(request), last(request)

    request.undo(press.pk, by=coordinator)
    assert columns(request) == before
    undoing = last(request)
    assert (undoing.kind, undoing.corrects, undoing.actor) == (
        EventKind.UNDONE,
        press,
        coordinator,
    )
    assert press.kind in request.events.values_list("kind", flat=True)

    request.undo(undoing.pk, by=coordinator)
    assert columns(request) == done
    request.undo(last(request).pk, by=coordinator)
    assert columns(request) == before


def test_every_press_of_the_desk_is_tried():
    person_only = {"correct", "withdraw"}
    # These have a file of their own: test_undo_care.
    elsewhere = {"answer_read_first", "decide", "reply"}
    # A person's word and a manager's word are never taken back by a press.
    never = {"correct_at_the_desk", "hold", "release"}
    tried = PRESSES.keys() | person_only | elsewhere | never
    assert tried == calls(None, None, None).keys()


def test_clock_runs_again_once_the_attempt_is_undone(coordinator, location):
    request = receive(location=location)
    due = request.due_at
    request.log_attempt("reached", by=coordinator)
    assert request.due_at is None

    request.undo(last(request).pk, by=coordinator)
    assert request.due_at == due


def test_first_times_are_those_of_the_attempts_that_stand(coordinator):
    request = receive()
    request.log_attempt("no_answer", by=coordinator)
    first = last(request)
    request.log_attempt("reached", by=coordinator)
    second = last(request)

    request.undo(first.pk, by=coordinator)
    assert request.status == Status.IN_CONTACT
    assert request.first_attempt_at == request.first_conversation_at == second.at

    request.undo(second.pk, by=coordinator)
    assert request.status == Status.RECEIVED
    assert request.first_attempt_at is request.first_conversation_at is None


def test_attempt_is_undone_although_a_consultation_was_scheduled(coordinator):
    request = receive()
    request.log_attempt("reached", by=coordinator)
    attempt = last(request)
    request.schedule(TOMORROW, by=coordinator)
    scheduling = last(request)

    request.undo(attempt.pk, by=coordinator)
    assert request.status == Status.SCHEDULED
    assert request.first_attempt_at is None
    request.undo(scheduling.pk, by=coordinator)
    assert request.status == Status.RECEIVED


def test_reopening_does_not_bring_back_a_contact_that_was_undone(coordinator):
    request = receive()
    request.log_attempt("reached", by=coordinator)
    attempt = last(request)
    request.close("referred", by=coordinator)
    request.undo(attempt.pk, by=coordinator)
    request.reopen(by=coordinator)
    assert request.status == Status.RECEIVED


def test_reopening_goes_by_the_ending_that_stands(coordinator):
    request = receive()
    request.close("referred", by=coordinator)
    request.reopen(by=coordinator)
    reopening = last(request)
    request.schedule(TOMORROW, by=coordinator)
    scheduling = last(request)
    request.close("booked", by=coordinator)
    request.undo(last(request).pk, by=coordinator)
    request.undo(scheduling.pk, by=coordinator)
    request.undo(reopening.pk, by=coordinator)
    assert (request.status, request.disposition) == (Status.CLOSED, "referred")

    request.reopen(by=coordinator)
    assert request.status == Status.RECEIVED


def test_what_something_later_changed_is_not_undone_and_names_it(
    coordinator, colleague
):
    request = receive()
    request.take(by=coordinator)
    taking = last(request)
    request.hand_over(colleague, by=coordinator)
    handing = last(request)

    with pytest.raises(CannotUndo) as refused:
        request.undo(taking.pk, by=coordinator)
    assert refused.value.event == handing
    request.refresh_from_db()
    assert request.assigned_to == colleague

    request.undo(handing.pk, by=coordinator)
    request.undo(taking.pk, by=coordinator)
    assert request.assigned_to is None


def test_withdrawal_by_the_person_is_never_undone_by_an_older_press(coordinator):
    request = receive()
    request.schedule(TOMORROW, by=coordinator)
    scheduling = last(request)
    request.withdraw(by=REQUESTER)
    withdrawal = last(request)

    with pytest.raises(IllegalTransition):
        request.undo(withdrawal.pk, by=coordinator)
    with pytest.raises(CannotUndo) as refused:
        request.undo(scheduling.pk, by=coordinator)
    assert refused.value.event == withdrawal
    assert request.is_withdrawn


def test_withdrawal_pressed_by_mistake_is_undone_by_who_pressed_it(
    coordinator, colleague
):
    request = receive()
    request.close("withdrawn", by=coordinator)
    closing = last(request)

    with pytest.raises(IllegalTransition):
        request.undo(closing.pk, by=colleague)
    assert request.is_withdrawn
    assert closing.pk not in undo_addresses(colleague, request, request.story())
    assert closing.pk in undo_addresses(coordinator, request, request.story())
    request.undo(closing.pk, by=coordinator)
    assert request.status == Status.RECEIVED


def test_void_link_stays_void_once_a_new_address_has_a_new_one(coordinator):
    request = receive("k" * 32, email="old@example.com")
    request.void_own_link(by=coordinator)
    voiding = last(request)
    request = receive("k" * 32, email="new@example.com")
    link = request.own_link

    with pytest.raises(CannotUndo):
        request.undo(voiding.pk, by=coordinator)
    request.refresh_from_db()
    assert request.own_link == link


def test_not_suitable_is_not_decided_anew_by_redoing(coordinator, clinician):
    request = receive()
    request.hand_over(clinician, by=coordinator)
    request.decide(False, by=clinician, reason="a reason")
    request.reopen(by=coordinator)
    with pytest.raises(PermissionDenied):
        request.undo(last(request).pk, by=coordinator)
    request.undo(last(request).pk, by=clinician)
    assert request.disposition == "not_suitable"


def test_undone_once_and_no_more(coordinator, colleague):
    request = receive()
    request.take(by=coordinator)
    taking = last(request)
    same = ConsultationRequest.objects.get(pk=request.pk)
    request.undo(taking.pk, by=coordinator)

    with pytest.raises(Conflict) as refused:
        same.undo(taking.pk, by=colleague)
    assert refused.value.event == last(request)


def test_event_of_another_request_is_not_undone(coordinator):
    other, request = receive(), receive()
    other.take(by=coordinator)
    with pytest.raises(IllegalTransition):
        request.undo(last(other).pk, by=coordinator)
    other.refresh_from_db()
    assert other.assigned_to == coordinator


def test_mail_that_waits_is_dropped_and_what_went_out_stays(coordinator):
    request = receive(quarantine_reasons=["decoy"], email="jo@example.com")
    request.mark_genuine(by=coordinator)
    genuine = last(request)
    waiting = OutboxMessage.objects.get(payload__event=genuine.pk)
    request.undo(genuine.pk, by=coordinator)
    waiting.refresh_from_db()
    assert waiting.dropped_at

    request.undo(last(request).pk, by=coordinator)
    again = OutboxMessage.objects.get(payload__event=last(request).pk)
    assert again.dropped_at is None
    OutboxMessage.objects.filter(pk=again.pk).update(sent_at=timezone.now())
    request.undo(last(request).pk, by=coordinator)
    again.refresh_from_db()
    assert again.sent_at and not again.dropped_at


def test_snooze_comes_back_with_the_attempt_undone(coordinator):
    request = receive()
    until = timezone.now() + timedelta(days=2)
    ConsultationRequest.objects.filter(pk=request.pk).update(snoozed_until=until)
    request.log_attempt("no_answer", by=coordinator)
    assert request.snoozed_until is None
    request.undo(last(request).pk, by=coordinator)
    assert request.snoozed_until == until


def test_events_keep_codes_ids_and_times_of_before_alone(coordinator, colleague):
    request = receive()
    request.take(by=coordinator)
    request.hand_over(colleague, by=coordinator, note="canary")
    kept = last(request).details["before"]
    assert kept.keys() == {"assigned_to", "assigned_at"}
    assert kept["assigned_to"] == coordinator.pk
    phi = ConsultationRequest.PHI_FIELDS
    assert not phi & request.clear_values().keys()


def test_history_offers_undo_and_marks_what_was_undone(at_the_desk, coordinator):
    request = receive()
    request.log_attempt("no_answer", by=coordinator, note="rang twice")
    attempt = last(request)
    address = undo_at(request, attempt)
    assert f'action="{address}"' in page_of(at_the_desk, request)

    done = at_the_desk.post(address, follow=True).content.decode()

    assert "Undone: Tried to reach: No answer." in done
    assert "<s>Tried to reach: No answer</s>" in done
    assert "undone by Priya Shah, today" in done
    assert "rang twice" in done
    assert f'action="{address}"' not in done
    assert f'action="{undo_at(request, last(request))}"' in done


def test_history_offers_no_undo_where_it_would_be_refused(
    at_the_desk, coordinator, colleague
):
    request = receive(email="jo@example.com")
    assert 'class="undo"' not in page_of(at_the_desk, request)
    request.take(by=coordinator)
    taking = last(request)
    request.hand_over(colleague, by=coordinator)
    page = page_of(at_the_desk, request)
    assert f'action="{undo_at(request, taking)}"' not in page
    assert page.count('class="undo"') == 1

    lost = at_the_desk.post(undo_at(request, taking))
    assert lost.status_code == 409
    assert "Not undone: Handed over, by Priya Shah, today" in lost.content.decode()

    request.withdraw(by=REQUESTER)
    withdrawal = last(request)
    page = page_of(at_the_desk, request)
    assert f'action="{undo_at(request, withdrawal)}"' not in page


def test_clinician_undoes_own_presses_alone(client, clinician, coordinator):
    request = receive()
    request.hand_over(clinician, by=coordinator)
    handing = last(request)
    request.add_note("seen", by=clinician)
    own = last(request)
    client.force_login(clinician)

    page = page_of(client, request)
    assert f'action="{undo_at(request, own)}"' in page
    assert f'action="{undo_at(request, handing)}"' not in page
    assert client.post(undo_at(request, handing)).status_code == 403
    assert client.post(undo_at(request, own)).status_code == 302
    assert last(request).corrects == own


@pytest.mark.parametrize("who", ["editor", "reviewer", "clinician"])
def test_people_without_the_request_undo_nothing(client, who, coordinator, request):
    received = receive()
    received.take(by=coordinator)
    client.force_login(request.getfixturevalue(who))
    response = client.post(undo_at(received, last(received)))
    assert response.status_code in (403, 404)
    received.refresh_from_db()
    assert received.assigned_to == coordinator


def test_undo_is_a_post_with_an_event_of_this_request(at_the_desk, coordinator):
    other, request = receive(), receive()
    other.take(by=coordinator)
    assert at_the_desk.get(undo_at(request, last(request))).status_code == 405
    name = "admin:consultations_consultationrequest_undo"
    foreign = reverse(name, args=[request.reference, last(other).pk])
    assert at_the_desk.post(foreign).status_code == 409
    other.refresh_from_db()
    assert other.assigned_to == coordinator
    assert at_the_desk.post(undo_at(request, last(request))).status_code == 409
