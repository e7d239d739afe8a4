"""What a statement made once writes is what Django would write, column by column."""

import pytest
from cryptography.fernet import Fernet
from django.db import IntegrityError, transaction
from django.utils import timezone

from clinic.encryption import encrypted_fields, key_id, key_of
from clinic.inserting import Insertion
from clinic.models import OutboxMessage
from consultations.models import ConsultationRequest, EventKind, RequestEvent

from .conftest import receive

pytestmark = pytest.mark.django_db

OWN_TO_EACH = {"id", "reference", "submission_digest", "own_link", "uuid", "dedupe_key"}
TIMES = {"created_at", "not_before", "at"}


def row_of(model, pk, without=()):
    row = model.objects.filter(pk=pk).values().get()
    return {name: row[name] for name in row.keys() - OWN_TO_EACH - set(without)}


def test_whole_row_is_stored_as_by_save(location):
    told = receive(
        email="jordan@example.com",
        message="",
        contact_times=["09:00-11:00"],
        location=location,
        quarantine_reasons=["links"],
    )
    twin = ConsultationRequest.objects.get(pk=told.pk)
    # The database makes this one; it is in no statement.
    stored = {name: value for name, value in vars(twin).items() if name != "lane"}
    new = {"reference": "AAAAAAAA", "submission_digest": "b" * 64, "own_link": "c" * 16}

    by_statement = Insertion("consultations.ConsultationRequest").one(stored | new)
    twin.reference, twin.own_link = "DDDDDDDD", "f" * 16
    twin.submission_digest = "d" * 64
    twin.pk, twin._state.adding, twin._through_method = None, True, True
    twin.save(force_insert=True)

    assert row_of(ConsultationRequest, by_statement) == row_of(
        ConsultationRequest, twin.pk
    )


def test_what_is_not_given_has_its_default():
    now = timezone.now()
    request = receive(email="jordan@example.com")
    given = {"request_id": request.pk, "kind": EventKind.RECEIVED, "at": now}
    given |= {"actor_kind": "requester", "details": {"channel": "web"}}

    by_statement = Insertion("consultations.RequestEvent").one(given)
    by_save = RequestEvent.objects.create(**given)

    assert row_of(RequestEvent, by_statement) == row_of(RequestEvent, by_save.pk)


def test_mail_is_written_as_by_save():
    given = {"kind": "a.kind", "recipient": "jo@example.com", "payload": {"one": 1}}

    OutboxMessage.enqueue_each([given | {"dedupe_key": "one"}])
    by_save = OutboxMessage.objects.create(**given, dedupe_key="two")

    by_statement = OutboxMessage.objects.get(dedupe_key="one")
    assert by_statement.uuid != by_save.uuid
    assert by_statement.not_before <= timezone.now()
    assert row_of(OutboxMessage, by_statement.pk, TIMES) == row_of(
        OutboxMessage, by_save.pk, TIMES
    )


def test_row_whose_key_is_there_is_left_out():
    given = {"kind": "a.kind", "payload": {}, "dedupe_key": "one"}
    rows = Insertion("clinic.OutboxMessage", unless="dedupe_key")

    first = rows.one(given)

    assert first == OutboxMessage.objects.get().pk
    assert rows.one(given | {"kind": "another"}) is None
    assert OutboxMessage.objects.get().kind == "a.kind"
    with pytest.raises(IntegrityError), transaction.atomic():
        Insertion("clinic.OutboxMessage").one(given)


def test_first_event_is_under_the_key_that_writes_now(settings):
    receive(email="before@example.com")
    new = Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [new, *settings.FIELD_ENCRYPTION_KEYS]

    request = receive(email="jordan@example.com")

    stored = stored_values(RequestEvent, request.events.get().pk)
    stored += stored_values(ConsultationRequest, request.pk)
    assert {key_of(value) for value in stored} == {key_id(new)}


def test_what_a_person_types_is_never_stored_the_same_twice():
    one = receive(email="jordan@example.com", message="")
    other = receive(email="jordan@example.com", message="")

    typed = ("name", "email", "phone", "message")
    stored = [stored_values(ConsultationRequest, row.pk, typed) for row in (one, other)]
    assert not set(stored[0]) & set(stored[1])


def stored_values(model, pk, names=None) -> list[str]:
    fields = [f for f in encrypted_fields(model) if names is None or f.name in names]
    with transaction.get_connection().cursor() as cursor:
        columns = ", ".join(field.column for field in fields)
        cursor.execute(
            f"SELECT {columns} FROM {model._meta.db_table} WHERE id = %s",  # noqa: S608
            [pk],
        )
        return list(cursor.fetchone())
