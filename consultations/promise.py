"""What people are told about their request; form, page, mail and desk read it here.

When we first try, when anyone reads and who may open it: each has one source, so that
no two places can say different things. What a person was told is stored with their
request, so that a change of hours or words does not change it afterwards.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from clinic.hours import OfficeHours
from consultations import clocks
from consultations.models import ContactMethod, IntakeSettings, WordingKind, WordingSet
from consultations.models.told import sender as who_reaches
from consultations.models.wordings import READING, reading_kind

# What the web form shows whatever the hour; how it is read depends on it.
ON_THE_FORM = (
    WordingKind.CONSENT,
    WordingKind.TEXTS,
    WordingKind.ACCESS,
    WordingKind.EMERGENCY,
)


@dataclass(frozen=True)
class Promise:
    """By when we first try to reach a person, and from which number or address."""

    by: str
    sender: str
    by_mail: bool = False

    def __str__(self):
        return self._pattern().format(by=self.by, sender=self.sender)

    @property
    def marked(self) -> str:
        """Return the sentence as HTML, its moment and its number made to stand out."""
        sender = self.sender
        if not self.by_mail:
            sender = format_html('<span class="nowrap">{}</span>', sender)
        by = format_html("<strong>{}</strong>", self.by)
        return format_html(self._pattern(), by=by, sender=sender)

    def _pattern(self) -> str:
        if self.by_mail and self.by:
            return _("We write to you by {by}, from {sender}.")
        if self.by_mail:
            return _("We write to you as soon as we can, from {sender}.")
        if self.by:
            return _("We first try to reach you by {by}, from {sender}.")
        return _("We try to reach you as soon as we can, from {sender}.")


@dataclass(frozen=True)
class Told:
    """Everything that one person is told; empty where they were not told it."""

    promise: Promise
    reading: str = ""
    access: str = ""
    emergency: str = ""


def to_a_visitor(
    hours: OfficeHours,
    intake: IntakeSettings,
    wordings: WordingSet,
    sender: str,
    *,
    by_mail: bool = False,
) -> Told:
    """Return what holds for somebody who would write now."""
    now = timezone.now()
    due = clocks.promised_at(hours, now, intake.first_attempt_minutes)
    opening = hours.reading_from(now)
    return Told(
        Promise(_moment(due, hours.tz), sender, by_mail),
        _reading(wordings, opening, hours.tz),
        _said(wordings, WordingKind.ACCESS),
        _said(wordings, WordingKind.EMERGENCY),
    )


def to_the_requester(request) -> Told:
    """Return what still holds for a request: what is over is not told as to come."""
    now = timezone.now()
    by = request.told_attempt_by
    if by is not None and (by <= now or request.first_attempt_at is not None):
        by = None
    opening = request.told_reading_from
    if opening is not None and opening <= now:
        opening = None
    return _told(request, by, opening, newest=True)


def was_told(request) -> Told:
    """Return what the person was told when they sent it, over or not."""
    return _told(request, request.told_attempt_by, request.told_reading_from)


def seen_on_the_form(
    wordings: WordingSet, hours: OfficeHours, *moments: datetime
) -> list:
    """Return the wordings that a person reads who has the form at these moments."""
    reading = {reading_kind(hours.reading_from(moment)) for moment in moments}
    return wordings.only(*ON_THE_FORM, *sorted(reading))


def _told(request, by, opening, *, newest=False) -> Told:
    tz, wordings = clocks.time_zone_of(request), request.wordings
    by_mail = request.contact_method == ContactMethod.EMAIL
    return Told(
        Promise(_moment(by, tz), request.told_sender or who_reaches(by_mail), by_mail),
        _reading_of(request, opening, tz, newest),
        _said(wordings, WordingKind.ACCESS),
        _said(wordings, WordingKind.EMERGENCY),
    )


def _reading_of(request, opening, tz, newest) -> str:
    """Return when anyone reads, for who was told; the newest words once they changed.

    Who wrote while we were shut never saw the words for open hours: these are the ones
    in use.
    """
    wordings = request.wordings
    if not READING & wordings.keys():
        return ""
    if newest and reading_kind(opening) not in wordings:
        wordings = WordingSet.current(request.language)
    return _reading(wordings, opening, tz)


def _reading(wordings, opening: datetime | None, tz: ZoneInfo) -> str:
    wording = wordings.get(reading_kind(opening))
    return wording.said(_moment(opening, tz)) if wording else ""


def _said(wordings: WordingSet, kind: str) -> str:
    return wordings[kind].said() if kind in wordings else ""


def _moment(at: datetime | None, tz: ZoneInfo) -> str:
    """Return a moment with its date, for it may be read some other day."""
    return clocks.dated_words(at, tz) if at else ""
