"""How a press is taken back: by an event that corrects it, never by erasing one."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone

from clinic.models import OutboxMessage

from .activity import RequestEvent
from .actors import Outsider, actor_fields
from .choices import CONVERSATIONS, ActorKind, Disposition, EventKind, Status
from .notices import acknowledge_once
from .refusals import Conflict, IllegalTransition, Refused

# They say what a person sent or wants, not what somebody at the desk pressed.
NEVER_UNDONE = frozenset(
    {
        EventKind.RECEIVED,
        EventKind.QUARANTINED,
        EventKind.AMENDED,
        EventKind.DETAILS_ADDED,
        EventKind.CORRECTED,
        EventKind.WITHDRAWN,
    }
)
CONTACT = frozenset({EventKind.ATTEMPTED, EventKind.CONTACT_STARTED})
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
        if event.kind == EventKind.AMENDED:
            # A new address came with a new private link.
            return {"own_link"} if "email" in event.details.get("fields", []) else set()
        columns = set(event.details.get("before", ())) - FROM_ATTEMPTS
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
        )

    def first_times(self) -> dict[str, datetime | None]:
        """Return when the first attempt and conversation that stand were."""
        attempts = self.standing(EventKind.ATTEMPTED)
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
        and that still waits is dropped; what has gone out stays sent.
        """
        who = actor_fields(by)
        with transaction.atomic():
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
            self._refuse_undoing(changes, story.root(event), by)
            before, was = self.clear_values(), self.status
            self._write(**changes)
            now = self.clear_values()
            changed = {k: v for k, v in before.items() if now[k] != v and k != "due_at"}
            undoing = self.events.create(
                kind=EventKind.UNDONE,
                at=at or timezone.now(),
                corrects=event,
                details={"before": changed},
                **who,
            )
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
        if story.root(event).kind == EventKind.ATTEMPTED:
            changes |= afterwards.first_times()
        changes["status"] = afterwards.settled(changes.get("status", self.status))
        return changes

    def _refuse_undoing(self, changes, root, by) -> None:
        opens = self.is_withdrawn and changes["status"] != Status.CLOSED
        if opens and root.actor_id != getattr(by, "pk", None):
            # Whoever pressed it knows that it was a slip; others say why.
            raise IllegalTransition("a withdrawal is undone with a reason", root)
        if changes.get("disposition") == Disposition.NOT_SUITABLE and (
            isinstance(by, Outsider)
            or not by.has_perm("consultations.decide_suitability")
        ):
            raise PermissionDenied("Suitability is a clinician's decision.")


def _kept(value):
    return value.isoformat() if isinstance(value, datetime) else value


def _drop_mail_of(event) -> None:
    waiting = OutboxMessage.objects.waiting()
    waiting.filter(kind__startswith="consultations.", payload__event=event.pk).update(
        dropped_at=timezone.now(), held_until=None
    )
