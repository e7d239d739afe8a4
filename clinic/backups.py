"""When the last backup was made, and whether that is too long ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from clinic.models import BackupRun


def last_backup() -> datetime | None:
    """Return when the newest backup was taken that became whole; None for never."""
    newest = BackupRun.objects.order_by("-taken_at").first()
    return newest.taken_at if newest else None


def gone_from_backups_at(purged_at: datetime) -> datetime:
    """Return from when on something that was purged is in no backup either.

    The last backup before the purge expires then, and the next run deletes it.
    """
    return purged_at + timedelta(days=settings.BACKUP_KEEP_DAYS)


@dataclass(frozen=True)
class Missed:
    """A backup that should have been made; `days` since the last, None for never."""

    days: int | None


def missed(now: datetime | None = None) -> Missed | None:
    """Return what is wrong when the last backup is older than BACKUP_ALARM_DAYS.

    None while all is well, and where the alarm is off (0 days).
    """
    if not settings.BACKUP_ALARM_DAYS:
        return None
    last, now = last_backup(), now or timezone.now()
    if last is None:
        return Missed(None)
    if now - last <= timedelta(days=settings.BACKUP_ALARM_DAYS):
        return None
    return Missed((now - last).days)
