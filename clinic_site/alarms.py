"""What can go wrong with the site as a whole, whatever is written in it."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic import backups
from clinic.alarms import alarm
from clinic.models import JobRun, OutboxMessage
from clinic.models.outbox import FAILING_AFTER, LYING_AFTER
from clinic_site import disk, health

# A job may stumble once; what fails for so long fails.
JOB_FAILING_AFTER = timedelta(hours=1)


@alarm("mail_late", on_desk=False)
def mail_is_late() -> str:
    """Say for how long mail has been waiting that should have gone out."""
    late = timedelta(seconds=health.oldest_waiting_seconds())
    if late < LYING_AFTER:
        return ""
    return _("Mail has been waiting for %(minutes)s minutes.") % {
        "minutes": int(late / timedelta(minutes=1))
    }


@alarm("mail_failed", on_desk=False)
def mail_failed() -> str:
    """Say how many messages fail for an hour or were given up."""
    failing = ~Q(last_error="") & Q(created_at__lte=timezone.now() - FAILING_AFTER)
    troubled = OutboxMessage.objects.unsent().filter(
        failing | Q(failed_at__isnull=False)
    )
    if not (count := troubled.count()):
        return ""
    return ngettext(
        "One message does not get through.",
        "%(count)s messages do not get through.",
        count,
    ) % {"count": count}


@alarm("backup_missed")
def backup_is_missed() -> str:
    """Say for how long no backup was made."""
    if not (wrong := backups.missed()):
        return ""
    if wrong.days is None:
        return _("No backup has been made yet (docs/backups.md).")
    return ngettext(
        "The last backup is %(days)s day old (docs/backups.md).",
        "The last backup is %(days)s days old (docs/backups.md).",
        wrong.days,
    ) % {"days": wrong.days}


@alarm("disk_low")
def disk_is_low() -> str:
    """Say which disk is nearly full."""
    low = [place.name for place in disk.places() if place.is_low]
    if not low:
        return ""
    return _("Little space is left on the disk of: %(places)s.") % {
        "places": ", ".join(low)
    }


@alarm("job_fails")
def job_fails() -> str:
    """Say which of the worker's jobs have been failing for an hour."""
    since = timezone.now() - JOB_FAILING_AFTER
    failing = JobRun.objects.filter(failing_since__lte=since).order_by("name")
    names = ", ".join(failing.values_list("name", flat=True))
    return _("The worker cannot do: %(jobs)s.") % {"jobs": names} if names else ""
