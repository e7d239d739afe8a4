"""Whether the reading trail holds, in words for the manager."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.models import TrailCheck

READS_TRAIL = "consultations.view_readingentry"
REPORT = "admin:consultations_readingentry_changelist"
# The worker looks once a day; three days without it is a worker that does not run.
LATE_AFTER = timedelta(days=3)


@dataclass(frozen=True)
class TrailState:
    """What the newest check of the whole trail found; `level`: sound, broken, late."""

    level: str
    title: str
    words: str
    report: str = ""
    is_anchored: bool = True


def exact(at: datetime) -> str:
    """Return a moment to the second, with its year: "Nov 26, 2026, 3:32:11 pm"."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'M j, Y')}, {date_format(local, 'g:i:s A').lower()}"


def trail_state() -> TrailState:
    """Return what is known of the trail; one query."""
    check, report = TrailCheck.objects.newest(), reverse(REPORT)
    anchored = bool(settings.AUDIT_ANCHOR)
    if check is None:
        words = _("The worker looks once a day; it has not been there yet.")
        return TrailState("late", _("Not checked yet"), words, report, anchored)
    facts = {"when": exact(check.finished_at), "number": check.number}
    if check.fault:
        title = _("The reading trail is broken at entry %(number)s")
        facts |= {"number": check.broken.number, "what": check.broken.what}
        words = _("Entry %(number)s: %(what)s. Found %(when)s.") % facts
        if check.broken.at:
            of = _("The entry says it is of %s.") % exact(check.broken.at)
            words = f"{words} {of}"
        return TrailState("broken", title % facts, words, report, anchored)
    if not check.is_genuine:
        title = _("The last check of the reading trail was changed")
        words = _("What it found, %(when)s, cannot be trusted.") % facts
        return TrailState("broken", title, words, report, anchored)
    if timezone.now() - check.finished_at > LATE_AFTER:
        title = _("Not checked for some days")
        words = _("Sound when last checked, %(when)s. Does the worker run?") % facts
        return TrailState("late", title, words, report, anchored)
    if not check.number:
        words = _("Nobody had read anything when it was checked, %(when)s.") % facts
        return TrailState("sound", _("The trail holds"), words, report, anchored)
    words = ngettext(
        "One reading, none changed, dropped, moved or cut. Checked %(when)s.",
        "%(number)s readings, none changed, dropped, moved or cut. Checked %(when)s.",
        check.number,
    )
    return TrailState("sound", _("The trail holds"), words % facts, report, anchored)
