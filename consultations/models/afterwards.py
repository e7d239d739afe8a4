"""What a person does with a request of their own after it was received."""

import json

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from clinic.models import OutboxMessage
from consultations import clocks

from . import own_link
from .actors import Outsider
from .choices import Disposition, EventKind, Status
from .notices import announce
from .receiving import CONTENT
from .settings import IntakeSettings
from .wordings import Wording, WordingKind

# What the private page changes; the story and who it is for stay as they were sent.
CORRECTABLE = frozenset(
    {
        "name",
        "email",
        "phone",
        "contact_method",
        "contact_times",
        "voicemail_ok",
        "clinic_name_ok",
        "text_ok",
    }
)
# What the desk changes on the person's word besides.
AT_THE_DESK = CORRECTABLE | {"message", "for_whom"}


class Afterwards:
    """Correcting, withdrawing and the private link to do so; mixed into the model."""

    @classmethod
    @sensitive_variables()
    def of_own_link(cls, token: str):
        """Return the request that a private link leads to, or None.

        A link holds while its request is open and for two weeks after it was closed,
        unless it was made void.
        """
        selector = own_link.selector_of(token)
        if not selector:
            return None
        found = cls.objects.with_told().filter(own_link=selector).first()
        if found is None or not own_link.proves(token, found):
            return None
        ended = found.closed_at and found.closed_at + own_link.KEPT_AFTER_CLOSING
        return None if ended and ended <= timezone.now() else found

    @property
    def is_withdrawn(self) -> bool:
        """Say whether the person asked not to be contacted about this any more."""
        return (self.status, self.disposition) == (
            Status.CLOSED,
            Disposition.WITHDRAWN,
        )

    @transaction.atomic
    @sensitive_variables()
    def correct(self, *, by, note="", seen=None, at=None, **given) -> bool:
        """Change what the person told us; say whether anything changed.

        Both versions are kept. A new e-mail address makes the earlier private link
        void: it lies in a mailbox that may be somebody else's. Staff correct on the
        person's word, their story too, and also what is closed.
        """
        by_staff = not isinstance(by, Outsider)
        if unknown := given.keys() - (AT_THE_DESK if by_staff else CORRECTABLE):
            raise TypeError(f"correct() does not take {', '.join(sorted(unknown))}.")
        action = "correct_at_the_desk" if by_staff else "correct"
        with self._acting(action, by, seen, at) as act:
            earlier = {field: getattr(self, field) for field in CONTENT}
            changed = sorted(field for field in given if given[field] != earlier[field])
            if not changed:
                return False
            danger = {}
            if "message" in changed and self.is_open:
                danger = self.mark_read_first(given["message"])
                act.set(read_first=self.read_first, pinned=self.pinned)
            for field in changed:
                setattr(self, field, given[field])
            act.set(**{field: given[field] for field in changed})
            anew = self.is_open and ("email" in changed or not by_staff)
            if anew:
                hours = clocks.hours_of_request(self)
                act.set(**self.tell_when(hours, IntakeSettings.load()))
            if "text_ok" in changed and self.text_ok:
                told = Wording.current(WordingKind.TEXTS, self.language)
                act.set(texts_wording=told)
            # Whoever says how to be reached wants to be reached.
            act.set(snoozed_until=None)
            if "email" in changed:
                act.set(own_link=own_link.fresh_selector())
            act.record(
                EventKind.CORRECTED,
                note=note,
                earlier=json.dumps(earlier),
                fields=changed,
                **danger,
            )
        self.lookups.all().delete()
        self._write_lookups()
        if anew:
            event, tells = self._newest_event(), "email" in changed
            announce(self, event.pk, to_desk=not by_staff, to_requester=tells)
        return True

    @transaction.atomic
    def withdraw(self, *, by, at=None) -> None:
        """Close the request because the person wants no contact; at once."""
        with self._acting("withdraw", by, None, at) as act:
            act.set(
                disposition=Disposition.WITHDRAWN.value,
                closed_at=act.at,
                snoozed_until=None,
            )
            act.record(EventKind.WITHDRAWN, **{"from": self.status})
        waiting = OutboxMessage.objects.waiting()
        waiting.filter(
            kind__startswith="consultations.", payload__request=self.pk
        ).update(dropped_at=timezone.now(), held_until=None)

    def void_own_link(self, *, by, seen=None, at=None) -> None:
        """Make the private link lead nowhere, as when others read the mailbox."""
        with self._acting("void_own_link", by, seen, at) as act:
            if self.own_link is None:
                return
            act.set(own_link=None)
            act.record(EventKind.LINK_VOIDED)
