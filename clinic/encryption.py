"""Columns that only this site can read, and lookups that give nothing away.

A column is encrypted with the first of `FIELD_ENCRYPTION_KEYS`; each of them
decrypts, so a new key goes to the front and old rows stay readable. A lookup is a
keyed digest: equal values meet, and without the key nobody can test a guess.
"""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.utils.translation import gettext_lazy as _


class Undecryptable(Exception):
    """A stored value that none of the configured keys opens, or that was altered."""


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS is empty.")
    return MultiFernet([Fernet(key) for key in keys])


def _current_ring() -> MultiFernet:
    return _ring(tuple(settings.FIELD_ENCRYPTION_KEYS))


def encrypt(text: str) -> str:
    """Return `text` as a token under the first configured key."""
    return _current_ring().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return what `token` holds; Undecryptable if it was altered or its key is gone."""
    try:
        return _current_ring().decrypt(token.encode()).decode()
    except InvalidToken:
        raise Undecryptable(
            "A stored value cannot be read: the key it was written with is not in "
            "FIELD_ENCRYPTION_KEYS, or the value was changed in the database."
        ) from None


def lookup_digests(kind: str, value: str) -> list[str]:
    """Return the digests of `value`, one for each lookup key, the current one first."""
    if not settings.LOOKUP_KEYS:
        raise ImproperlyConfigured("LOOKUP_KEYS is empty.")
    message = f"{kind}\0{value}".encode()
    return [
        hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
        for key in settings.LOOKUP_KEYS
    ]


def lookup_digest(kind: str, value: str) -> str:
    """Return the digest to store for `value`; `kind` keeps namespaces apart."""
    return lookup_digests(kind, value)[0]


class EncryptedTextField(models.TextField):
    """Text that is encrypted on its way into the database and read back as text.

    It cannot be searched, ordered or compared in SQL; any lookup but `isnull` is an
    error instead of an empty answer.
    """

    description = _("Encrypted text")

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return value if value is None else encrypt(value)

    def from_db_value(self, value, expression, connection):
        return value if value is None else decrypt(value)

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(
                f"{self.name} is encrypted and cannot be looked up by '{lookup_name}'; "
                "store a lookup_digest() beside it."
            )
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name):
        raise FieldError(f"{self.name} is encrypted and has no '{lookup_name}'.")
