"""Putting a request off until a time, at which it is back by itself."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from .choices import OPEN, EventKind
from .transitions import IllegalTransition

AT_MOST_UNEXPLAINED = timedelta(days=60)


def against_snoozing(until: datetime, now: datetime, note: str) -> str:
    """Return in words why a request cannot be put off so; empty if it can."""
    if until <= now:
        return _("Choose a time that is still to come")
    if until > now + AT_MOST_UNEXPLAINED and not note.strip():
        return _("Write why it waits for more than 60 days")
    return ""


class SnoozeQuerySet(models.QuerySet):
    """Who waits and who is back: a comparison with the clock, and no job to miss."""

    def snoozed(self, now: datetime):
        """Open requests that wait for their time; one that is pinned never does."""
        return self.filter(status__in=OPEN, pinned=False, snoozed_until__gt=now)

    def awake(self, now: datetime):
        """Open requests that do not wait."""
        awake = models.Q(pinned=True) | models.Q(snoozed_until=None)
        return self.filter(awake | models.Q(snoozed_until__lte=now), status__in=OPEN)

    def back_from_snooze(self, now: datetime):
        """Open requests whose time has come and that nobody has seen to since."""
        return self.filter(status__in=OPEN, snoozed_until__lte=now)


class Snoozing:
    """A return time; mixed into the model."""

    def is_snoozed(self, now: datetime | None = None) -> bool:
        """Say whether it waits for its time and need not be shown among what is due."""
        return (
            self.is_open
            and not self.pinned
            and self.snoozed_until is not None
            and self.snoozed_until > (now or timezone.now())
        )

    def snooze(self, until: datetime, *, by, note="", seen=None, at=None):
        """Put it off until a time; refused for the past, or far ahead without a note.

        Its clocks run on: what is put off is not done.
        """
        with self._acting("snooze", by, seen, at) as act:
            if problem := against_snoozing(until, act.at, note):
                raise IllegalTransition(problem)
            act.set(snoozed_until=until)
            act.record(EventKind.SNOOZED, note=note, until=until.isoformat())
