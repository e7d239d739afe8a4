"""Figures as tables: the same cells for the screen and for CSV."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.spreadsheet import harmless
from consultations.models import Channel, Disposition

from .hiding import SMALL, hidden_places
from .percentile import Waits
from .report import ENDINGS, OPEN, Line, Report


class Sign:
    """What stands in a cell instead of a number."""

    def __init__(self, words):
        self.words = words


HIDDEN = Sign(gettext_lazy("hidden"))
NOT_YET = Sign(gettext_lazy("not yet"))
NONE = Sign("")

Cell = int | Sign


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its head on screen and in CSV, and its cell of a line."""

    name: str
    head: str
    of: Callable[[Line], Cell]
    in_csv: str = ""
    # Minutes of so many people; a number of people where it is missing.
    waits: Callable[[Line], Waits] | None = None


def _count(name: str, head) -> Column:
    return Column(name, head, lambda line: getattr(line, name))


def _wait(clock: str, percentile: str, head, in_csv) -> Column:
    def waits(line: Line) -> Waits:
        return getattr(line, clock)

    def of(line: Line) -> Cell:
        if not waits(line).of:
            return NONE
        minutes = getattr(waits(line), percentile)
        return NOT_YET if minutes is None else minutes

    return Column(f"{clock}_{percentile}", head, of, in_csv, waits)


def _channel(channel: Channel) -> Column:
    return Column(
        channel.value, channel.label, lambda line: line.channels[channel.value]
    )


def _ending(ending: str, head, in_csv="") -> Column:
    return Column(ending, head, lambda line: line.endings[ending], in_csv)


VISITS = _count("visits", gettext_lazy("Visits"))
OPENED = _count("opened", gettext_lazy("Form opened"))
REQUESTS = _count("requests", gettext_lazy("Requests"))
TRIED = Column("tried", gettext_lazy("Tried"), lambda line: line.attempt.reached)
NOT_TRIED = Column(
    "not_tried", gettext_lazy("Overdue, not tried"), lambda line: line.attempt.late
)
TALKED = Column(
    "talked", gettext_lazy("Talked with"), lambda line: line.conversation.reached
)
NOT_TALKED = Column(
    "not_talked",
    gettext_lazy("Overdue, not talked with"),
    lambda line: line.conversation.late,
)
SCHEDULED = _count("appointments", gettext_lazy("Scheduled"))
CAME = _count("came", gettext_lazy("Came"))
BOOKED = _ending(
    Disposition.BOOKED.value, gettext_lazy("Booked"), gettext_lazy("Treatment booked")
)
MISSED = _count("missed", gettext_lazy("Missed"))
CHANNELS = [_channel(channel) for channel in Channel]
ENDED = [
    _ending(OPEN, gettext_lazy("Still open"), gettext_lazy("Requests still open")),
    BOOKED,
    *(
        _ending(ending, Disposition(ending).label)
        for ending in ENDINGS
        if ending not in (OPEN, Disposition.BOOKED, Disposition.DID_NOT_COME)
    ),
    _ending(
        Disposition.DID_NOT_COME.value,
        Disposition.DID_NOT_COME.label,
        gettext_lazy("Ended: did not come"),
    ),
]
WAITS = [
    _wait(
        "attempt",
        "median",
        gettext_lazy("First attempt, half within"),
        gettext_lazy("First attempt, median, office minutes"),
    ),
    _wait(
        "attempt",
        "nine_of_ten",
        gettext_lazy("9 of 10 within"),
        gettext_lazy("First attempt, 90th percentile, office minutes"),
    ),
    _wait(
        "conversation",
        "median",
        gettext_lazy("First conversation, half within"),
        gettext_lazy("First conversation, median, office minutes"),
    ),
    _wait(
        "conversation",
        "nine_of_ten",
        gettext_lazy("9 of 10 within"),
        gettext_lazy("First conversation, 90th percentile, office minutes"),
    ),
]
FUNNEL = [REQUESTS, TRIED, TALKED, SCHEDULED, CAME, BOOKED, MISSED]
# In each of these, one column is the sum of the others.
SUMS = (
    (REQUESTS, *ENDED),
    (CAME, BOOKED, next(c for c in ENDED if c.name == Disposition.NOT_BOOKED)),
)


@dataclass(frozen=True)
class Table:
    """Cells by line and column; small numbers hidden where that was asked for."""

    columns: list[Column]
    lines: list[Line]
    cells: list[list[Cell]]
    total: list[Cell]

    @classmethod
    def of(cls, report: Report, columns: list[Column], *, hide=False) -> "Table":
        """Return a report with these columns and a total, small numbers hidden or not.

        Columns that are shown apart are hidden together, so that none tells of another.
        """
        columns = list(dict.fromkeys(columns))
        lines, total = report.lines, report.total
        cells = [[column.of(line) for column in columns] for line in lines]
        if hide:
            for r, c in _hidden(lines, columns):
                cells[r][c] = HIDDEN
        return cls(columns, lines, cells, [column.of(total) for column in columns])

    def part(self, columns: list[Column], *, all_lines=True) -> "Table":
        """Return some columns of it, of all lines or of those with requests."""
        places = [self.columns.index(column) for column in columns]
        chosen = [
            (line, [cells[at] for at in places])
            for line, cells in zip(self.lines, self.cells, strict=True)
            if all_lines or line.requests
        ]
        lines, cells = [line for line, _c in chosen], [cells for _l, cells in chosen]
        return Table(columns, lines, cells, [self.total[at] for at in places])

    @property
    def hides(self) -> bool:
        return any(cell is HIDDEN for row in self.cells for cell in row)

    @property
    def is_mute(self) -> bool:
        """Say whether so much of it is hidden that it tells next to nothing."""
        cells = [cell for row in self.cells for cell in row if cell not in (0, NONE)]
        hidden = sum(cell is HIDDEN for cell in cells)
        return hidden * 4 > len(cells) * 3

    @property
    def heads(self) -> list[str]:
        """Return the heads of the columns."""
        return [str(column.head) for column in self.columns]

    def rows(self) -> list[dict]:
        """Return the lines as the page shows them."""
        return [
            {"title": line.title, "path": line.path, "cells": self._words(cells)}
            for line, cells in zip(self.lines, self.cells, strict=True)
        ]

    def total_words(self) -> list[str]:
        """Return the last line as the page shows it."""
        return self._words(self.total)

    def in_csv(self, first: list[str], keys: Callable[[Line], list[str]]) -> list[list]:
        """Return head, lines and total for a spreadsheet.

        `first` heads the columns that say what a line is about, `keys` fills them.
        """
        head = [*first, *(str(c.in_csv or c.head) for c in self.columns)]
        about = [keys(line) for line in self.lines]
        total = [_("All"), *[""] * (len(first) - 1)]
        rows = zip([*about, total], [*self.cells, self.total], strict=True)
        return [head] + [
            [harmless(cell) for cell in (*key, *map(_plain, cells))]
            for key, cells in rows
        ]

    def _words(self, cells: list[Cell]) -> list[str]:
        """Return cells in words; nothing for what is hidden."""
        return [_in_words(*pair) for pair in zip(self.columns, cells, strict=True)]


def _hidden(lines: list[Line], columns: list[Column]) -> set[tuple[int, int]]:
    """Return which cells to hide: small counts, and times that few people waited."""
    counts = [column for column in columns if column.waits is None]
    read = [column for column in counts if column in (VISITS, OPENED)]
    asked = [column for column in counts if column not in read]
    # Where nobody asked, all that follows is nothing, and hides nobody else.
    with_requests = [r for r, line in enumerate(lines) if line.requests]
    hidden = set()
    for chosen, group in ((range(len(lines)), read), (with_requests, asked)):
        numbers = [[column.of(lines[r]) for column in group] for r in chosen]
        sums = [[group.index(c) for c in s] for s in SUMS if set(s) <= set(group)]
        hidden |= {
            (chosen[r], columns.index(group[c]))
            for r, c in hidden_places(numbers, sums)
        }
    for at, column in enumerate(columns):
        if column.waits is not None:
            hidden |= {
                (r, at)
                for r, line in enumerate(lines)
                if 0 < column.waits(line).of < SMALL
            }
    return hidden


def office_words(minutes: int) -> str:
    """Return a length of office time: "35 min", "3 h 20 min", "14 h"."""
    if minutes < 60:
        return _("%(count)s min") % {"count": minutes}
    hours, rest = divmod(minutes, 60)
    words = _("%(count)s h") % {"count": number_format(hours, force_grouping=True)}
    return f"{words} {office_words(rest)}" if rest and hours < 10 else words


def _in_words(column: Column, cell: Cell) -> str:
    if cell is HIDDEN:
        return ""
    if isinstance(cell, Sign):
        return str(cell.words) or "–"
    if column.waits is not None:
        return office_words(cell)
    return number_format(cell, force_grouping=True)


def _plain(cell: Cell):
    return str(cell.words) if isinstance(cell, Sign) else cell
