from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# What comes back so soon was never over: it goes on, and nobody is written to again.
CALM = timedelta(hours=1)
AGAIN_EVERY = timedelta(days=1)


class JobRun(models.Model):
    """How the newest run of a recurring job went, whichever worker did it."""

    name = models.CharField(_("job"), max_length=80, primary_key=True)
    started_at = models.DateTimeField(_("started at"))
    seconds = models.FloatField(_("seconds"))
    error = models.CharField(_("class of its error"), max_length=120, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True)

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")

    def __str__(self):
        return self.name

    @classmethod
    def note(cls, name: str, started_at: datetime, seconds: float, error: str) -> None:
        """Write down a run; `error` is the class of what went wrong, or empty."""
        known = cls.objects.filter(name=name).values_list("failing_since", flat=True)
        since = (known.first() or started_at) if error else None
        cls.objects.update_or_create(
            name=name,
            defaults={
                "started_at": started_at,
                "seconds": seconds,
                "error": error[:120],
                "failing_since": since,
            },
        )


class RaisedAlarmQuerySet(models.QuerySet):
    def lasting(self):
        """Alarms of what is still wrong, the oldest first."""
        return self.filter(ended_at=None).order_by("raised_at")


class RaisedAlarm(models.Model):
    """Something that was found wrong, from when on, and until when.

    Its words hold counts and times, nothing about a person.
    """

    code = models.CharField(_("what"), max_length=40, primary_key=True)
    words = models.CharField(_("in words"), max_length=300)
    raised_at = models.DateTimeField(_("raised at"))
    ended_at = models.DateTimeField(_("over since"), null=True)

    objects = RaisedAlarmQuerySet.as_manager()

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")

    def __str__(self):
        return self.code

    @classmethod
    def keep_up(cls, code: str, words: str) -> "RaisedAlarm":
        """Raise an alarm, or let it go on with what is known now."""
        now = timezone.now()
        alarm = cls.objects.filter(code=code).first() or cls(code=code)
        is_new = alarm.raised_at is None
        if is_new or (alarm.ended_at and now - alarm.ended_at >= CALM):
            alarm.raised_at = now
        alarm.ended_at = None
        alarm.words = words[:300]
        alarm.save(force_insert=is_new)
        return alarm

    def end(self) -> None:
        """Withdraw the alarm: what was wrong is over."""
        self.ended_at = timezone.now()
        self.save(update_fields=["ended_at"])

    def day(self) -> int:
        """Return for how many whole days the alarm has been lasting."""
        return (timezone.now() - self.raised_at) // AGAIN_EVERY
