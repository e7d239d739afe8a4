"""The secrets of second steps, which lie encrypted in a library's own table."""

from collections import Counter
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.db import transaction

from clinic.encryption import (
    Undecryptable,
    decrypt,
    encrypt,
    field_key_ids,
    key_of,
    split,
)
from clinic.rotation import Tally, lock

# What the library encrypts of an authenticator app and of recovery codes.
SECRETS = ("secret", "seed")
LIST_OF_SECRETS = "migrated_codes"


class SecondSteps:
    """The secrets of authenticator apps and recovery codes, to be rotated."""

    label = "mfa.authenticator.data"

    def behind(self):
        """Return all second steps: there are a few for each member of staff."""
        return Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)

    def under(self) -> Counter:
        """Count the secrets by the key they name; one that names none is tried."""
        found = Counter()
        for data in self.behind().values_list("data", flat=True):
            for secret in _secrets(data):
                found[split(secret)[0] or key_of(secret) or ""] += 1
        return found

    def rotate(self, pks: list) -> Tally:
        """Bring the secrets of these rows under the first key, in one transaction."""
        tally = Tally()
        with transaction.atomic():
            held = list(lock(self.behind().filter(pk__in=pks)).order_by("pk"))
            tally.left = len(pks) - len(held)
            for row in held:
                behind = [s for s in _secrets(row.data) if not _is_current(s)]
                if not behind:
                    continue
                try:
                    row.data = _anew(row.data)
                except Undecryptable as error:
                    tally.unreadable[error.key_id] += len(behind)
                    continue
                row.save(update_fields=["data"])
                tally.moved += len(behind)
        return tally


def _secrets(data: dict) -> Iterator[str]:
    for name in SECRETS:
        if name in data:
            yield data[name]
    yield from data.get(LIST_OF_SECRETS, ())


def _is_current(secret: str) -> bool:
    return split(secret)[0] == field_key_ids()[0]


def _anew(data: dict) -> dict:
    fresh = {name: encrypt(decrypt(data[name])) for name in SECRETS if name in data}
    if LIST_OF_SECRETS in data:
        fresh[LIST_OF_SECRETS] = [encrypt(decrypt(s)) for s in data[LIST_OF_SECRETS]]
    return data | fresh
