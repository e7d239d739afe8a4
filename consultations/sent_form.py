"""A valid form as somebody sent it: all that is needed to make a request of it."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.views.decorators.debug import sensitive_variables

from consultations.models.receiving import random_reference
from consultations.ticket import Ticket


@dataclass(frozen=True)
class SentForm:
    """What a person sent, when, and from which showing of the form.

    `content` is what `ConsultationRequest.receive()` keeps of it, `places` are the keys
    by which it is counted for where it came from: the address itself is in none of
    them. A new request gets the `reference`.
    """

    key: str
    at: datetime
    language: str
    content: dict = field(repr=False)
    ticket: Ticket = field(repr=False)
    places: list[str] = field(repr=False)
    fell_for_decoy: bool = False
    reference: str = field(default_factory=random_reference)

    @sensitive_variables()
    def as_text(self) -> str:
        """Return all of it as JSON, for `from_text`."""
        apart = {"at": self.at.isoformat(), "ticket": self.ticket.__dict__}
        return json.dumps(self.__dict__ | apart)

    @classmethod
    @sensitive_variables()
    def from_text(cls, text: str) -> "SentForm":
        """Return what `as_text` was made of."""
        said = json.loads(text)
        at, ticket = datetime.fromisoformat(said["at"]), Ticket(**said["ticket"])
        return cls(**said | {"at": at, "ticket": ticket})
