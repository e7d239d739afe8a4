"""What a request's events say of it, so that its columns can be checked."""

from dataclasses import asdict, dataclass
from datetime import datetime

from consultations import clocks
from consultations.models import (
    ATTEMPTS,
    CONVERSATIONS,
    ENDINGS,
    Disposition,
    EventKind,
    IntakeSettings,
    Status,
    Story,
)

_FIRST = {
    EventKind.RECEIVED: Status.RECEIVED.value,
    EventKind.QUARANTINED: Status.QUARANTINED.value,
}
# Who writes again or corrects how to be reached wants to be reached.
_WROTE = (EventKind.AMENDED, EventKind.CORRECTED)


@dataclass
class State:
    """Where a request stands; the names are those of its columns."""

    status: str = ""
    disposition: str = ""
    received_at: datetime | None = None
    assigned_to_id: int | None = None
    assigned_at: datetime | None = None
    first_attempt_at: datetime | None = None
    first_conversation_at: datetime | None = None
    snoozed_until: datetime | None = None
    scheduled_for: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None


@dataclass
class _Person:
    """A state as the clocks ask about it, with how the person wants to be reached."""

    state: State
    contact_method: str
    contact_times: list[str]

    def __getattr__(self, name):
        return getattr(self.state, name)


def replay(request, *, events=None, hours=None, intake=None) -> State:
    """Return the state that follows from a request's events alone.

    Only how the person wants to be reached is read from the request itself. What is
    left out is asked for: `events`, the `hours` of its place, the `intake` settings.
    """
    state = state_of(Story(request.events.all() if events is None else events))
    hours = hours or clocks.hours_of_request(request)
    intake = intake or IntakeSettings.load()
    person = _Person(state, request.contact_method, request.contact_times)
    state.due_at = clocks.due_at(person, hours, intake)
    return state


def state_of(story: Story) -> State:
    """Return where a request stands after its events, but for when it is due."""
    state = State()
    for event in story.standing():
        _happened(state, event)
    return state


def differences(request, **known) -> list[str]:
    """Return the columns in which a request is not what its events say."""
    said = asdict(replay(request, **known))
    return [name for name, value in said.items() if getattr(request, name) != value]


def _happened(state: State, event) -> None:
    """Let one event change a state."""
    kind, details = event.kind, event.details
    if kind in _FIRST:
        state.status, state.received_at = _FIRST[kind], event.at
    elif kind == EventKind.TAKEN:
        state.assigned_to_id, state.assigned_at = event.actor_id, event.at
    elif kind == EventKind.HANDED_OVER:
        state.assigned_to_id, state.assigned_at = details["to"], event.at
    elif kind == EventKind.CONTACT_STARTED:
        state.status = Status.IN_CONTACT.value
    elif kind in ATTEMPTS:
        _attempted(state, event)
    elif kind == EventKind.SNOOZED:
        state.snoozed_until = datetime.fromisoformat(details["until"])
    elif kind in _WROTE:
        state.snoozed_until = None
    elif kind == EventKind.SCHEDULED:
        state.status, state.snoozed_until = Status.SCHEDULED.value, None
        state.scheduled_for = datetime.fromisoformat(details["when"])
    elif kind == EventKind.MISSED:
        state.status, state.scheduled_for = Status.IN_CONTACT.value, None
    elif kind == EventKind.MARKED_GENUINE:
        state.status = Status.RECEIVED.value
    elif kind == EventKind.REOPENED:
        state.status = details["to"]
        state.disposition, state.closed_at = "", None
    elif kind == EventKind.DECIDED and details["suitable"]:
        state.assigned_to_id = details["to"]
        state.assigned_at = event.at if details["to"] else None
    elif kind in ENDINGS:
        _closed(state, event)


def _attempted(state: State, event) -> None:
    state.snoozed_until = None
    if state.status == Status.RECEIVED:
        state.status = Status.IN_CONTACT.value
    state.first_attempt_at = state.first_attempt_at or event.at
    if event.details["outcome"] in CONVERSATIONS:
        state.first_conversation_at = state.first_conversation_at or event.at


def _closed(state: State, event) -> None:
    state.status, state.closed_at = Status.CLOSED.value, event.at
    if event.kind in (EventKind.CLOSED, EventKind.DECIDED):
        state.disposition = event.details["disposition"]
    elif event.kind == EventKind.MARKED_SPAM:
        state.disposition = Disposition.SPAM.value
    else:
        state.disposition, state.snoozed_until = Disposition.WITHDRAWN.value, None
