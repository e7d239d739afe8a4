"""Columns that only this site can read, and lookups that give nothing away.

A column is encrypted with the first of `FIELD_ENCRYPTION_KEYS`; each of them
decrypts, so a new key goes to the front and old rows stay readable. What is stored
begins with the id of its key, so that a key that is missing can be named. A lookup is
a keyed digest: equal values meet, and without the key nobody can test a guess.
"""

import hashlib
import hmac
import re
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

KEY_ID_LENGTH = 8
# From before ids were stored: such a value says nothing about its key.
UNKNOWN_KEY = ""
_STORED = re.compile(rf"([0-9a-f]{{{KEY_ID_LENGTH}}})\.(.+)", re.DOTALL)


class Undecryptable(Exception):
    """A stored value whose key is gone, or that was altered.

    `key_id` names the missing key; it is "" when the value does not say, or when the
    key is there and the value was changed.
    """

    def __init__(self, key_id: str = UNKNOWN_KEY):
        self.key_id = key_id
        which = f"key {key_id}" if key_id else "the key it was written with"
        super().__init__(
            f"A stored value cannot be read: {which} is not in FIELD_ENCRYPTION_KEYS"
            + ("." if key_id else ", or the value was changed in the database.")
        )


@lru_cache(maxsize=64)
def key_id(key: str) -> str:
    """Return what a key is called by: short, and nobody gets from it to the key."""
    named = hashlib.sha256(b"clinic key id\0" + key.encode())
    return named.hexdigest()[:KEY_ID_LENGTH]


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> dict[str, Fernet]:
    if not keys:
        raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS is empty.")
    return {key_id(key): Fernet(key) for key in keys}


def _current_ring() -> dict[str, Fernet]:
    return _ring(tuple(settings.FIELD_ENCRYPTION_KEYS))


def field_key_ids() -> list[str]:
    """Return the ids of the keys that read columns; the first one writes."""
    return list(_current_ring())


def encrypt(text: str) -> str:
    """Return `text` as it is stored, under the first configured key."""
    first, fernet = next(iter(_current_ring().items()))
    return f"{first}.{fernet.encrypt(text.encode()).decode()}"


def encrypted_known(text: str) -> str:
    """Return what everybody knows, such as the default of a column, as it is stored.

    It is the same each time, until the keys change.
    """
    return _known(text, tuple(settings.FIELD_ENCRYPTION_KEYS))


@lru_cache(maxsize=64)
def _known(text: str, keys: tuple[str, ...]) -> str:
    return encrypt(text)


def decrypt(stored: str) -> str:
    """Return what a stored value holds; Undecryptable if altered or its key is gone."""
    named, token = split(stored)
    ring = _current_ring()
    if named and named not in ring:
        raise Undecryptable(named)
    for fernet in [ring[named]] if named else ring.values():
        try:
            return fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            continue
    raise Undecryptable


def split(stored: str) -> tuple[str, str]:
    """Return the id of the key that a value names, "" for none, and the rest."""
    parts = _STORED.fullmatch(stored)
    return (parts[1], parts[2]) if parts else (UNKNOWN_KEY, stored)


def key_of(stored: str) -> str | None:
    """Return the id of the key that opens a stored value; None when none does.

    A value that does not name its key is tried with each of them.
    """
    named, token = split(stored)
    ring = _current_ring()
    for one in [named] if named in ring else ring if not named else ():
        try:
            ring[one].decrypt(token.encode())
        except InvalidToken:
            continue
        return one
    return None


def lookup_digests(kind: str, value: str) -> list[str]:
    """Return the digests of `value`, one for each lookup key, the current one first."""
    if not settings.LOOKUP_KEYS:
        raise ImproperlyConfigured("LOOKUP_KEYS is empty.")
    message = f"{kind}\0{value}".encode()
    return [
        hmac.digest(key.encode(), message, "sha256").hex()
        for key in settings.LOOKUP_KEYS
    ]


def lookup_key_ids() -> list[str]:
    """Return the ids of the keys that make lookups; the first one writes."""
    return [key_id(key) for key in settings.LOOKUP_KEYS]


def lookup_digest(kind: str, value: str) -> str:
    """Return the digest to store for `value`; `kind` keeps namespaces apart."""
    return lookup_digests(kind, value)[0]


class Unreadable:
    """Stands in a row for a value that no key opens; saving the row keeps it as is.

    It is no text: whatever would take it for what a person typed gets an error.
    """

    def __init__(self, stored: str, error: Undecryptable):
        self.stored, self.key_id = stored, error.key_id

    def __str__(self):
        raise Undecryptable(self.key_id)

    def __repr__(self):
        return f"<Unreadable {self.key_id}>"


class StandIn(str):
    """Words in the place of a value that no key opens; saved, it is that value."""

    __slots__ = ("stored",)


def known(text: str) -> StandIn:
    """Return a text that the site's settings say anyway, to be stored as it is kept."""
    words = StandIn(text)
    words.stored = encrypted_known(text)
    return words


class ReadableOrError(DeferredAttribute):
    """Gives the text of a column, or the error that names the key it lacks.

    Rows load whatever their keys: one that is lost takes along no other row.
    """

    def __get__(self, instance, cls=None):
        value = super().__get__(instance, cls)
        if isinstance(value, Unreadable):
            raise Undecryptable(value.key_id)
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):
    """Text that is encrypted on its way into the database and read back as text.

    It cannot be searched, ordered or compared in SQL; any lookup but `isnull` is an
    error instead of an empty answer. A value whose key is lost is an error, too, once
    it is asked for: Undecryptable.
    """

    description = _("Encrypted text")
    descriptor_class = ReadableOrError

    def pre_save(self, model_instance, add):
        held = model_instance.__dict__.get(self.attname)
        if isinstance(held, Unreadable):
            return held
        return super().pre_save(model_instance, add)

    def get_prep_value(self, value):
        if isinstance(value, (Unreadable, StandIn)):
            return value.stored
        value = super().get_prep_value(value)
        return value if value is None else encrypt(value)

    def from_db_value(self, value, expression, connection):
        if value is None:
            return None
        try:
            return decrypt(value)
        except Undecryptable as error:
            return Unreadable(value, error)

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(
                f"{self.name} is encrypted and cannot be looked up by '{lookup_name}'; "
                "store a lookup_digest() beside it."
            )
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name):
        raise FieldError(f"{self.name} is encrypted and has no '{lookup_name}'.")


def encrypted_fields(model) -> list[EncryptedTextField]:
    """Return the encrypted columns of a model."""
    fields = model._meta.local_concrete_fields
    return [field for field in fields if isinstance(field, EncryptedTextField)]


def missing_keys(instance) -> set[str]:
    """Return the ids of the keys that a loaded row lacks; "" stands for an unknown one.

    Columns that were not loaded are not asked for.
    """
    held = (instance.__dict__.get(f.attname) for f in encrypted_fields(type(instance)))
    return {value.key_id for value in held if isinstance(value, Unreadable)}


def say_unreadable(instance) -> None:
    """Put words in the place of what no key opens, so that the row can be shown."""
    for field in encrypted_fields(type(instance)):
        held = instance.__dict__.get(field.attname)
        if isinstance(held, Unreadable):
            words = StandIn(_now("Cannot be read: its key is missing."))
            words.stored = held.stored
            setattr(instance, field.attname, words)


def text_or_nothing(instance, name: str) -> str:
    """Return the text of a column, "" when its key is lost."""
    try:
        return getattr(instance, name)
    except Undecryptable:
        return ""
