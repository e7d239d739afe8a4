"""Correcting and withdrawing: both versions kept, everybody told, contact stopped."""

import json
from datetime import UTC, datetime

import pytest

from clinic.models import OutboxMessage
from clinic.outbox import builder_for
from consultations.models import (
    REQUESTER,
    ConsultationRequest,
    Disposition,
    EventKind,
    IllegalTransition,
    Status,
)

from .conftest import receive

pytestmark = pytest.mark.django_db


def waiting(kind=None):
    rows = OutboxMessage.objects.waiting()
    return rows.filter(kind=f"consultations.{kind}") if kind else rows


def test_correction_keeps_both_versions_and_is_found_by_the_new_one():
    request = receive(name="Jordan Reyes", email="jordan@example.com")
    digest = request.content_digest

    assert request.correct(phone="+17035550142", name="Robin Okoro", by=REQUESTER)

    event = request.events.last()
    assert (event.kind, event.actor_kind) == (EventKind.CORRECTED, "requester")
    assert event.details == {"fields": ["name", "phone"], "before": {}}
    assert json.loads(event.earlier)["phone"] == "+17035550117"
    assert json.loads(event.earlier)["name"] == "Jordan Reyes"
    stored = ConsultationRequest.objects.get(pk=request.pk)
    assert (stored.phone, stored.name) == ("+17035550142", "Robin Okoro")
    assert stored.message == request.message
    assert stored.content_digest == digest
    found = ConsultationRequest.objects.matching
    assert found("703 555 0142").get() == found("okoro").get() == request
    assert not found("703 555 0117").exists()
    assert not found("jordan reyes").exists()
    assert found("jordan@example.com").get() == request


def test_form_sent_once_more_by_a_browser_does_not_undo_a_correction():
    request = receive("k" * 32)
    request.correct(phone="+17035550142", by=REQUESTER)

    again = receive("k" * 32)

    assert again == request
    assert again.phone == "+17035550142"
    assert request.events.count() == 2


def test_correction_that_changes_nothing_leaves_no_trace():
    request = receive()
    assert not request.correct(phone=request.phone, contact_times=[], by=REQUESTER)
    assert request.events.count() == 1
    assert waiting().count() == 1


def test_correction_computes_the_clocks_again(location, time_machine):
    time_machine.move_to("2026-11-23 09:00:00-05:00", tick=False)
    request = receive(location=location)
    assert request.due_at == datetime(2026, 11, 23, 16, tzinfo=UTC)

    request.correct(contact_times=["15:00-17:00"], by=REQUESTER)

    stored = ConsultationRequest.objects.get(pk=request.pk)
    assert stored.due_at == datetime(2026, 11, 23, 22, tzinfo=UTC)


def test_desk_is_told_and_the_new_address_alone_gets_mail():
    request = receive(email="old@example.com")
    OutboxMessage.objects.all().delete()

    request.correct(phone="+17035550142", by=REQUESTER)
    assert [row.kind for row in waiting()] == ["consultations.staff_notice"]

    request.correct(email="new@example.com", by=REQUESTER)
    assert waiting("staff_notice").count() == 2
    assert [row.recipient for row in waiting("acknowledgement")] == ["new@example.com"]


def test_mail_to_the_old_address_that_still_waits_is_not_sent():
    request = receive(email="old@example.com")
    old = waiting("acknowledgement").get()
    request.correct(email="new@example.com", by=REQUESTER)
    assert builder_for(old.kind)(old) is None


def test_quarantined_request_is_corrected_and_stays_where_it_is():
    request = receive(email="a@example.com", quarantine_reasons=["decoy"])
    request.correct(email="b@example.com", by=REQUESTER)

    assert request.status == Status.QUARANTINED
    assert not waiting("acknowledgement").exists()
    assert waiting("staff_notice").count() == 2


def test_correction_takes_what_the_page_asks_and_nothing_else():
    with pytest.raises(TypeError, match="message"):
        receive().correct(message="other words", by=REQUESTER)


@pytest.mark.parametrize("status", ["received", "quarantined", "in_contact"])
def test_withdrawing_stops_everything_that_waits(status, coordinator):
    reasons = ["decoy"] if status == "quarantined" else []
    request = receive(email="jordan@example.com", quarantine_reasons=reasons)
    if status == "in_contact":
        request.log_attempt("no_answer", by=coordinator)
    other = receive(email="jordan@example.com")
    assert waiting().filter(payload__request=request.pk).exists()

    request.withdraw(by=REQUESTER)

    stored = ConsultationRequest.objects.get(pk=request.pk)
    assert (stored.status, stored.disposition) == (
        Status.CLOSED,
        Disposition.WITHDRAWN,
    )
    assert stored.is_withdrawn
    assert stored.due_at is None
    assert stored.closed_at == stored.events.last().at
    assert stored.events.last().kind == EventKind.WITHDRAWN
    assert stored.events.last().details["from"] == status
    assert not waiting().filter(payload__request=request.pk).exists()
    assert waiting().filter(payload__request=other.pk).count() == 2


def test_mail_of_others_with_the_same_number_in_it_goes_on():
    request = receive()
    OutboxMessage.enqueue(
        "clinic.review", dedupe_key="x", payload={"request": request.pk}
    )
    request.withdraw(by=REQUESTER)
    assert waiting().get().kind == "clinic.review"


def test_scheduled_request_is_withdrawn_and_has_no_clock(coordinator):
    request = receive()
    request.schedule(datetime(2030, 5, 6, 15, tzinfo=UTC), by=coordinator)
    request.withdraw(by=REQUESTER)
    assert request.due_at is None

    request.reopen(by=coordinator, note="She rang: it was a slip.")
    assert request.status == Status.SCHEDULED


def test_nothing_is_done_twice_or_after_it():
    request = receive()
    request.withdraw(by=REQUESTER)
    before = request.events.count()
    for late in (
        lambda: request.withdraw(by=REQUESTER),
        lambda: request.correct(phone="+17035550142", by=REQUESTER),
        lambda: request.log_attempt("no_answer", by=REQUESTER),
    ):
        with pytest.raises(IllegalTransition) as refused:
            late()
        assert refused.value.event.kind == EventKind.WITHDRAWN
    assert request.events.count() == before


def test_spam_can_neither_be_corrected_nor_withdrawn(coordinator):
    request = receive(quarantine_reasons=["decoy"])
    request.mark_spam(by=coordinator)
    with pytest.raises(IllegalTransition):
        request.withdraw(by=REQUESTER)
    with pytest.raises(IllegalTransition):
        request.correct(phone="+17035550142", by=REQUESTER)


@pytest.mark.parametrize("note", ["", "  \n"])
def test_withdrawal_is_undone_with_a_reason_alone(coordinator, note):
    request = receive()
    request.withdraw(by=REQUESTER)
    with pytest.raises(IllegalTransition):
        request.reopen(by=coordinator, note=note)
    assert ConsultationRequest.objects.get(pk=request.pk).is_withdrawn

    request.reopen(by=coordinator, note="She rang and asked for it.")

    event = request.events.last()
    assert request.status == Status.RECEIVED
    assert request.due_at is not None
    assert event.note == "She rang and asked for it."
    assert event.summary == "Reopened: Received, after a withdrawal"


def test_withdrawal_that_the_desk_wrote_down_needs_a_reason_too(coordinator):
    request = receive()
    request.close("withdrawn", by=coordinator)
    with pytest.raises(IllegalTransition):
        request.reopen(by=coordinator)
    other = receive()
    other.close("unreachable", by=coordinator)
    other.reopen(by=coordinator)
    assert other.status == Status.RECEIVED


def test_same_form_sent_again_leaves_it_withdrawn_and_a_changed_one_reopens_it():
    request = receive("k" * 32)
    request.withdraw(by=REQUESTER)

    assert receive("k" * 32).is_withdrawn

    again = receive("k" * 32, message="I changed my mind.")
    assert again == request
    assert again.status == Status.RECEIVED
    assert "after a withdrawal" in again.events.last().summary
