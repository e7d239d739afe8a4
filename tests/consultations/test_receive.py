"""The one way in: received once, never doubled, every version kept."""

import json

import pytest

from clinic.models import OutboxMessage
from consultations.models import (
    REQUESTER,
    ConsultationRequest,
    EventKind,
    RequestLookup,
    Status,
    receiving,
)
from consultations.models.lookups import REFERENCE_ALPHABET

from .conftest import receive

pytestmark = pytest.mark.django_db


def test_request_comes_with_event_lookups_and_mail():
    request = receive(email="jordan@example.com")

    assert request.status == Status.RECEIVED
    event = request.events.get()
    assert (event.kind, event.actor_kind) == (EventKind.RECEIVED, "requester")
    assert set(request.lookups.values_list("kind", flat=True)) == {
        "email",
        "phone",
        "name",
        "whole_name",
        "prefix",
    }
    assert sorted(OutboxMessage.objects.values_list("kind", flat=True)) == [
        "consultations.acknowledgement",
        "consultations.staff_notice",
    ]
    assert request.due_at is not None


def test_reference_has_eight_characters_without_look_alikes():
    references = {receiving.random_reference() for _ in range(300)}

    assert all(len(reference) == 8 for reference in references)
    assert not set("".join(references)) & set("0O1IL5S8BUVZ2") - {"2", "V"}
    assert set("".join(references)) <= set(REFERENCE_ALPHABET)


def test_taken_reference_is_drawn_again(monkeypatch):
    drawn = iter(["AAAAAAAA", "AAAAAAAA", "CCCCCCCC"])
    monkeypatch.setattr(receiving, "random_reference", lambda: next(drawn))

    assert receive().reference == "AAAAAAAA"
    assert receive().reference == "CCCCCCCC"


def test_same_key_and_content_is_the_same_request():
    first = receive("k" * 32, email="jordan@example.com")
    again = receive("k" * 32, email="jordan@example.com")

    assert again.pk == first.pk
    assert ConsultationRequest.objects.count() == 1
    assert first.events.count() == 1
    assert OutboxMessage.objects.count() == 2


def test_same_key_with_other_content_amends_and_keeps_both():
    first = receive("k" * 32, message="before")
    again = receive("k" * 32, message="after", phone="+17035550118")

    assert (again.pk, again.reference) == (first.pk, first.reference)
    assert again.message == "after"
    event = again.events.last()
    assert event.kind == EventKind.AMENDED
    assert event.details["fields"] == ["message", "phone"]
    assert event.details["wordings"] == [again.consent_id]
    assert json.loads(event.earlier)["message"] == "before"
    assert ConsultationRequest.objects.matching("703 555 0118").get() == again
    assert not ConsultationRequest.objects.matching("703 555 0117").exists()


def test_corrected_address_is_acknowledged_there():
    receive("k" * 32, email="wrong@example.com")
    receive("k" * 32, email="right@example.com")

    rows = OutboxMessage.objects.filter(kind="consultations.acknowledgement")
    assert [row.recipient for row in rows.order_by("pk")] == [
        "wrong@example.com",
        "right@example.com",
    ]


def test_closed_request_that_is_sent_again_is_open_again(coordinator):
    request = receive("k" * 32)
    request.close("withdrawn", by=coordinator)

    receive("k" * 32, message="I changed my mind")

    request.refresh_from_db()
    assert request.status == Status.RECEIVED
    assert request.events.last().kind == EventKind.REOPENED


def test_suspicious_request_is_kept_and_not_answered():
    request = receive(email="a@example.com", quarantine_reasons=["decoy"])

    assert request.status == Status.QUARANTINED
    assert request.due_at is not None
    kinds = OutboxMessage.objects.values_list("kind", flat=True)
    assert list(kinds) == ["consultations.staff_notice"]


def test_caller_is_received_by_the_person_at_the_desk(coordinator):
    request = receive(by=coordinator, channel="phone")

    event = request.events.get()
    assert (event.actor, event.actor_kind) == (coordinator, "staff")
    assert request.channel == "phone"


def test_unknown_values_are_refused():
    with pytest.raises(TypeError, match="status"):
        receive(status="closed")


def test_anyone_else_than_an_actor_is_refused():
    with pytest.raises(TypeError, match="by="):
        receive(by="Priya")


def test_request_cannot_be_made_another_way():
    with pytest.raises(TypeError, match="receive"):
        ConsultationRequest.objects.create(reference="AAAAAAAA")
    with pytest.raises(TypeError, match="receive"):
        ConsultationRequest.objects.bulk_create([ConsultationRequest()])


def test_nothing_is_kept_when_the_mail_row_fails(monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(receiving, "announce", broken)
    with pytest.raises(RuntimeError):
        receive()

    assert not ConsultationRequest.objects.exists()
    assert not RequestLookup.objects.exists()


def test_every_script_is_kept_to_the_letter():
    typed = "שלום\u200f — 你好\t\nZoë 🌅 \u202eabc\u202c  "
    request = receive(name="Ольга مريم", message=typed, by=REQUESTER)

    stored = ConsultationRequest.objects.get(pk=request.pk)
    assert (stored.name, stored.message) == ("Ольга مريم", typed)


def test_same_key_is_known_under_an_earlier_lookup_key(settings):
    first = receive("k" * 32)
    settings.LOOKUP_KEYS = ["a newer key", *settings.LOOKUP_KEYS]

    assert receive("k" * 32).pk == first.pk
    assert receive("m" * 32).pk != first.pk
    assert ConsultationRequest.objects.count() == 2
