"""Sums up what requests added to the figures, by week, service or source page.

Everything is summed by the database, in two or three statements for each table.
"""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Case, Count, F, Max, Q, Sum, Value, When

from consultations.models import CountsAs, Disposition, Tally

from .percentile import Waits
from .period import Period

OPEN = "open"
ENDINGS = (
    OPEN,
    *(
        ending.value
        for ending in Disposition
        if ending not in (Disposition.DUPLICATE, Disposition.SPAM)
    ),
)
CLOCKS = ("attempt", "conversation")
# What a table by week, by service and by page is made of.
WEEK, SERVICE, PAGE = "week", "service_title", "source_page_id"
_REACHED, _LATE, _IN_TIME, _LEFT_OUT = "reached", "late", "in_time", ""


@dataclass
class Line:
    """The figures of one week, service or page, or of all of them."""

    key: Hashable = None
    title: str = ""
    path: str = ""
    visits: int = 0
    opened: int = 0
    requests: int = 0
    appointments: int = 0
    missed: int = 0
    to_come: int = 0
    came: int = 0
    channels: Counter = field(default_factory=Counter)
    endings: Counter = field(default_factory=Counter)
    attempt: Waits = field(default_factory=Waits)
    conversation: Waits = field(default_factory=Waits)

    @property
    def missed_percent(self) -> int | None:
        """Return how many of 100 consultations were missed; what is to come aside."""
        due = self.appointments - self.to_come
        return round(100 * self.missed / due) if due > 0 else None

    def add(self, other: "Line") -> None:
        """Put the figures of another line to these."""
        for name in ("visits", "opened", "requests", "appointments", "missed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.to_come += other.to_come
        self.came += other.came
        self.channels.update(other.channels)
        self.endings.update(other.endings)
        self.attempt.add(other.attempt)
        self.conversation.add(other.conversation)


@dataclass
class Report:
    """Lines and their total; `left_out` says what is not among them and why."""

    lines: list[Line]
    left_out: Counter

    @property
    def total(self) -> Line:
        """Return all lines put together."""
        total = Line()
        for line in self.lines:
            total.add(line)
        return total


def summed_up(period: Period, by: str, now: datetime) -> Report:
    """Return the figures of the requests that came in on these days.

    Each request counts in the week it came in, whatever happened to it later. Lines
    are there for what has any requests.
    """
    tallies = Tally.objects.between(period.first, period.last)
    lines: dict[Hashable, Line] = {}
    left_out: Counter = Counter()
    for row in _outcomes(tallies, by, now):
        if row["counts_as"] != CountsAs.COUNTED:
            left_out[row["counts_as"]] += row["requests"]
            continue
        line = lines.setdefault(row[by], Line(row[by]))
        line.title = row.get("title") or line.title
        for name in ("requests", "appointments", "missed", "to_come", "came"):
            setattr(line, name, getattr(line, name) + row[name])
        line.channels[row["channel"]] += row["requests"]
        line.endings[row["ending"] or OPEN] += row["requests"]
    for clock in CLOCKS:
        for row in _waits(tallies.counted(), by, clock, now):
            if row[by] not in lines:
                # Came in between two statements; the next look has it whole.
                continue
            waits = getattr(lines[row[by]], clock)
            if row["state"] == _REACHED:
                waits.minutes[row["minutes"]] += row["requests"]
            elif row["state"] == _LATE:
                waits.late += row["requests"]
            elif row["state"] == _IN_TIME:
                waits.in_time += row["requests"]
    return Report(list(lines.values()), left_out)


def _outcomes(tallies, by: str, now: datetime):
    groups = tallies.values(by, "channel", "counts_as", "ending")
    groups = groups.annotate(
        requests=Count("pk"),
        appointments=Sum("appointments"),
        missed=Sum("missed"),
        to_come=Count("pk", filter=Q(scheduled_for__gt=now)),
        came=Count("pk", filter=Q(came=True)),
    )
    if by == PAGE:
        # As it was called last, unless nobody knew what it was called.
        groups = groups.annotate(title=Max("source_page_title"))
    return groups.order_by(by)


def _waits(tallies, by: str, clock: str, now: datetime):
    minutes, due = f"{clock}_minutes", f"{clock}_due_at"
    state = Case(
        When(**{f"{minutes}__isnull": False}, then=Value(_REACHED)),
        When(**{f"{due}__lte": now}, then=Value(_LATE)),
        When(**{f"{due}__gt": now}, then=Value(_IN_TIME)),
        default=Value(_LEFT_OUT),
    )
    groups = tallies.annotate(state=state, minutes=F(minutes))
    return groups.values(by, "state", "minutes").annotate(requests=Count("pk"))
