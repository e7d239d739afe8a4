"""From a request's events to what it adds to the figures; no query, nothing typed."""

from datetime import datetime, timedelta

from django.utils import timezone

from clinic.hours import OfficeHours
from consultations import clocks
from consultations.models import (
    CountsAs,
    Disposition,
    EventKind,
    Status,
    Story,
    Tally,
)
from consultations.replay import State, state_of

_HELD = (Disposition.BOOKED, Disposition.NOT_BOOKED)
_LEFT_OUT = {
    Disposition.DUPLICATE: CountsAs.DUPLICATE,
    Disposition.SPAM: CountsAs.SPAM,
}


def tally_of(request, events, hours: OfficeHours, intake) -> Tally:
    """Return what a request adds to the figures, not saved.

    `hours` are those of its place, `intake` has the targets. Where it came from and
    how the person wants to be reached is read from the request, all else from
    `events`, of which only those count that stand.
    """
    story = Story(events)
    state = state_of(story)
    day = timezone.localdate(state.received_at, timezone.get_default_timezone())
    appointments, missed = _appointments(story, state)
    tally = Tally(
        request_id=request.pk,
        day=day,
        week=monday_of(day),
        channel=request.channel,
        service_title=request.service_title,
        source_page_id=request.source_page_id or 0,
        source_page_title=request.source_page_title,
        counts_as=_counts_as(state),
        ending=state.disposition,
        appointments=appointments,
        missed=missed,
        scheduled_for=state.scheduled_for if state.status == Status.SCHEDULED else None,
        came=state.disposition in _HELD,
    )
    agreed = _agreed_at(story, state)
    for clock, happened, due_of in (
        ("attempt", state.first_attempt_at, clocks.first_attempt_due),
        ("conversation", state.first_conversation_at, clocks.conversation_due),
    ):
        happened = min(filter(None, (happened, agreed)), default=None)
        minutes = due = None
        if happened:
            minutes = _office_minutes(request, state.received_at, happened, hours)
        else:
            due = _late_from(state, due_of(request, hours, intake))
        setattr(tally, f"{clock}_minutes", minutes)
        setattr(tally, f"{clock}_due_at", due)
    return tally


def monday_of(day):
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _counts_as(state: State) -> str:
    if state.status == Status.QUARANTINED:
        return CountsAs.SET_ASIDE.value
    return _LEFT_OUT.get(state.disposition, CountsAs.COUNTED).value


def _agreed_at(story: Story, state: State) -> datetime | None:
    """Return when a consultation was first agreed on, which nobody does in silence."""
    scheduled = story.standing(EventKind.SCHEDULED)
    if scheduled:
        return scheduled[0].at
    return state.closed_at if state.disposition in _HELD else None


def _office_minutes(request, since, until, hours: OfficeHours) -> int:
    """Return the minutes that the desk's clock ran: open, and within the windows."""
    if not any(hours.weekly.values()):
        # As the clocks themselves do where no hours are known.
        return max(0, int((until - since).total_seconds() // 60))
    wanted = clocks.within_windows(hours, clocks.windows_of(request))
    return wanted.minutes_between(since, until)


def _late_from(state: State, due: datetime) -> datetime | None:
    """Return from when on it is late that nobody was reached; None for never.

    A request that was closed in time is nobody's fault, unless it was given up.
    """
    if state.status == Status.QUARANTINED:
        return None
    if state.closed_at is None or due <= state.closed_at:
        return due
    given_up = state.disposition == Disposition.UNREACHABLE
    return state.closed_at if given_up else None


def _appointments(story: Story, state: State) -> tuple[int, int]:
    """Return how many consultations were scheduled and how many of them missed.

    One that was moved before its time is the same.
    """
    scheduled = missed = 0
    waiting = False
    for event in story.standing(EventKind.SCHEDULED, EventKind.MISSED):
        if event.kind == EventKind.MISSED:
            missed, waiting = missed + 1, False
        elif not waiting:
            scheduled, waiting = scheduled + 1, True
    if state.disposition == Disposition.DID_NOT_COME and (waiting or not missed):
        missed += 1
    return max(scheduled, missed), missed
