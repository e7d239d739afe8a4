"""The one way in: a submission becomes a request, its first event and its mail."""

import json
import secrets

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from clinic.encryption import lookup_digest, lookup_digests
from clinic.inserting import Insertion
from consultations import clocks

from . import own_link
from .activity import RequestEvent, RequestLookup
from .actors import REQUESTER, actor_fields
from .choices import Channel, EventKind, ForWhom, Status
from .crisis_mark import CrisisMark
from .lookups import REFERENCE_ALPHABET, REFERENCE_LENGTH, lookup_rows
from .notices import announce
from .settings import IntakeSettings

TRIES = 8

# What a person decides; a change of any of these is another version of the request.
CONTENT = {
    "name": "",
    "email": "",
    "phone": "",
    "message": "",
    "contact_method": None,
    "contact_times": (),
    "voicemail_ok": False,
    "clinic_name_ok": False,
    "text_ok": False,
    "for_whom": ForWhom.SELF,
    "adult": False,
}
# What a person writes in words of their own, so that it may say anything.
FREE_TEXT = ("name", "message")
# Has its default until the second page is sent.
TOLD_LATER = frozenset({"reason", "answers"})
# Where it came from and how pressing it looked; kept from the first time.
ORIGIN = {
    "language": "en",
    "service": None,
    # The name it had when it was asked about, should it be gone since.
    "service_title": "",
    "source_page": None,
    "location": None,
    "read_first": False,
}

_requests = Insertion("consultations.ConsultationRequest", unless="submission_digest")


class OutcomeUnknown(OperationalError):
    """The connection was lost during COMMIT: the request may be stored, or not."""


def random_reference() -> str:
    """Return eight characters that nobody confuses on the phone."""
    letters, drawn = len(REFERENCE_ALPHABET), []
    number = secrets.randbelow(letters**REFERENCE_LENGTH)
    for _place in range(REFERENCE_LENGTH):
        number, which = divmod(number, letters)
        drawn.append(REFERENCE_ALPHABET[which])
    return "".join(drawn)


class Receiving(CrisisMark):
    """How requests come in; mixed into the model."""

    # Whether this very call of `receive()` made the request.
    is_new = False

    @classmethod
    @sensitive_variables()
    def receive(
        cls,
        *,
        submission_key: str,
        consent,
        wordings=(),
        by=REQUESTER,
        channel=Channel.WEB,
        quarantine_reasons=(),
        at=None,
        reference="",
        **given,
    ):
        """Keep what a person sent, once, and return its request.

        The same key with the same content is the same request; with other content
        it is an amendment, and the earlier version stays. Two processes with the
        same key meet at the unique digest, and the slower one starts again. `wordings`
        are what the person was told besides `consent`, in the versions they saw. A new
        request gets the `reference`, if it is free.
        """
        if unknown := given.keys() - CONTENT.keys() - ORIGIN.keys():
            raise TypeError(f"receive() does not take {', '.join(sorted(unknown))}.")
        content = CONTENT | {key: given[key] for key in given.keys() & CONTENT.keys()}
        content["contact_times"] = list(content["contact_times"])
        origin = ORIGIN | {key: given[key] for key in given.keys() & ORIGIN.keys()}
        for tries_left in reversed(range(TRIES)):
            committing = False
            try:
                # Whoever writes holds up others; what can be is worked out before.
                first, details = cls._made(
                    reference or random_reference(),
                    submission_key,
                    content,
                    origin,
                    consent,
                    wordings,
                    channel,
                    quarantine_reasons,
                    at or timezone.now(),
                )
                values, lookups = first._new_values(), first._lookup_rows()
                with transaction.atomic():
                    if first._store(submission_key, values):
                        received = first._receive_first(by, lookups, details)
                    else:
                        known = cls._known(submission_key)
                        received = known._receive_again(
                            content, consent, wordings, by, at
                        )
                    committing = True
                return received
            except IntegrityError:
                # The key or the reference was taken in the same instant.
                if not tries_left:
                    raise
                reference = ""
            except Exception as error:
                if committing:
                    raise OutcomeUnknown from error
                raise
        raise AssertionError("unreachable")

    @classmethod
    def for_key(cls, submission_key: str):
        """Return the request that came in with a submission key, or None."""
        digests = lookup_digests("submission", submission_key)
        return cls.objects.with_told().filter(submission_digest__in=digests).first()

    @classmethod
    def _known(cls, submission_key):
        digests = lookup_digests("submission", submission_key)
        of_key = cls.objects.filter(submission_digest__in=digests)
        known = of_key.select_for_update().first()
        if known is None:
            raise IntegrityError("The request of this key went in the same instant.")
        return known

    @classmethod
    @sensitive_variables()
    def _made(
        cls,
        reference,
        submission_key,
        content,
        origin,
        consent,
        seen,
        channel,
        reasons,
        at,
    ):
        """Return a new request, not stored yet, and the details of its first event."""
        service, source_page = origin["service"], origin["source_page"]
        location = origin["location"]
        request = cls(
            reference=reference,
            submission_digest=lookup_digest("submission", submission_key),
            content_digest=lookup_digest("content", _canonical(content, consent)),
            status=Status.QUARANTINED if reasons else Status.RECEIVED,
            quarantine_reasons=list(reasons),
            channel=channel,
            received_at=at,
            language=origin["language"],
            read_first=origin["read_first"],
            pinned=origin["read_first"],
            service=service,
            service_title=service.title if service else origin["service_title"],
            source_page_id=source_page.pk if source_page else None,
            source_page_title=source_page.title if source_page else "",
            location=location,
            location_title=location.title if location else "",
            **content,
        )
        danger = request.mark_read_first(*(content[f] for f in FREE_TEXT))
        hours, intake = clocks.hours_of_request(request), IntakeSettings.in_use()
        request.due_at = clocks.due_at(request, hours, intake)
        request.tell(consent, seen, at, hours, intake)
        return request, {
            "channel": str(channel),
            "reasons": list(reasons),
            "wordings": _ids(consent, seen),
            **danger,
        }

    @sensitive_variables()
    def _new_values(self) -> list:
        """Return the row as it will be stored."""
        given = self.__dict__
        return _requests.values(
            {name: given[name] for name in given if name not in TOLD_LATER}
        )

    @sensitive_variables()
    def _store(self, submission_key, values) -> bool:
        """Store a new row; False where its key has come in before.

        Nearly always it has not, so that is found out by storing. Under a lookup key
        from before, its digest is another one, which has to be looked for.
        """
        earlier = lookup_digests("submission", submission_key)[1:]
        of_key = type(self).objects
        if earlier and of_key.filter(submission_digest__in=earlier).exists():
            return False
        self.pk = _requests.write(values)
        self._state.adding, self._state.db = False, connection.alias
        self._stored_status = self.status
        return self.pk is not None

    @sensitive_variables()
    def _receive_first(self, by, lookups, details):
        """Write the lookups of a new request, its first event and its mail."""
        RequestLookup.write(self.pk, lookups)
        set_aside = self.status == Status.QUARANTINED
        event_id = RequestEvent.write_first(
            self.pk,
            EventKind.QUARANTINED if set_aside else EventKind.RECEIVED,
            self.received_at,
            details,
            actor_fields(by),
        )
        announce(self, event_id, is_first=True)
        self.is_new = True
        return self

    @sensitive_variables()
    def _receive_again(self, content, consent, seen, by, at):
        """Return the request as it is, or amended when the content changed."""
        canonical = _canonical(content, consent)
        if self.content_digest in lookup_digests("content", canonical):
            return self
        at = at or timezone.now()
        earlier = {field: getattr(self, field) for field in CONTENT}
        changed = sorted(f for f in CONTENT if earlier[f] != content[f])
        email_changed = "email" in changed
        # The earlier private link lies in a mailbox that may be somebody else's.
        link = {"own_link": own_link.fresh_selector()} if email_changed else {}
        danger = self.mark_read_first(*(content[f] for f in FREE_TEXT))
        hours, intake = clocks.hours_of_request(self), IntakeSettings.in_use()
        for field, value in content.items():
            setattr(self, field, value)
        self._write(
            **content,
            **link,
            read_first=self.read_first,
            pinned=self.pinned,
            snoozed_until=None,
            content_digest=lookup_digest("content", canonical),
            **self.tell(consent, seen, at, hours, intake),
        )
        self.lookups.all().delete()
        self._write_lookups()
        event = RequestEvent.objects.create(
            request=self,
            kind=EventKind.AMENDED,
            at=at,
            details={"fields": changed, "wordings": _ids(consent, seen), **danger},
            earlier=json.dumps(earlier),
            **actor_fields(by),
        )
        if self.status == Status.CLOSED:
            # Whoever writes again wants to be reached.
            self.reopen(by=by, at=at, sent_again=True)
        announce(self, event.pk, to_requester=email_changed)
        return self

    @sensitive_variables()
    def _lookup_rows(self) -> list[tuple[str, str]]:
        return lookup_rows(name=self.name, email=self.email, phone=self.phone)

    def _write_lookups(self):
        RequestLookup.write(self.pk, self._lookup_rows())


def _ids(consent, seen) -> list[int]:
    return sorted({one.pk for one in (consent, *seen)})


def _canonical(content, consent) -> str:
    return json.dumps(content | {"consent": consent.pk}, sort_keys=True)
