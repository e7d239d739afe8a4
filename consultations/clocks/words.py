"""Moments, windows and lengths of time as people say them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.hours import OfficeHours, time_words

from .hours import window_span

FEW_DAYS = 2


def moment_words(at: datetime, now: datetime, tz: ZoneInfo) -> str:
    """Return a moment as people say it: "today, 4 pm", "Monday, 11 am"."""
    local, today = at.astimezone(tz), now.astimezone(tz).date()
    ahead = (local.date() - today).days
    if ahead == 0:
        day = _("today")
    elif ahead == 1:
        day = _("tomorrow")
    elif ahead == -1:
        day = _("yesterday")
    elif 1 < ahead < 7:
        day = str(WEEKDAYS[local.weekday()])
    else:
        day = date_format(local, "l, F j")
    return _("%(day)s, %(time)s") % {"day": day, "time": time_words(local)}


def short_words(at: datetime, now: datetime, tz: ZoneInfo) -> str:
    """Return a moment to come in few words: "today, 4 pm", "Sat, 9 am"."""
    local = at.astimezone(tz)
    ahead = (local.date() - now.astimezone(tz).date()).days
    day = _("today") if not ahead else date_format(local, "D" if ahead < 7 else "M j")
    return _("%(day)s, %(time)s") % {"day": day, "time": time_words(local)}


def dated_words(at: datetime, tz: ZoneInfo) -> str:
    """Return a moment with its date, for what is read some other day."""
    local = at.astimezone(tz)
    day = date_format(local, "l, F j")
    return _("%(day)s, %(time)s") % {"day": day, "time": time_words(local)}


def window_words(window: str) -> str:
    """Return a contact window as people say it: "11 am to 1 pm"."""
    begins, ends = window_span(window)
    if (begins.hour < 12) == (ends.hour < 12):
        begins_words = time_words(begins).rsplit(" ", 1)[0]
    else:
        begins_words = time_words(begins)
    return _("%(from)s to %(to)s") % {"from": begins_words, "to": time_words(ends)}


def window_choices(hours: OfficeHours) -> list[tuple[str, str]]:
    """Return the contact windows to choose from, each with its words.

    One that hardly any day has names its days: "5 to 7 pm (Thursday)".
    """
    every = {day for day, spans in hours.weekly.items() if spans}
    choices = []
    for window in hours.windows():
        days, words = hours.days_of(window), window_words(window)
        if len(days) <= FEW_DAYS and len(days) < len(every):
            named = ", ".join(str(WEEKDAYS[day]) for day in days)
            words = _("%(window)s (%(days)s)") % {"window": words, "days": named}
        choices.append((window, words))
    return choices


def duration_words(minutes: int) -> str:
    """Return a length of time in its two largest units at most."""
    if minutes < 60:
        return _("%(count)s min") % {"count": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        words = _("%(count)s h") % {"count": hours}
        return f"{words} {duration_words(rest)}" if rest and hours < 3 else words
    days = round(hours / 24)
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}


def rough_words(minutes: int) -> str:
    """Return a length of time in its largest unit."""
    return duration_words(minutes if minutes < 60 else minutes // 60 * 60)
