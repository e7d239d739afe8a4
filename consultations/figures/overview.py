"""The figures of some days at a glance: headlines in words, then charts."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic import charts
from consultations.models import CountsAs

from .percentile import Waits
from .period import Period
from .report import WEEK, Line, Report, summed_up
from .tables import CHANNELS, ENDED, office_words

# Longer than this, a chart counts in hours.
IN_MINUTES = 180


@dataclass(frozen=True)
class Headline:
    """One number in large type, what it is, and the small print under it."""

    number: str
    about: str
    more: list[str]


@dataclass(frozen=True)
class Overview:
    """All requests of some days, with a line for each week, also an empty one."""

    period: Period
    report: Report

    @classmethod
    def of(cls, period: Period, now: datetime) -> "Overview":
        report = summed_up(period, WEEK, now)
        found = {line.key: line for line in report.lines}
        report.lines = [found.get(week) or Line(week) for week in period.weeks]
        for line in report.lines:
            line.title = date_format(line.key, "M j")
        return cls(period, report)

    def headlines(self) -> list[Headline]:
        """Return what a manager wants to know first."""
        total = self.report.total
        return [
            Headline(
                _number(total.requests),
                ngettext("request", "requests", total.requests),
                [f"{way.head}: {_number(way.of(total))}" for way in CHANNELS],
            ),
            _waited(
                total.attempt,
                _("to the first attempt, for half of the people"),
                _("%(reached)s of %(of)s were tried"),
            ),
            _waited(
                total.conversation,
                _("to the first conversation, for half of the people"),
                _("%(reached)s of %(of)s were talked with"),
            ),
            _missed(total),
        ]

    def left_out(self) -> str:
        """Return in words what is in none of the figures; empty where there is none."""
        counts = self.report.left_out
        words = [
            ngettext("%(n)s duplicate", "%(n)s duplicates", counts[CountsAs.DUPLICATE]),
            ngettext("%(n)s spam", "%(n)s spam", counts[CountsAs.SPAM]),
            ngettext("%(n)s set aside", "%(n)s set aside", counts[CountsAs.SET_ASIDE]),
        ]
        kinds = (CountsAs.DUPLICATE, CountsAs.SPAM, CountsAs.SET_ASIDE)
        return ", ".join(
            said % {"n": _number(counts[kind])}
            for said, kind in zip(words, kinds, strict=True)
            if counts[kind]
        )

    def requests_chart(self) -> charts.Chart:
        """Return how many requests came in, by week."""
        points = [(line.title, line.requests) for line in self.report.lines]
        return charts.bars(points, _("Requests"))

    def waits_chart(self, clock: str) -> tuple[charts.Chart, str]:
        """Return how long people waited, by week, and the unit it is drawn in."""
        waits = [getattr(line, clock) for line in self.report.lines]
        series = [
            (_("9 of 10"), [w.nine_of_ten for w in waits]),
            (_("Half"), [w.median for w in waits]),
        ]
        longest = max((m for _n, each in series for m in each if m), default=0)
        unit = _("minutes")
        if longest > IN_MINUTES:
            unit = _("hours")
            series = [(name, list(map(_hours, each))) for name, each in series]
        labels = [line.title for line in self.report.lines]
        return charts.lines(labels, series[::-1]), unit

    def missed_chart(self) -> charts.Chart:
        """Return how many consultations there were and how many were missed."""
        lines = self.report.lines
        series = [
            (_("Scheduled"), [line.appointments for line in lines]),
            (_("Missed"), [line.missed for line in lines]),
        ]
        return charts.lines([line.title for line in lines], series)

    def channel_rows(self) -> list[charts.Row]:
        """Return how requests came in."""
        total = self.report.total
        return charts.rows([(str(each.head), each.of(total)) for each in CHANNELS])

    def ending_rows(self) -> list[charts.Row]:
        """Return how requests ended, the most usual first, those still open last."""
        total = self.report.total
        still_open, *ended = ENDED
        ended.sort(key=lambda column: -column.of(total))
        return charts.rows([(str(c.head), c.of(total)) for c in [*ended, still_open]])


def _waited(waits: Waits, about: str, reached: str) -> Headline:
    if not waits.of:
        return Headline("–", about, [_("Nobody has had to be reached yet")])
    more = [reached % {"reached": _number(waits.reached), "of": _number(waits.of)}]
    if waits.late:
        said = ngettext("%(n)s is overdue", "%(n)s are overdue", waits.late)
        more.append(said % {"n": _number(waits.late)})
    if waits.in_time:
        said = _("%(n)s more have time left")
        if waits.in_time == 1:
            said = _("%(n)s more has time left")
        more.append(said % {"n": _number(waits.in_time)})
    slow = waits.nine_of_ten
    more.insert(
        0,
        _("9 of 10 within %(time)s") % {"time": office_words(slow)}
        if slow is not None
        else _("Fewer than 9 of 10 so far"),
    )
    if waits.median is None:
        return Headline(_("not yet"), about, more)
    return Headline(office_words(waits.median), about, more)


def _missed(total: Line) -> Headline:
    about, percent = _("of consultations were missed"), total.missed_percent
    due = total.appointments - total.to_come
    more = []
    if percent is not None:
        said = {"missed": _number(total.missed), "due": _number(due)}
        more.append(_("%(missed)s of %(due)s whose time had come") % said)
    if total.to_come:
        more.append(_("%(n)s still to come") % {"n": _number(total.to_come)})
    number = "–" if percent is None else f"{percent}%"
    return Headline(number, about, more or [_("None was scheduled")])


def _number(count: int) -> str:
    return number_format(count, force_grouping=True)


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else round(minutes / 60, 1)
