"""What may happen to a request, and the methods that make it happen."""

from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from consultations import clocks

from .actors import actor_fields
from .choices import CONVERSATIONS, OPEN, Disposition, EventKind, Outcome, Status
from .notices import acknowledge_once, announce
from .refusals import Conflict, IllegalTransition, Refused
from .same_person import Linking
from .settings import IntakeSettings
from .undoing import Undoing

BEFORE = "the state before it was closed"
_ANY = {status: status for status in Status}
_WORKED = (Status.RECEIVED, Status.IN_CONTACT, Status.SCHEDULED)

# action -> {status it is legal in: status it leads to}
TRANSITIONS = {
    "take": {status: status for status in (*_WORKED, Status.QUARANTINED)},
    "hand_over": {status: status for status in (*_WORKED, Status.QUARANTINED)},
    "start_contact": {
        Status.RECEIVED: Status.IN_CONTACT,
        Status.IN_CONTACT: Status.IN_CONTACT,
    },
    "log_attempt": {
        Status.RECEIVED: Status.IN_CONTACT,
        Status.IN_CONTACT: Status.IN_CONTACT,
        Status.SCHEDULED: Status.SCHEDULED,
    },
    "reply": {
        Status.RECEIVED: Status.IN_CONTACT,
        Status.IN_CONTACT: Status.IN_CONTACT,
        Status.SCHEDULED: Status.SCHEDULED,
    },
    # What has a time already needs no other, and spam wants a look, not patience.
    "snooze": {
        Status.RECEIVED: Status.RECEIVED,
        Status.IN_CONTACT: Status.IN_CONTACT,
    },
    "schedule": dict.fromkeys(_WORKED, Status.SCHEDULED),
    "confirm": {Status.SCHEDULED: Status.SCHEDULED},
    "miss": {Status.SCHEDULED: Status.IN_CONTACT},
    "decide": {status: status for status in _WORKED},
    "close": dict.fromkeys(_WORKED, Status.CLOSED),
    "reopen": {Status.CLOSED: BEFORE},
    "mark_spam": {
        Status.QUARANTINED: Status.CLOSED,
        Status.RECEIVED: Status.CLOSED,
    },
    "mark_genuine": {Status.QUARANTINED: Status.RECEIVED},
    "answer_read_first": _ANY,
    "add_note": _ANY,
    # What the person does through their private link.
    "correct": {status: status for status in OPEN},
    # What the desk does on the person's word.
    "correct_at_the_desk": _ANY,
    "withdraw": dict.fromkeys(OPEN, Status.CLOSED),
    "void_own_link": _ANY,
    "hold": _ANY,
    "release": _ANY,
}

# After somebody rang us, these leave us still owing them the next step.
STILL_OWING = {
    "take",
    "hand_over",
    "log_attempt",
    "add_note",
    "correct",
    "correct_at_the_desk",
    "mark_genuine",
    "void_own_link",
    "answer_read_first",
    "decide",
    "hold",
    "release",
}


class Act:
    """One action while the row is locked: what it changes and what it records."""

    def __init__(self, at: datetime, target: str):
        self.at = at
        self.changes = {"status": target}
        self.recorded = None

    def set(self, **changes) -> None:
        """Change columns of the request."""
        self.changes |= changes

    def record(self, kind: str, *, note="", earlier="", **details) -> None:
        """Describe the event that goes with the change."""
        self.recorded = {
            "kind": kind,
            "note": note,
            "earlier": earlier,
            "details": details,
        }


class Transitions(Undoing, Linking):
    """Named methods, each taking `by=` and writing its event with its change.

    `seen` is the id of the newest event the person had before them; `at` says when
    it happened if it is entered afterwards; `did` says what was done about a request
    that is read first (see `ReadFirst`).
    """

    _through_method = False

    def can(self, action: str) -> bool:
        """Say whether an action fits the present status."""
        if action == "answer_read_first" and not self.pinned:
            return False
        return self.status in TRANSITIONS[action]

    def take(self, *, by, did="", seen=None, at=None):
        """Make the request one's own; refused when somebody else has it."""
        with self._acting("take", by, seen, at, did) as act:
            if self.assigned_to_id == by.pk:
                return
            if self.assigned_to_id:
                raise Conflict("somebody else has this request", self._newest_event())
            act.set(assigned_to=by, assigned_at=act.at)
            act.record(EventKind.TAKEN)

    def hand_over(self, to, *, by, note="", seen=None, at=None):
        """Give the request to a colleague."""
        with self._acting("hand_over", by, seen, at) as act:
            act.set(assigned_to=to, assigned_at=act.at)
            act.record(EventKind.HANDED_OVER, note=note, to=to.pk)

    def start_contact(self, *, by, did="", seen=None, at=None):
        """Say that contact has begun, before anything came of it."""
        with self._acting("start_contact", by, seen, at, did) as act:
            act.record(EventKind.CONTACT_STARTED)

    def log_attempt(self, outcome: str, *, by, note="", did="", at=None):
        """Record one try to reach the person, or that they rang."""
        outcome = Outcome(outcome)
        with self._acting("log_attempt", by, None, at, did) as act:
            if self.first_attempt_at is None:
                act.set(first_attempt_at=act.at)
            if outcome in CONVERSATIONS and self.first_conversation_at is None:
                act.set(first_conversation_at=act.at)
            they_called = outcome == Outcome.THEY_CALLED
            act.set(snoozed_until=None, called_back_at=act.at if they_called else None)
            act.record(EventKind.ATTEMPTED, note=note, outcome=outcome.value)

    def schedule(self, when: datetime, *, by, note="", did="", seen=None, at=None):
        """Give the consultation a time."""
        with self._acting("schedule", by, seen, at, did) as act:
            act.set(scheduled_for=when, snoozed_until=None, confirmed_at=None)
            act.record(EventKind.SCHEDULED, note=note, when=when.isoformat())

    def confirm(self, *, by, seen=None, at=None):
        """Record that the person will come; another time has to be confirmed anew."""
        with self._acting("confirm", by, seen, at) as act:
            if self.confirmed_at:
                return
            act.set(confirmed_at=act.at)
            act.record(EventKind.CONFIRMED)

    def miss(self, *, by, note="", seen=None, at=None):
        """Record that the person did not come; they are to be reached again."""
        with self._acting("miss", by, seen, at) as act:
            act.set(scheduled_for=None, confirmed_at=None)
            act.record(EventKind.MISSED, note=note)

    @transaction.atomic
    def close(
        self,
        disposition,
        *,
        by,
        duplicate_of=None,
        note="",
        did="",
        seen=None,
        at=None,
    ):
        """End the request with how it ended.

        A duplicate leads to the one that stays: where `duplicate_of` is a duplicate
        itself, to what that one repeats.
        """
        disposition = Disposition(disposition)
        if disposition == Disposition.SPAM:
            raise IllegalTransition("spam is closed by mark_spam")
        if (disposition == Disposition.DUPLICATE) != (duplicate_of is not None):
            raise IllegalTransition("a duplicate names the request it repeats")
        if duplicate_of is not None and duplicate_of.pk == self.pk:
            raise IllegalTransition("a request does not repeat itself")
        if disposition == Disposition.NOT_SUITABLE:
            raise IllegalTransition("not suitable is decided by a clinician: decide()")
        if duplicate_of is not None:
            named, duplicate_of = duplicate_of, self.the_one_that_stays(duplicate_of)
            if duplicate_of is None:
                raise _in_a_circle(named, by)
        # What repeats another may be on top there instead: that one is asked about.
        asks = duplicate_of is None
        with self._acting("close", by, seen, at, did, asks=asks) as act:
            act.set(
                disposition=disposition.value,
                closed_at=act.at,
                duplicate_of=duplicate_of,
            )
            details = {"disposition": disposition.value, "from": self.status}
            if duplicate_of is not None:
                details["duplicate_of"] = duplicate_of.pk
                if moved := self.take_duplicates_along(duplicate_of):
                    details["moved"] = moved
                self.pass_on_read_first(duplicate_of, actor_fields(by), act.at)
            act.record(EventKind.CLOSED, note=note, **details)

    def mark_spam(self, *, by, note="", seen=None, at=None):
        """Close what no person sent; it stays and can be reopened."""
        with self._acting("mark_spam", by, seen, at) as act:
            act.set(disposition=Disposition.SPAM.value, closed_at=act.at)
            act.record(EventKind.MARKED_SPAM, note=note, **{"from": self.status})

    @transaction.atomic
    def mark_genuine(self, *, by, note="", seen=None, at=None):
        """Put a quarantined request among the others and acknowledge it."""
        with self._acting("mark_genuine", by, seen, at) as act:
            act.record(EventKind.MARKED_GENUINE, note=note)
        announce(self, self._newest_event().pk, to_desk=False)

    @transaction.atomic
    def reopen(self, *, by, note="", seen=None, at=None, sent_again=False):
        """Return a closed request to the state it had before.

        One that was withdrawn needs a reason, unless the person `sent_again`.
        """
        if self.duplicate_of_id:
            self.wait_for_links()
        with self._acting("reopen", by, seen, at) as act:
            story = self.story()
            ending = story.ending()
            withdrawn = self.disposition == Disposition.WITHDRAWN
            if withdrawn and not sent_again and not note.strip():
                raise IllegalTransition("a withdrawal is undone with a reason", ending)
            before = Status(story.settled(ending.details["from"]))
            act.set(status=before, disposition="", closed_at=None, duplicate_of=None)
            details = {"to": before.value} | ({"withdrawn": True} if withdrawn else {})
            act.record(EventKind.REOPENED, note=note, **details)
            if self.duplicate_of_id:
                self.take_duplicates_back(story.link())
        # Closed before the worker came, it may have been answered by nothing.
        acknowledge_once(self, self._newest_event())

    def add_note(self, text: str, *, by, at=None):
        """Write something down; legal at any time, so that no note is lost."""
        with self._acting("add_note", by, None, at) as act:
            act.record(EventKind.NOTED, note=text)

    @contextmanager
    def _acting(self, action, by, seen, at, did="", *, asks=True):
        """Lock the row, check that the action is legal, then write what it did."""
        who = actor_fields(by)
        with transaction.atomic():
            self._lock()
            if seen is not None:
                self._refuse_if_overtaken(who, seen)
            if not self.can(action):
                raise IllegalTransition(
                    f"cannot {action} a request that is {self.status}",
                    self._newest_event(),
                )
            target = TRANSITIONS[action][self.status]
            act = Act(at or timezone.now(), target)
            self.say_what_was_done(action, did, who, act.at, asks=asks)
            stored = self.clear_values()
            if action not in STILL_OWING:
                act.set(called_back_at=None)
            yield act
            if act.recorded is None:
                return
            self._write(**act.changes)
            now = self.clear_values()
            # What an undoing restores: codes, ids and times, nothing typed.
            act.recorded["details"]["before"] = {
                name: stored[name]
                for name in act.changes
                if name in stored and stored[name] != now[name]
            }
            self.events.create(at=act.at, **who, **act.recorded)

    def _lock(self):
        # Its place comes along: the clock needs the hours there.
        locked = type(self).objects.select_for_update(of=("self",))
        locked = locked.select_related("location")
        try:
            self.refresh_from_db(from_queryset=locked)
        except type(self).DoesNotExist:
            raise IllegalTransition("the request is no longer held") from None
        self._stored_status = self.status

    def _write(self, **changes):
        """Save columns and the clock that follows from them."""
        for field, value in changes.items():
            setattr(self, field, value)
        self.due_at = clocks.due_at(
            self, clocks.hours_of_request(self), IntakeSettings.load()
        )
        self._through_method = True
        try:
            self.save(update_fields=[*changes, "due_at"])
        finally:
            self._through_method = False

    def _refuse_if_overtaken(self, who, seen):
        newer = self.events.filter(pk__gt=seen).exclude(kind=EventKind.NOTED)
        if who["actor"] is not None:
            newer = newer.exclude(actor=who["actor"])
        if overtaking := newer.last():
            raise Conflict("somebody else was faster", overtaking)

    def _newest_event(self):
        return self.events.exclude(kind=EventKind.NOTED).last()


def _in_a_circle(named, by) -> Refused:
    """Return the refusal for linking to what has just been linked the other way."""
    event = named._newest_event()
    faster = event.actor_id != getattr(by, "pk", None)
    kind = Conflict if faster else IllegalTransition
    return kind("that one repeats this one already", event)
