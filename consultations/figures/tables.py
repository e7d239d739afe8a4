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


@dataclass(frozen=True)
class Column:
    """One column: its heads on screen and in CSV, and its cell of a line."""

    head: str
    of: Callable[[Line], Cell]
    in_csv: str = ""
    # Minutes of so many people; a number of people where it is missing.
    waits: Callable[[Line], Waits] | None = None


def _count(head, name: str) -> Column:
    return Column(head, lambda line: getattr(line, name))


def _wait(head, in_csv, clock: str, percentile: str) -> Column:
    def waits(line: Line) -> Waits:
        return getattr(line, clock)

    def of(line: Line) -> Cell:
        if not waits(line).of:
            return NONE
        minutes = getattr(waits(line), percentile)
        return NOT_YET if minutes is None else minutes

    return Column(head, of, in_csv, waits)


def ending_label(ending: str) -> str:
    """Return how requests ended, in words."""
    return _("Still open") if ending == OPEN else str(Disposition(ending).label)


VISITS = _count(gettext_lazy("Visits"), "visits")
OPENED = _count(gettext_lazy("Form opened"), "opened")
REQUESTS = _count(gettext_lazy("Requests"), "requests")
TRIED = Column(gettext_lazy("Tried"), lambda line: line.attempt.reached)
NOT_TRIED = Column(gettext_lazy("Overdue, not tried"), lambda line: line.attempt.late)
TALKED = Column(gettext_lazy("Talked with"), lambda line: line.conversation.reached)
NOT_TALKED = Column(
    gettext_lazy("Overdue, not talked with"), lambda line: line.conversation.late
)
SCHEDULED = _count(gettext_lazy("Scheduled"), "appointments")
MISSED = _count(gettext_lazy("Missed"), "missed")
CAME = _count(gettext_lazy("Came"), "came")
WAITS = [
    _wait(
        gettext_lazy("First attempt, half within"),
        gettext_lazy("First attempt, median, office minutes"),
        "attempt",
        "median",
    ),
    _wait(
        gettext_lazy("9 of 10 within"),
        gettext_lazy("First attempt, 90th percentile, office minutes"),
        "attempt",
        "nine_of_ten",
    ),
    _wait(
        gettext_lazy("First conversation, half within"),
        gettext_lazy("First conversation, median, office minutes"),
        "conversation",
        "median",
    ),
    _wait(
        gettext_lazy("9 of 10 within"),
        gettext_lazy("First conversation, 90th percentile, office minutes"),
        "conversation",
        "nine_of_ten",
    ),
]
FUNNEL = [REQUESTS, TRIED, TALKED, SCHEDULED, CAME, MISSED]


def _channel_column(channel: Channel) -> Column:
    return Column(channel.label, lambda line: line.channels[channel.value])


def _ending_column(ending: str) -> Column:
    label = ending_label(ending)
    in_csv = _("Requests: %(ending)s") % {"ending": label}
    return Column(label, lambda line: line.endings[ending], in_csv)


def channel_columns() -> list[Column]:
    """Return how many came in each way."""
    return [_channel_column(channel) for channel in Channel]


def ending_columns() -> list[Column]:
    """Return how many ended in each way; together they are all requests."""
    return [_ending_column(ending) for ending in ENDINGS]


@dataclass(frozen=True)
class Table:
    """Cells by line and column; small numbers hidden where that was asked for."""

    columns: list[Column]
    lines: list[Line]
    cells: list[list[Cell]]
    total: list[Cell]

    @classmethod
    def of(
        cls, report: Report, columns: list[Column], *, hide=False, add_up=False
    ) -> "Table":
        """Return the table of a report with these columns and a total.

        `hide` small numbers; `add_up` says that its lines add up to the requests.
        """
        lines, total = report.lines, report.total
        cells = [[column.of(line) for column in columns] for line in lines]
        if hide:
            for r, c in _hidden(lines, columns, add_up):
                cells[r][c] = HIDDEN
        return cls(columns, lines, cells, [column.of(total) for column in columns])

    def beside(self, other: "Table") -> "Table":
        """Return one table of the columns of two, each hidden as in its own."""
        cells = [[*a, *b] for a, b in zip(self.cells, other.cells, strict=True)]
        columns, total = [*self.columns, *other.columns], [*self.total, *other.total]
        return Table(columns, self.lines, cells, total)

    @property
    def hides(self) -> bool:
        return any(cell is HIDDEN for row in self.cells for cell in row)

    def rows(self) -> list[dict]:
        """Return the lines as the page shows them."""
        return [
            {"title": line.title, "path": line.path, "cells": self._words(cells)}
            for line, cells in zip(self.lines, self.cells, strict=True)
        ]

    def total_words(self) -> list[str]:
        """Return the last line as the page shows it."""
        return self._words(self.total)

    def heads(self) -> list[str]:
        """Return the heads of the columns."""
        return [str(column.head) for column in self.columns]

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


def _hidden(
    lines: list[Line], columns: list[Column], add_up: bool
) -> set[tuple[int, int]]:
    """Return which cells to hide: small counts, and times that few people waited."""
    counts = [at for at, column in enumerate(columns) if column.waits is None]
    numbers = [[columns[at].of(line) for at in counts] for line in lines]
    places = hidden_places(numbers, rows_add_up=add_up)
    hidden = {(r, counts[c]) for r, c in places}
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
