"""The clocks of a request at the desk: how pressing they are, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.hours import OfficeHours

from .due import conversation_due, first_attempt_due
from .words import duration_words, moment_words, short_words

SOON_MINUTES = 60


def level_of(due: datetime, now: datetime) -> str:
    """Return late, soon or calm."""
    minutes = _minutes(due, now)
    if minutes < 0:
        return "late"
    return "soon" if minutes <= SOON_MINUTES else "calm"


def words_of(due: datetime, now: datetime) -> str:
    """Return what is left in words: "35 min over", "50 min left", "Monday, 9 am"."""
    minutes, level = _minutes(due, now), level_of(due, now)
    if level == "late":
        return _("%(time)s over") % {"time": duration_words(-minutes)}
    if level == "soon":
        return _("%(time)s left") % {"time": duration_words(minutes)}
    return moment_words(due, now, timezone.get_current_timezone())


def _minutes(due: datetime, now: datetime) -> int:
    """Return the minutes left; below zero when over."""
    return round((due - now).total_seconds() / 60)


class Clock:
    """The clock of one row at the desk: words, and how pressing it is."""

    def __init__(self, request, now: datetime | None = None):
        self.request = request
        self.now = now or timezone.now()
        self.due = request.due_at

    @property
    def minutes(self) -> int:
        """Return the minutes left; below zero when over."""
        return _minutes(self.due, self.now)

    @property
    def level(self) -> str:
        """Return late, soon, calm or none."""
        if self.due is None:
            return "none"
        return level_of(self.due, self.now)

    @property
    def words(self) -> str:
        """Return the clock in words: "35 min over", "50 min left", "Monday, 9 am"."""
        if self.due is None:
            return _("closed") if self.request.status == "closed" else _("no clock")
        return words_of(self.due, self.now)

    @property
    def about(self) -> str:
        """Return what the clock is for."""
        request = self.request
        if self.due is None:
            return ""
        if request.status == "quarantined":
            return _("to look at")
        if self.due == request.scheduled_for:
            return _("consultation")
        if self.due == request.snoozed_until:
            return _("back from waiting")
        if request.first_attempt_at is None:
            return _("first attempt")
        return _("first conversation")


@dataclass(frozen=True)
class Side:
    """One of the two clocks of a request, ready to draw; `due` unless it is done."""

    about: str
    now: datetime
    due: datetime | None = None

    @property
    def level(self) -> str:
        """Return done, late, soon or calm."""
        return level_of(self.due, self.now) if self.due else "done"

    @property
    def words(self) -> str:
        """Return in few words what is left: "35 min over", "today, 4 pm", "done"."""
        if self.level == "done":
            return _("done")
        if self.level == "calm":
            return short_words(self.due, self.now, timezone.get_current_timezone())
        return words_of(self.due, self.now)


class Clocks:
    """Both clocks of a request that somebody is to reach.

    `hours` are those of the request's place. Both stay to be seen while a request
    waits for its return time: what is put off is not thereby done. No query.
    """

    def __init__(self, request, hours: OfficeHours, intake, now: datetime):
        self.request = request
        self.hours = hours
        self.intake = intake
        self.now = now

    @property
    def attempt(self) -> Side:
        """Return the clock of the first try to reach the person."""
        done = self.request.first_attempt_at
        return self._side(_("first attempt"), done, first_attempt_due)

    @property
    def conversation(self) -> Side:
        """Return the clock of the first talk with the person."""
        done = self.request.first_conversation_at
        return self._side(_("first conversation"), done, conversation_due)

    def _side(self, about, done, due_of) -> Side:
        if done:
            return Side(about, self.now)
        return Side(about, self.now, due_of(self.request, self.hours, self.intake))
