"""What a purge leaves behind: a record that proves it, and nothing that was kept."""

import sqlite3
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection

from clinic.counting import count
from clinic.encryption import encrypted_known
from clinic.models import OutboxMessage
from consultations import retention
from consultations.models import (
    SYSTEM,
    ConsultationRequest,
    KeptPost,
    PageTicket,
    PurgeHead,
    PurgeRecord,
    PurgeRule,
    ReadingEntry,
    ReadingKind,
    RequestEvent,
    first_broken_link,
    first_broken_record,
)
from consultations.models.details import Answer
from consultations.models.purge import purge
from consultations.retention import wipe
from consultations.spam import repeats
from consultations.spam.score import Typed
from tests.canary import NOTE, TYPED, found_in

from .conftest import receive

pytestmark = pytest.mark.django_db
ASKED = PurgeRule.ASKED
NUMBER = "+17035550163"


def erase(request, by=None) -> list[str]:
    due = ConsultationRequest.objects.free().filter(pk=request.pk)
    return purge(due, rule=ASKED, by=by)


def worked(coordinator, manager, clinician, **fields) -> ConsultationRequest:
    """Plant canaries in every field, by every way that words come in."""
    fields = {"message": TYPED["message"]} | fields
    key = fields.pop("key", None)
    typed = {"name": TYPED["name"], "email": TYPED["email"], "phone": NUMBER}
    request = receive(key, **typed | fields)
    if key:
        again = typed | fields | {"name": f"{TYPED['name']} again"}
        request = receive(key, **again)
    request.add_details(
        reason="canary message of a reason",
        answers={"own_1": Answer("text", "What else?", TYPED["message"])},
    )
    request.add_details(reason=NOTE, answers={})
    request.correct(by=coordinator, name=f"Namesworth, {NOTE}", phone="+17035550164")
    request.log_attempt("voicemail", by=coordinator, note=NOTE)
    request.hold(by=manager, note=NOTE)
    request.release(by=manager, note=NOTE)
    ticket = PageTicket.read(PageTicket.signed(coordinator, request))
    KeptPost.keep(ticket, request, "close", NOTE)
    LogEntry.objects.create(
        user=manager,
        content_type=ContentType.objects.get_for_model(ConsultationRequest),
        object_id=str(request.pk),
        object_repr=request.reference,
        action_flag=CHANGE,
    )
    request.hand_over(clinician, by=coordinator, note=NOTE)
    request.decide(False, by=clinician, reason=NOTE)
    return request


def stored(ids) -> set[str]:
    """Return what the rows of these requests hold that nobody may find later."""
    found = set()
    with connection.cursor() as cursor:

        def read(what, table, where, values):
            cursor.execute(f"SELECT {what} FROM {table} WHERE {where}", values)  # noqa: S608
            for row in cursor.fetchall():
                found.update(value for value in row if value and len(value) > 12)

        for pk in ids:
            read(
                "name, email, phone, reason, message, answers, own_link,"
                " submission_digest, content_digest",
                "consultations_consultationrequest",
                "id = %s",
                [pk],
            )
            of = ("request_id = %s", [pk])
            read("note, earlier", "consultations_requestevent", *of)
            read("digest", "consultations_requestlookup", *of)
            read("note, page_digest", "consultations_keptpost", *of)
            events = "SELECT id FROM consultations_requestevent WHERE request_id = %s"
            reasons = "consultations_suitabilityreason"
            read("reason", reasons, f"event_id IN ({events})", [pk])
        mail = OutboxMessage.objects.filter(payload__request__in=ids)
        marks = ", ".join(str(pk) for pk in mail.values_list("pk", flat=True))
        read("recipient", "clinic_outboxmessage", f"id IN ({marks})", [])
    # What was left empty and the desk's own address say nothing of a person: others'
    # rows hold the very same.
    return found - {encrypted_known(text) for text in ("", settings.MAIL_DESK)}


def references(ids) -> list[str]:
    found = ConsultationRequest.objects.filter(pk__in=ids)
    return list(found.values_list("reference", flat=True))


def everything() -> str:
    """Return all rows of all tables as they are stored."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return "\n".join(connection.connection.iterdump())
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


def test_nothing_of_a_purged_request_is_in_any_table(
    location, coordinator, manager, clinician
):
    request = worked(coordinator, manager, clinician, key="k" * 32)
    other = receive()
    gone = stored([request.pk]) | {request.reference}
    assert len(gone) > 30
    assert all(value in everything() for value in gone)
    ReadingEntry.record(ReadingKind.DETAIL, by=coordinator, request_ids=[request.pk])

    assert erase(request, by=manager) == [request.reference]

    left = everything()
    assert [value for value in gone if value in left] == []
    assert found_in(left) == []
    assert list(ConsultationRequest.objects.all()) == [other]
    assert other.events.exists()
    assert other.lookups.exists()
    assert OutboxMessage.objects.filter(payload__request=other.pk).exists()
    # Who read it is still known, by its id.
    assert ReadingEntry.objects.get().request_ids == [request.pk]
    assert first_broken_link() is None


def test_reference_goes_from_the_event_of_what_it_repeated(coordinator):
    stays, repeat = receive(), receive(read_first=True)
    done = {"by": coordinator, "did": "rang at once"}
    repeat.close("duplicate", duplicate_of=stays, **done)
    repeat.reopen(by=coordinator)
    repeat.close("referred", **done)
    stays.refresh_from_db()
    assert repeat.reference in everything()

    erase(repeat)

    assert repeat.reference not in everything()
    stays.refresh_from_db()
    marked = stays.events.get(kind="marked_read_first")
    assert marked.summary == "Read first, as its duplicate is"


def test_hold_refuses_whoever_asks(manager):
    request = receive()
    request.hold(by=manager, note="a letter from counsel")

    assert erase(request, by=manager) == []
    assert ConsultationRequest.objects.exists()
    assert not PurgeRecord.objects.exists()


def test_record_proves_what_went_without_keeping_it(coordinator, manager):
    request = receive()
    request.close("referred", by=coordinator)
    erase(request, by=manager)

    record = PurgeRecord.naming(request.reference)
    assert (record.number, record.rule, record.actor) == (1, ASKED, manager)
    assert (record.requests, record.items[0]["events"]) == (1, 2)
    assert request.reference not in str(record.items)
    assert PurgeRecord.naming("AAAAAAAA") is None
    out = StringIO()
    call_command("verify_purge_records", request.reference.lower(), stdout=out)
    assert "The records hold: 1." in out.getvalue()
    assert "in record 1 (Erased as the person asked, by Ruth Hale)" in out.getvalue()
    with pytest.raises(CommandError, match="No record tells"):
        call_command("verify_purge_records", "AAAAAAAA", stdout=out)


def test_same_history_has_the_same_digest_and_another_has_not(coordinator):
    first, second = receive(), receive()
    erase(first)
    erase(second)
    one, other = (r.items[0] for r in PurgeRecord.objects.all())
    assert one["history"] != other["history"]
    assert one["id"] != other["id"]


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (lambda rows: rows.filter(pk=2).update(requests=7), "Record 2: changed"),
        (lambda rows: rows.filter(pk=2).update(rule="spam"), "Record 2: changed"),
        (lambda rows: rows.filter(pk=2)._raw_delete("default"), "Record 2: missing"),
        (lambda rows: rows.filter(pk=3)._raw_delete("default"), "cut at the end"),
        (lambda rows: PurgeHead.objects.update(number=2), "head was changed"),
    ],
)
def test_touched_records_are_found(harm, what):
    for _one in range(3):
        erase(receive())
    assert first_broken_record() is None

    harm(PurgeRecord._base_manager.all())

    with pytest.raises(CommandError, match=what):
        call_command("verify_purge_records")


def test_records_are_neither_changed_nor_deleted():
    erase(receive())
    record = PurgeRecord.objects.get()
    for refused in (
        record.save,
        record.delete,
        PurgeRecord.objects.all().delete,
        lambda: PurgeRecord.objects.update(requests=0),
    ):
        with pytest.raises(TypeError):
            refused()


def test_events_are_still_never_deleted_by_hand():
    request = receive()
    for refused in (request.delete, request.events.first().delete):
        with pytest.raises(TypeError):
            refused()
    with pytest.raises(TypeError):
        RequestEvent.objects.all().delete()


def test_mail_of_a_purged_request_is_not_sent(mailoutbox, location):
    request = receive(email="a@example.com")
    waiting = OutboxMessage.objects.filter(payload__request=request.pk)
    assert waiting.count() == 2
    erase(request)
    assert not waiting.exists()


def on_disk(path) -> bytes:
    """Return the raw bytes of a database file and of its log."""
    log = path.with_name(f"{path.name}-wal")
    return path.read_bytes() + (log.read_bytes() if log.exists() else b"")


def test_erased_text_is_counted_as_spam_no_more(manager):
    first = f"{TYPED['message']}, {'told at length ' * 6}"
    second = f"{first} and once more"
    request = receive("k" * 32, message=first)
    request = receive("k" * 32, message=second)
    keys = {}
    for message in (first, second):
        typed = Typed(name=request.name, email="", message=message)
        keys |= repeats.keys(typed, "another submission")
    count(keys)
    own = [
        next(iter(repeats.keys(Typed(name="", email="", message=message), "")))
        for message in (first, second)
    ]
    assert all(cache.get(key) for key in own)

    assert retention.erase(request, by=manager) == [request.reference]

    assert not any(cache.get(key) for key in own)


@pytest.mark.parametrize("who", ["coordinator", "clinician"])
def test_nobody_else_erases(request, who):
    subject = receive()
    with pytest.raises(PermissionDenied):
        retention.erase(subject, by=request.getfixturevalue(who))
    with pytest.raises(PermissionDenied):
        retention.erase(subject, by=SYSTEM)
    assert ConsultationRequest.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_byte_of_it_is_left_in_the_files_of_sqlite(
    location, coordinator, manager, clinician, tmp_path
):
    if connection.vendor != "sqlite":
        pytest.skip("Not run: the bytes of SQLite's files (this is PostgreSQL).")
    requests = [worked(coordinator, manager, clinician) for _one in range(40)]
    kept = [receive(name=f"Somebody Else {n}") for n in range(40)]
    ids = [r.pk for r in requests]
    gone = {v.encode() for v in stored(ids)} | {r.encode() for r in references(ids)}
    stay = {r.reference.encode() for r in kept}
    path = tmp_path / "copy.sqlite3"
    with sqlite3.connect(path) as copy:
        copy.execute("PRAGMA journal_mode=WAL")
        connection.connection.backup(copy)
    copy.close()
    before = on_disk(path)
    assert all(value in before for value in gone | stay)
    usual = connection.settings_dict["NAME"]
    from_memory = connection.connection
    try:
        connection.connection = None
        connection.settings_dict["NAME"] = str(path)
        connection.settings_dict["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                "PRAGMA secure_delete=ON;"
            ),
        }
        for request in requests:
            erase(request)
        assert wipe()
        after = on_disk(path)
        connection.close()
    finally:
        connection.connection = from_memory
        connection.settings_dict["NAME"] = usual
    assert [value for value in gone if value in after] == []
    assert all(value in after for value in stay)
    assert found_in(after) == []
