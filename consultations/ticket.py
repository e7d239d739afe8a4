"""What a form carries along unseen: its one-time key, when it was shown, from where."""

import re
import secrets
import time
from dataclasses import dataclass, field, fields

from django.core import signing

SALT = "consultations.ticket"
MAX_AGE = 24 * 60 * 60
TOO_FAST = 3
KEY_PATTERN = re.compile(r"[A-Za-z0-9_-]{22,64}")


def fresh_key() -> str:
    """Return a submission key that nobody guesses."""
    return secrets.token_urlsafe(24)


class Unusable(Exception):
    """A ticket that is missing, altered or older than a day."""


@dataclass
class Ticket:
    """One showing of the form.

    `wordings` are the ids of the versions that the person has before them;
    `correcting` says that its key belongs to a request sent shortly before from the
    same browser; `patient` that the form was shown again, so that pressing *Send* at
    once is no sign of a machine. The titles are those that the person saw: page and
    service may be gone before the form comes back.
    """

    wordings: list[int]
    key: str = field(default_factory=fresh_key)
    shown_at: float = field(default_factory=time.time)
    page_id: int | None = None
    page_title: str = ""
    service_id: int | None = None
    service_title: str = ""
    correcting: bool = False
    patient: bool = False

    def signed(self) -> str:
        """Return everything but the key, signed."""
        carried = {name: getattr(self, name) for name in CARRIED}
        return signing.dumps(carried, salt=SALT)

    def is_too_fast(self, came_back: float) -> bool:
        """Say whether the form came back sooner than a person can fill it in.

        `came_back` is in seconds since 1970. A clock that was set back meanwhile tells
        nothing about the person.
        """
        return not self.patient and abs(came_back - self.shown_at) < TOO_FAST

    @classmethod
    def read(cls, key: str, signed: str) -> "Ticket":
        """Return the ticket that came back; Unusable if it is not one of ours."""
        if not KEY_PATTERN.fullmatch(key or ""):
            raise Unusable
        try:
            carried = signing.loads(signed or "", salt=SALT, max_age=MAX_AGE)
            return cls(key=key, **carried)
        except (signing.BadSignature, ValueError, TypeError):
            raise Unusable from None


CARRIED = tuple(f.name for f in fields(Ticket) if f.name != "key")
