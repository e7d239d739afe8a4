"""How a press is taken back: by an event that corrects it, never by erasing one."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.models import OutboxMessage

from .activity import RequestEvent
from .actors import actor_fields, decides
from .choices import (
    ATTEMPTS,
    CONVERSATIONS,
    ENDINGS,
    ActorKind,
    Disposition,
    EventKind,
    Outcome,
    Status,
)
from .notices import REPLY, acknowledge_once, keys_of
from .refusals import Conflict, Explained, IllegalTransition, Refused

# They say what a person sent or wants, not what somebody at the desk pressed; and a
# hold ends by a manager's word alone.
NEVER_UNDONE = frozenset(
    {
        EventKind.RECEIVED,
        EventKind.QUARANTINED,
        EventKind.AMENDED,
        EventKind.DETAILS_ADDED,
        EventKind.CORRECTED,
        EventKind.WITHDRAWN,
        EventKind.HELD,
        EventKind.RELEASED,
    }
)
CONTACT = frozenset({*ATTEMPTS, EventKind.CONTACT_STARTED})
# Follow from the attempts that stand, in whatever order these are taken back.
FROM_ATTEMPTS = frozenset({"first_attempt_at", "first_conversation_at"})


class CannotUndo(Refused):
    """Something later, named by `event`, changed what the undoing would restore."""


class Story:
    """The events of one request, the oldest first, and which of them stand.

    An event that was undone stands no more, until its undoing is undone as well.
    """

    def __init__(self, events: Iterable[RequestEvent]):
        ordered = sorted(events, key=lambda event: event.pk)
        self.events = {event.pk: event for event in ordered}
        self.undone: dict[int, RequestEvent] = {}
        for event in reversed(ordered):
            if event.corrects_id and event.pk not in self.undone:
                self.undone.setdefault(event.corrects_id, event)
            if event.corrects_id in self.events:
                event.corrects = self.events[event.corrects_id]

    def standing(self, *kinds: str) -> list[RequestEvent]:
        """Return the events of these kinds that stand; of all but undoings for none."""
        return [
            event
            for event in self.events.values()
            if event.pk not in self.undone
            and (event.kind in kinds if kinds else not event.corrects_id)
        ]

    def ending(self) -> RequestEvent:
        """Return the newest event that stands and closed the request."""
        return [e for e in self.standing(*ENDINGS) if "from" in e.details][-1]

    def link(self) -> RequestEvent:
        """Return the newest event that let the request repeat another one."""
        return [e for e in self.events.values() if "duplicate_of" in e.details][-1]

    def root(self, event: RequestEvent) -> RequestEvent:
        """Return the press that an event, or the undoing of it, is about."""
        while event.kind == EventKind.UNDONE:
            event = self.events[event.corrects_id]
        return event

    def is_press(self, event: RequestEvent) -> bool:
        """Say whether somebody pressed this and it could be taken back as such."""
        return (
            event.kind not in NEVER_UNDONE
            and event.actor_kind != ActorKind.REQUESTER
            and "before" in event.details
        )

    def columns(self, event: RequestEvent) -> set[str]:
        """Return the columns that undoing an event gives their earlier values."""
        columns = set(event.details.get("before", ())) - FROM_ATTEMPTS
        if event.kind == EventKind.AMENDED:
            # A new address came with a new private link.
            columns = {"own_link"} if "email" in event.details["fields"] else set()
        if event.details.get("read_first") or event.kind == EventKind.MARKED_READ_FIRST:
            # New words of danger pin it, whatever was said about earlier ones.
            columns |= {"pinned"}
        return columns - {"status"} if self.root(event).kind in CONTACT else columns

    def in_the_way(self, event: RequestEvent) -> RequestEvent | None:
        """Return the newest later event that changed the same columns, or None."""
        columns = self.columns(event)
        if not columns:
            return None
        for later in reversed(self.events.values()):
            if later.pk <= event.pk:
                return None
            # What came later and was undone again left nothing behind.
            made_up_for = (
                later.kind == EventKind.UNDONE and later.corrects_id > event.pk
            )
            if later.pk in self.undone or made_up_for:
                continue
            if columns & self.columns(later):
                return later
        return None

    def can_undo(self, event: RequestEvent) -> bool:
        """Say whether an undoing would be carried out now."""
        return (
            self.is_press(event)
            and event.pk not in self.undone
            and self.in_the_way(event) is None
            and not self.would_send_again(event)
        )

    def would_send_again(self, event: RequestEvent) -> bool:
        """Say whether this took back a mail, which no undoing sends after all."""
        return event.kind == EventKind.UNDONE and is_mail(self.root(event))

    def is_decision(self, event: RequestEvent) -> bool:
        """Say whether undoing an event is a decision about suitability."""
        found = event.details.get("before", {}).get("disposition")
        not_suitable = found == Disposition.NOT_SUITABLE
        return not_suitable or self.root(event).kind == EventKind.DECIDED

    def first_times(self) -> dict[str, datetime | None]:
        """Return when the first attempt and conversation that stand were."""
        attempts = self.standing(*ATTEMPTS)
        talks = [e for e in attempts if e.details.get("outcome") in CONVERSATIONS]
        return {
            "first_attempt_at": attempts[0].at if attempts else None,
            "first_conversation_at": talks[0].at if talks else None,
        }

    def settled(self, status: str) -> str:
        """Return *received* or *in contact*, by whether any contact stands."""
        if status not in (Status.RECEIVED, Status.IN_CONTACT):
            return status
        began = self.standing(*CONTACT, EventKind.MISSED)
        return Status.IN_CONTACT if began else Status.RECEIVED

    def with_undone(self, event: RequestEvent) -> "Story":
        """Return the same story as it is once an event is undone."""
        undoing = RequestEvent(
            pk=max(self.events) + 1, kind=EventKind.UNDONE, corrects=event
        )
        return Story([*self.events.values(), undoing])


class Undoing:
    """Taking back a press; mixed into the model."""

    def story(self) -> Story:
        """Return what happened so far, without anything that was typed."""
        return Story(self.events.defer("note", "earlier"))

    def clear_values(self) -> dict:
        """Return the columns that hold nothing typed, as an event may keep them."""
        fields = (self._meta.get_field(name) for name in self.CLEAR_FIELDS)
        return {f.name: _kept(getattr(self, f.attname)) for f in fields}

    def undo(self, event_id: int, *, by, at=None) -> RequestEvent:
        """Take a press back by an event that corrects it, and restore what it changed.

        Returns the event that was undone.

        Refused, naming the later event, where something else has changed the same
        since, and where the event was undone already. Mail that the press asked for
        and that still waits is dropped; what has gone out stays sent, and a reply that
        has is not undone.
        """
        who = actor_fields(by)
        with transaction.atomic():
            if self._is_about_a_link(event_id):
                self.wait_for_links()
            self._lock()
            story = self.story()
            event = story.events.get(event_id)
            if event is None or not story.is_press(event):
                raise IllegalTransition("this is not a press that can be undone")
            if event.pk in story.undone:
                raise Conflict("undone already", story.undone[event.pk])
            if later := story.in_the_way(event):
                raise CannotUndo("something later changed the same", later)
            changes = self._restored(event, story)
            self._refuse_undoing(changes, story, event, by)
            moment = at or timezone.now()
            link = self._linked_again(changes, who, moment)
            repeated = self.duplicate_of_id
            before, was = self.clear_values(), self.status
            self._write(**changes)
            now = self.clear_values()
            changed = {k: v for k, v in before.items() if now[k] != v and k != "due_at"}
            undoing = self.events.create(
                kind=EventKind.UNDONE,
                at=moment,
                corrects=event,
                details={"before": changed} | link,
                **who,
            )
            if repeated and not self.duplicate_of_id:
                self.take_duplicates_back(story.link())
            _drop_mail_of(event)
            shut = (Status.CLOSED, Status.QUARANTINED)
            if was in shut and self.status not in shut:
                acknowledge_once(self, undoing)
        return event

    def _restored(self, event, story) -> dict:
        """Return the columns, by attribute, as they are once an event is undone."""
        before = event.details["before"]
        changes = {}
        for name in story.columns(event):
            field = self._meta.get_field(name)
            value = before[name]
            if isinstance(field, models.DateTimeField) and value:
                value = datetime.fromisoformat(value)
            changes[field.attname] = value
        afterwards = story.with_undone(event)
        if story.root(event).kind in ATTEMPTS:
            changes |= afterwards.first_times()
        changes["status"] = afterwards.settled(changes.get("status", self.status))
        return changes

    def _is_about_a_link(self, event_id: int) -> bool:
        details = self.events.filter(pk=event_id).values_list("details", flat=True)
        return "duplicate_of" in (details.first() or {}).get("before", ())

    def _linked_again(self, changes, who, at) -> dict:
        """Let this request repeat the other one again, as far as that is possible.

        Returns what the event keeps of it; nothing where no link is restored.
        """
        if not changes.get("duplicate_of_id"):
            return {}
        named = type(self).objects.filter(pk=changes["duplicate_of_id"]).first()
        if named is None:
            raise Explained(
                _(
                    "Not undone: the request that this one repeated is gone. Close "
                    "this one with how it ended."
                )
            )
        stays = self.the_one_that_stays(named)
        if stays is None:
            raise Explained(
                _(
                    "Not undone: %(reference)s repeats this request by now. Reopen "
                    "%(reference)s first, then undo this again."
                )
                % {"reference": named.reference}
            )
        changes["duplicate_of_id"] = stays.pk
        moved = self.take_duplicates_along(stays)
        self.pass_on_read_first(stays, who, at)
        return {"duplicate_of": stays.pk} | ({"moved": moved} if moved else {})

    def _refuse_undoing(self, changes, story, event, by) -> None:
        root = story.root(event)
        opens = self.is_withdrawn and changes["status"] != Status.CLOSED
        if opens and root.actor_id != getattr(by, "pk", None):
            # Whoever pressed it knows that it was a slip; others say why.
            raise IllegalTransition("a withdrawal is undone with a reason", root)
        if story.is_decision(event) and not decides(by):
            raise PermissionDenied("Suitability is a clinician's decision.")
        if story.would_send_again(event):
            raise Explained(_("Its mail was stopped for good. Send a reply again."))
        if is_mail(event) and _has_gone_out(event):
            raise Explained(
                _("Not undone: the mail has gone out and cannot be taken back.")
            )


def is_mail(event: RequestEvent) -> bool:
    """Say whether an event is a reply that goes out as mail."""
    by_mail = event.details.get("outcome") == Outcome.EMAILED
    return event.kind == EventKind.REPLIED and by_mail


def _has_gone_out(event) -> bool:
    """Say whether the mail of a reply was sent, or a worker is about to."""
    out = models.Q(sent_at__isnull=False) | models.Q(held_until__gt=timezone.now())
    keys = keys_of([event], REPLY)
    return OutboxMessage.objects.filter(out, dedupe_key__in=keys).exists()


def _kept(value):
    return value.isoformat() if isinstance(value, datetime) else value


def _drop_mail_of(event) -> None:
    waiting = OutboxMessage.objects.waiting()
    waiting.filter(kind__startswith="consultations.", payload__event=event.pk).update(
        dropped_at=timezone.now(), held_until=None
    )
