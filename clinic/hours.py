"""Opening hours as arithmetic: one answer for page, promise and clock alike."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from clinic.lasting import holds_until, next_midnight

# A clinic shut for longer than this has no next opening worth promising.
HORIZON_DAYS = 60
WINDOW_HOURS = 2

Span = tuple[time, time]


@dataclass(frozen=True)
class OfficeHours:
    """The hours of one place: by weekday (0 is Monday), with exceptions by date.

    An exception replaces its weekday; an empty list means closed. All times are wall
    clock in `tz`, so a daylight saving change moves nothing that people see.
    """

    weekly: dict[int, list[Span]]
    exceptions: dict[date, list[Span]] = field(default_factory=dict)
    tz: ZoneInfo = ZoneInfo("America/New_York")

    def day(self, on: date) -> list[Span]:
        """Return the opening spans of one date, in order."""
        spans = self.exceptions.get(on, self.weekly.get(on.weekday(), []))
        return sorted(spans)

    def _spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        local = start.astimezone(self.tz)
        for ahead in range(HORIZON_DAYS):
            on = local.date() + timedelta(days=ahead)
            for opens, closes in self.day(on):
                yield (
                    datetime.combine(on, opens, self.tz),
                    datetime.combine(on, closes, self.tz),
                )

    def is_open(self, at: datetime) -> bool:
        """Say whether somebody is there at this moment."""
        return self.closing(at) is not None

    def closing(self, at: datetime) -> datetime | None:
        """Return when the present span ends, or None when closed."""
        for opens, closes in self._spans(at):
            if opens <= at < closes:
                return closes
            if opens > at:
                return None
        return None

    def next_opening(self, at: datetime) -> datetime | None:
        """Return the next moment the doors open after `at`, None beyond the horizon."""
        return next((opens for opens, _closes in self._spans(at) if opens > at), None)

    def reading_from(self, at: datetime) -> datetime | None:
        """Return when somebody is there again; None while we are open or never open."""
        return None if self.is_open(at) else self.next_opening(at)

    def add_minutes(self, at: datetime, minutes: int) -> datetime | None:
        """Return the moment `minutes` of open time after `at`, None if never reached.

        Minutes are counted in real elapsed time, so an hour skipped or repeated by
        daylight saving counts as what it was.
        """
        left = timedelta(minutes=minutes)
        for opens, closes in self._spans(at):
            begin = max(_absolute(opens), _absolute(at))
            room = _absolute(closes) - begin
            if room <= timedelta(0):
                continue
            if left <= room:
                return (begin + left).astimezone(self.tz)
            left -= room
        return None

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Return the whole minutes of open time between two moments."""
        total = timedelta(0)
        for opens, closes in self._spans(start):
            if _absolute(opens) >= _absolute(end):
                break
            total += max(
                min(_absolute(closes), _absolute(end))
                - max(_absolute(opens), _absolute(start)),
                timedelta(0),
            )
        return int(total.total_seconds() // 60)

    def windows(self) -> list[str]:
        """Return contact windows "HH:MM-HH:MM" made from the weekly hours.

        The open part of the day, whatever the weekday, is cut into pieces of two
        hours; a piece is offered when somebody works through all of it on some day.
        One through which nobody works is cut where somebody comes or goes.
        """
        every = sorted(span for spans in self.weekly.values() for span in spans)
        stretches: list[list[time]] = []
        for opens, closes in every:
            if stretches and opens <= stretches[-1][1]:
                stretches[-1][1] = max(stretches[-1][1], closes)
            else:
                stretches.append([opens, closes])
        pieces = []
        for start, end in stretches:
            while start < end:
                stop = min(_later(start, WINDOW_HOURS), end)
                pieces += _worked_through(start, stop, every)
                start = stop
        return [f"{start:%H:%M}-{stop:%H:%M}" for start, stop in pieces]

    def days_of(self, window: str) -> list[int]:
        """Return the weekdays on which somebody works through a contact window."""
        start, stop = (time.fromisoformat(end) for end in window.split("-"))
        return [
            day
            for day, spans in sorted(self.weekly.items())
            if any(opens <= start and stop <= closes for opens, closes in spans)
        ]


def open_state(hours: OfficeHours, now: datetime) -> dict:
    """Return whether somebody is there, until when, or else from when."""
    closing, opens = hours.closing(now), hours.next_opening(now)
    holds_until(closing or opens)
    # What is today becomes another day, and is said in other words.
    holds_until(next_midnight(now, hours.tz))
    return {
        "is_open": closing is not None,
        "until": closing,
        "opens": opens,
        "now": now.astimezone(hours.tz),
    }


def time_words(at: time | datetime) -> str:
    """Return a time of day as people say it: "9 am", "12:30 pm"."""
    hour = at.hour % 12 or 12
    # Translators: a time of day before noon, after noon.
    half = _("am") if at.hour < 12 else _("pm")
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{hour}{minutes} {half}"


def _worked_through(start: time, stop: time, every: list[Span]) -> list[Span]:
    """Return the parts of a stretch through which somebody works on some day."""
    if any(opens <= start and stop <= closes for opens, closes in every):
        return [(start, stop)]
    inside = {edge for span in every for edge in span if start < edge < stop}
    if not inside:
        return []
    edges = sorted({start, stop} | inside)
    return [
        part
        for begins, ends in zip(edges, edges[1:], strict=False)
        for part in _worked_through(begins, ends, every)
    ]


def _absolute(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo("UTC"))


def _later(moment: time, hours: int) -> time:
    shifted = datetime.combine(date.min, moment) + timedelta(hours=hours)
    return shifted.time() if shifted.date() == date.min else time(23, 59)
