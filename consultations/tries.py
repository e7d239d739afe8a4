"""What was tried to reach a person since they were last heard from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from consultations import clocks
from consultations.models import (
    ATTEMPTS,
    CONVERSATIONS,
    EventKind,
    Outcome,
    Status,
    Story,
)

# From here on a person is somebody to be reached anew.
_ANEW = (
    EventKind.RECEIVED,
    EventKind.AMENDED,
    EventKind.CORRECTED,
    EventKind.SCHEDULED,
    EventKind.MISSED,
    EventKind.REOPENED,
)


@dataclass(frozen=True)
class Tries:
    """Attempts in vain, one after another: when, on how many days, and what next.

    `again` is when to try again, `enough` whether the clinic's rule says to stop.
    """

    moments: tuple[datetime, ...] = ()
    days: int = 0
    again: datetime | None = None
    again_words: str = ""
    enough: bool = False

    def __bool__(self):
        return bool(self.moments)

    @property
    def count(self) -> int:
        """Return how often it was tried."""
        return len(self.moments)


def tries_of(request, events: Iterable, hours, intake, now: datetime) -> Tries:
    """Return what was tried in vain of late; empty where nobody is to be reached.

    A wrong number is not rung again, so nothing is suggested after one.
    """
    if request.status != Status.IN_CONTACT:
        return Tries()
    vain = _in_vain(Story(events).standing())
    if not vain:
        return Tries()
    moments = tuple(event.at for event in vain)
    days = len({moment.astimezone(hours.tz).date() for moment in moments})
    again = None
    if vain[-1].details["outcome"] != Outcome.WRONG_NUMBER:
        again = clocks.suggest_next(request, hours, intake, now, moments)
    return Tries(
        moments,
        days,
        again,
        clocks.moment_words(again, now, hours.tz) if again else "",
        len(moments) >= intake.stop_after_attempts and days >= intake.stop_after_days,
    )


def _in_vain(events: list) -> list:
    vain: list = []
    for event in events:
        if event.kind in _ANEW:
            vain = []
        elif event.kind in ATTEMPTS:
            reached = event.details["outcome"] in CONVERSATIONS
            vain = [] if reached else [*vain, event]
    return vain
