"""Keys are exchanged while people go on, and nothing they wrote is lost."""

import io

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.db.models import TextField, Value
from django.utils import timezone

from clinic import rotation
from clinic.encryption import (
    decrypt,
    encrypt,
    encrypted_fields,
    field_key_ids,
    key_id,
    lookup_key_ids,
)
from clinic.models import OutboxMessage
from clinic.rotation import columns
from clinic_site.management.commands import rotate_keys
from clinic_site.sign_in.rotation import SecondSteps
from consultations.models import (
    ConsultationRequest,
    KeptPost,
    PageTicket,
    ReadingEntry,
    ReadingKind,
    RequestEvent,
    SealedForm,
    first_broken_link,
)
from consultations.models.own_link import path_for, proves
from consultations.rotation import Lookups
from tests.consultations.conftest import add_user, receive

pytestmark = pytest.mark.django_db
NEW_LOOKUP_KEY = "a-new-lookup-key"
OLD_FORMAT = "from before keys had names"


@pytest.fixture
def person():
    return add_user("priya", "Intake coordinators")


@pytest.fixture
def filled(person):
    """Return a request with something in every encrypted column of the site."""
    request = receive(email="jordan@example.com")
    request.add_details(reason="PTSD", answers={})
    request.add_note("Rang twice", by=person)
    request.correct(by=person, name="Jordan Rey")
    ticket = PageTicket.read(PageTicket.signed(person, request))
    KeptPost.keep(ticket, request, "add_note", "half a note")
    now = timezone.now()
    SealedForm.objects.create(digest="d", at=now, not_before=now, sealed="a form")
    Authenticator.objects.create(
        user=person, type="totp", data={"secret": encrypt("TOTPSECRET")}
    )
    Authenticator.objects.create(
        user=person,
        type="recovery_codes",
        data={
            "seed": encrypt("SEED"),
            "used_mask": 5,
            "migrated_codes": [encrypt("12345678")],
        },
    )
    ReadingEntry.record(ReadingKind.DETAIL, by=person, request_ids=[request.pk])
    return request


@pytest.fixture
def new_keys(filled, settings):
    """Put a new key before each old one; return the old ones."""
    old = settings.FIELD_ENCRYPTION_KEYS, settings.LOOKUP_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *old[0]]
    settings.LOOKUP_KEYS = [NEW_LOOKUP_KEY, *old[1]]
    return old


def run(*arguments) -> str:
    out = io.StringIO()
    call_command("rotate_keys", *arguments, stdout=out)
    return out.getvalue()


def everything() -> dict:
    """Return what every encrypted column says, read as the site reads it."""
    return {
        (column.label, row.pk): getattr(row, column.name)
        for column in columns()
        for row in column.model._base_manager.order_by("pk")
    }


def under() -> set:
    """Return the ids of all keys that anything is under."""
    found = set()
    for place in (*columns(), SecondSteps(), Lookups()):
        found |= set(place.under())
    return found


def test_every_encrypted_column_is_found():
    found = {column.label for column in columns()}
    names = {field.name for field in encrypted_fields(ConsultationRequest)}

    assert names == ConsultationRequest.PHI_FIELDS
    assert found == {
        *(f"consultations.consultationrequest.{name}" for name in names),
        "consultations.requestevent.note",
        "consultations.requestevent.earlier",
        "consultations.keptpost.note",
        "consultations.sealedform.sealed",
        "consultations.suitabilityreason.reason",
        "clinic.heldpost.body",
        "clinic.outboxmessage.recipient",
    }


def test_all_is_brought_under_the_first_key_and_says_the_same(new_keys, settings):
    before, old_ids = everything(), under()
    assert set(before.values()) > {"Jordan Rey", "jordan@example.com", "half a note"}

    run()

    assert everything() == before
    assert under() == {field_key_ids()[0], lookup_key_ids()[0]}
    assert not under() & old_ids
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    settings.LOOKUP_KEYS = settings.LOOKUP_KEYS[:1]
    assert everything() == before


def test_rows_that_are_in_use_are_come_back_to(new_keys, monkeypatch):
    refused, turn = [], rotation.Column.rotate

    def busy_once(column, pks):
        if column.label not in refused:
            refused.append(column.label)
            raise OperationalError("database is locked")
        return turn(column, pks)

    monkeypatch.setattr(rotation.Column, "rotate", busy_once)
    monkeypatch.setattr(rotate_keys, "PAUSE", 0)

    run()

    assert len(refused) > 5
    assert under() == {field_key_ids()[0], lookup_key_ids()[0]}


def test_rows_that_stay_in_use_are_said(new_keys, monkeypatch):
    def busy(column, pks):
        raise OperationalError("database is locked")

    monkeypatch.setattr(rotation.Column, "rotate", busy)
    monkeypatch.setattr(rotate_keys, "PAUSE", 0)

    assert "in use all the time" in run()


def test_a_second_run_changes_nothing(new_keys):
    run()
    stored = [list(c.rows.values_list("pk", "stored")) for c in columns()]

    told = run()

    assert stored == [list(c.rows.values_list("pk", "stored")) for c in columns()]
    assert all(": 0 brought" in line for line in told.splitlines() if "brought" in line)


def test_second_steps_keep_everything_but_the_key(new_keys, settings):
    run()
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]

    totp = Authenticator.objects.get(type="totp").data
    codes = Authenticator.objects.get(type="recovery_codes").data
    assert decrypt(totp["secret"]) == "TOTPSECRET"
    assert decrypt(codes["seed"]) == "SEED"
    assert [decrypt(code) for code in codes["migrated_codes"]] == ["12345678"]
    assert codes["used_mask"] == 5


@pytest.mark.parametrize("words", ["jordan", "jor", "jordan@example.com", "7035550117"])
def test_search_finds_before_during_and_after(new_keys, settings, words):
    old = receive(email="jordan@example.com", name="Jordan Old")
    pks = {*ConsultationRequest.objects.values_list("pk", flat=True)}

    def found():
        return {r.pk for r in ConsultationRequest.objects.matching(words)}

    assert found() == pks
    Lookups().rotate([old.pk])
    assert found() == pks
    run()
    assert found() == pks
    settings.LOOKUP_KEYS = settings.LOOKUP_KEYS[:1]
    assert found() == pks


def test_trail_events_and_private_link_stay(new_keys, filled):
    filled.refresh_from_db()
    events = list(RequestEvent.objects.values("pk", "kind", "at", "actor", "details"))
    token = path_for(filled).rstrip("/").rpartition("/")[2]
    digests = (filled.submission_digest, filled.content_digest)

    run()

    filled.refresh_from_db()
    assert first_broken_link() is None
    kept = RequestEvent.objects.values("pk", "kind", "at", "actor", "details")
    assert list(kept) == events
    assert proves(token, filled)
    assert (filled.submission_digest, filled.content_digest) == digests


def test_a_form_sent_again_after_it_is_the_same_request(filled, settings):
    first = receive("k" * 32)
    settings.LOOKUP_KEYS = [NEW_LOOKUP_KEY, *settings.LOOKUP_KEYS]
    run()

    assert receive("k" * 32).pk == first.pk


def test_check_changes_nothing_and_names_keys_without_giving_them(new_keys, settings):
    stored = [list(c.rows.values_list("pk", "stored")) for c in columns()]
    (old,), (old_lookup,) = new_keys

    told = run("--check")

    assert stored == [list(c.rows.values_list("pk", "stored")) for c in columns()]
    assert f"key {key_id(old)}, an older one" in told
    assert f"FIELD_ENCRYPTION_KEYS, key 2 ({key_id(old)}): still needed for" in told
    assert f"LOOKUP_KEYS, key 2 ({key_id(old_lookup)}): still needed for 1" in told
    run()
    told = run("--check")
    assert f"FIELD_ENCRYPTION_KEYS, key 2 ({key_id(old)}): may be taken" in told
    assert f"LOOKUP_KEYS, key 2 ({key_id(old_lookup)}): may be taken" in told
    for key in (*settings.FIELD_ENCRYPTION_KEYS, *settings.LOOKUP_KEYS):
        assert key not in told


def test_values_from_before_keys_had_names_are_read_and_brought_along(filled, settings):
    (old,) = settings.FIELD_ENCRYPTION_KEYS
    place = next(c for c in columns() if c.label.endswith("request.message"))
    place.rows.update(message=_stored(Fernet(old).encrypt(OLD_FORMAT.encode())))
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), old]
    assert place.under() == {key_id(old): 1}
    assert ConsultationRequest.objects.get().message == OLD_FORMAT

    run()

    assert place.under() == {field_key_ids()[0]: 1}
    assert ConsultationRequest.objects.get().message == OLD_FORMAT


def test_a_lost_key_is_named_with_counts_and_the_rest_is_done(new_keys, settings):
    (old,), _lookup = new_keys
    run()
    lost = settings.FIELD_ENCRYPTION_KEYS[0]
    newest = Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [old]
    fresh = receive(name="Alex Kim", email="alex@example.com")
    settings.FIELD_ENCRYPTION_KEYS = [newest, old]
    stored = dict(_message().rows.values_list("pk", "stored"))

    with pytest.raises(CommandError, match=f"values.*key {key_id(lost)} is missing"):
        run()

    assert ConsultationRequest.objects.get(pk=fresh.pk).message
    after = dict(_message().rows.values_list("pk", "stored"))
    assert after.pop(fresh.pk).startswith(key_id(newest))
    assert after.items() <= stored.items()
    with pytest.raises(CommandError, match=f"key {key_id(lost)} is missing"):
        run("--check")
    settings.FIELD_ENCRYPTION_KEYS = [newest, old, lost]
    run()
    assert not OutboxMessage.objects.exclude(recipient__isnull=False).exists()
    assert key_id(lost) not in under()


def _message():
    return next(c for c in columns() if c.label.endswith("request.message"))


def _stored(token: bytes):
    return Value(token.decode(), output_field=TextField())
