"""What each request adds to the figures, kept so that a page only has to sum."""

from django.db import models
from django.db.models.functions import Trunc
from django.utils.translation import gettext_lazy as _

from .choices import Channel, Disposition


class CountsAs(models.TextChoices):
    """Whether a request is in the figures; what is not is only told apart."""

    COUNTED = "counted", _("Counted")
    DUPLICATE = "duplicate", _("Duplicate")
    SPAM = "spam", _("Spam")
    SET_ASIDE = "set_aside", _("Set aside as possible spam")


class TallyQuerySet(models.QuerySet):
    def between(self, first, last):
        """Requests that came in from one day to another, both included."""
        return self.filter(day__range=(first, last))

    def counted(self):
        """Without spam, what is set aside, and duplicates."""
        return self.filter(counts_as=CountsAs.COUNTED)


class Tally(models.Model):
    """What one request adds to the figures, derived from its events alone.

    Nothing that was typed and nobody's name. Once the request is purged the row stays,
    tied to nobody: figures of last year do not change because a clock ran out.
    """

    PHI_FIELDS = frozenset()
    CLEAR_FIELDS = frozenset(
        {
            "id",
            "request",
            "day",
            "week",
            "channel",
            "service_title",
            "source_page_id",
            "source_page_title",
            "counts_as",
            "ending",
            "attempt_minutes",
            "attempt_due_at",
            "conversation_minutes",
            "conversation_due_at",
            "appointments",
            "missed",
            "scheduled_for",
            "came",
        }
    )

    request = models.OneToOneField(
        "consultations.ConsultationRequest",
        on_delete=models.SET_NULL,
        null=True,
        related_name="tally",
        verbose_name=_("request"),
    )
    day = models.DateField(_("day it came in"))
    week = models.DateField(_("Monday of that week"))
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    # As they were called then: pages may go, the figures stay.
    service_title = models.CharField(_("service"), max_length=255, blank=True)
    source_page_id = models.PositiveBigIntegerField(_("source page"), default=0)
    source_page_title = models.CharField(_("source page"), max_length=255, blank=True)
    counts_as = models.CharField(
        _("counts as"), max_length=10, choices=CountsAs.choices
    )
    ending = models.CharField(
        _("disposition"), max_length=14, choices=Disposition.choices, blank=True
    )
    # Minutes of office hours; none where it has not happened. Then it is late from
    # `due_at` on, or nobody waits for it any more where that is empty, too.
    attempt_minutes = models.PositiveIntegerField(_("to the first attempt"), null=True)
    attempt_due_at = models.DateTimeField(_("attempt due at"), null=True)
    conversation_minutes = models.PositiveIntegerField(
        _("to the first conversation"), null=True
    )
    conversation_due_at = models.DateTimeField(_("conversation due at"), null=True)
    appointments = models.PositiveSmallIntegerField(_("consultations scheduled"))
    missed = models.PositiveSmallIntegerField(_("did not come"))
    scheduled_for = models.DateTimeField(_("scheduled for"), null=True)
    came = models.BooleanField(_("came"))

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name = _("figures of a request")
        verbose_name_plural = _("figures")
        default_permissions = ["view"]
        indexes = [models.Index(fields=["day"], name="tally_day")]

    def __str__(self):
        return f"{self.day} {self.pk}"

    @classmethod
    def untie(cls, request_ids) -> None:
        """Keep what these requests added, without leading back to them.

        No time stays to the minute: a day tells late from in time as well.
        """
        late_since = {
            name: Trunc(name, "day", output_field=models.DateTimeField())
            for name in ("attempt_due_at", "conversation_due_at")
        }
        rows = cls.objects.filter(request__in=list(request_ids))
        rows.update(request=None, scheduled_for=None, **late_since)


class TallyProgress(models.Model):
    """How far the figures have been counted; one row."""

    # The figures hold what happened up to this event.
    last_event = models.PositiveBigIntegerField(_("last event"), default=0)
    # While all is counted anew, the last request that has been.
    anew_after = models.PositiveBigIntegerField(_("counted anew up to"), null=True)
    # Of the hours and targets that the minutes were counted by.
    hours_digest = models.CharField(_("digest of the hours"), max_length=64, blank=True)
    counted_at = models.DateTimeField(_("counted at"), null=True)

    class Meta:
        verbose_name = _("progress of the figures")
        verbose_name_plural = _("progress of the figures")
        default_permissions = []

    def __str__(self):
        return f"event {self.last_event}"
