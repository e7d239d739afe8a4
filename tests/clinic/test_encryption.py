import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.db import connection

from clinic.encryption import (
    Undecryptable,
    decrypt,
    encrypt,
    key_id,
    key_of,
    lookup_digests,
    say_unreadable,
    split,
)
from clinic.models import OutboxMessage

WORDS = [
    "",
    "plain",
    "Zoë Ångström",
    "שלום עולם",
    "عربى",
    "\u202eabc",
    "a\tb\nc",
    "🌅" * 99,
]


@pytest.mark.parametrize("text", WORDS)
def test_encrypted_text_comes_back_to_the_letter(text):
    assert decrypt(encrypt(text)) == text


def test_equal_texts_do_not_look_equal_when_stored():
    assert encrypt("same") != encrypt("same")


def test_older_key_still_reads_and_newer_key_writes(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [old]
    token = encrypt("kept")
    settings.FIELD_ENCRYPTION_KEYS = [new, old]
    assert decrypt(token) == "kept"
    named, fresh = split(encrypt("fresh"))
    assert Fernet(new).decrypt(fresh.encode()) == b"fresh"
    assert named == key_id(new) == key_of(encrypt("fresh"))
    assert named not in new


def test_value_from_before_keys_had_names_is_read(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    bare = Fernet(old).encrypt(b"kept").decode()
    settings.FIELD_ENCRYPTION_KEYS = [new, old]
    assert decrypt(bare) == "kept"
    assert key_of(bare) == key_id(old)


def test_lost_key_is_an_error_that_names_it(settings):
    token, (lost,) = encrypt("gone"), settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(Undecryptable, match=f"{key_id(lost)} is not in FIELD") as error:
        decrypt(token)
    assert error.value.key_id == key_id(lost)
    assert key_of(token) is None


@pytest.fixture
def lost(db, settings):
    """Return a row whose key is gone, and the key."""
    row = OutboxMessage.enqueue(
        "t.kind", dedupe_key="t", payload={}, recipient="kept@example.org"
    )
    (key,) = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    return OutboxMessage.objects.get(pk=row.pk), key


@pytest.mark.parametrize("shown", [False, True])
def test_row_with_a_lost_key_loads_and_saving_it_keeps_what_was_there(
    lost, settings, shown
):
    row, key = lost
    with pytest.raises(Undecryptable, match=key_id(key)):
        row.recipient.lower()
    if shown:
        say_unreadable(row)
        assert row.recipient == "Cannot be read: its key is missing."
    row.attempts = 3
    row.save()
    settings.FIELD_ENCRYPTION_KEYS.append(key)
    row = OutboxMessage.objects.get(pk=row.pk)
    assert (row.attempts, row.recipient) == (3, "kept@example.org")


def test_value_with_a_lost_key_is_no_text(lost):
    (held,) = OutboxMessage.objects.values_list("recipient", flat=True)
    with pytest.raises(Undecryptable):
        str(held)
    assert "kept" not in repr(held)


def test_altered_token_is_an_error_not_plain_text():
    token = encrypt("amount 10")
    altered = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    with pytest.raises(Undecryptable):
        decrypt(altered)
    with pytest.raises(Undecryptable):
        decrypt("plain words put there by hand")


@pytest.mark.django_db
def test_column_holds_no_typed_word():
    row = OutboxMessage.enqueue(
        "t.kind", dedupe_key="t", payload={}, recipient="canary@example.org"
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT recipient FROM clinic_outboxmessage")
        (stored,) = cursor.fetchone()
    assert "canary" not in stored
    row.refresh_from_db()
    assert row.recipient == "canary@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "lookup", ["recipient", "recipient__contains", "recipient__in", "recipient__lower"]
)
def test_encrypted_column_refuses_lookups(lookup):
    with pytest.raises(FieldError):
        OutboxMessage.objects.filter(**{lookup: ["x"]}).exists()
    assert not OutboxMessage.objects.filter(recipient__isnull=True).exists()


def test_lookup_digest_depends_on_kind_and_key(settings):
    settings.LOOKUP_KEYS = ["one", "two"]
    first, second = lookup_digests("email", "a@example.org")
    assert first != second
    assert lookup_digests("phone", "a@example.org")[0] != first
    settings.LOOKUP_KEYS = ["two", "one"]
    assert lookup_digests("email", "a@example.org") == [second, first]
