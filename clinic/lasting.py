"""Until when what is being shown stays true, told by whatever reads the clock.

Whoever keeps an answer collects the moments while it is made; nobody else is bothered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, time, timedelta, tzinfo

_moments: ContextVar[list[datetime] | None] = ContextVar("moments", default=None)


def holds_until(moment: datetime | None) -> None:
    """Say that what was read just now is another from `moment` on; None: never."""
    moments = _moments.get()
    if moments is not None and moment is not None:
        moments.append(moment)


@contextmanager
def collected() -> Iterator[list[datetime]]:
    """Collect the moments that are told while the block runs, in no order."""
    moments: list[datetime] = []
    before = _moments.set(moments)
    try:
        yield moments
    finally:
        _moments.reset(before)


def next_midnight(now: datetime, zone: tzinfo) -> datetime:
    """Return when the next day begins in a time zone."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, zone)
