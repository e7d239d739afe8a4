"""How long requests are kept once they are over, by how they ended."""

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from .choices import ActorKind, PurgeRule, Status

DAYS = [MinValueValidator(7), MaxValueValidator(36_500)]
# A duplicate that lost the one it repeats, which no usual way leads to.
LONELY_DUPLICATE_DAYS = 90


def _days(name, default: int, help_text):
    return models.PositiveSmallIntegerField(
        name,
        null=True,
        blank=True,
        default=default,
        validators=DAYS,
        help_text=help_text,
    )


class RetentionSettings(models.Model):
    """The retention clocks: days after closing; empty means never by itself."""

    booked = _days(
        _("treatment booked"),
        180,
        _(
            "Copy what belongs there into the chart first. Many states ask for six "
            "years and more for a medical record, and some count this request as part "
            "of it: ask your counsel."
        ),
    )
    not_booked = _days(
        _("attended and not booked"),
        180,
        _("People come back after a few months; the consultation is in the chart."),
    )
    did_not_come = _days(
        _("did not come"), 90, _("Long enough to see that somebody writes again.")
    )
    referred = _days(
        _("referred elsewhere"), 90, _("Until the other practice has answered.")
    )
    withdrawn = _days(
        _("withdrawn"),
        30,
        _(
            "They asked for no contact, so keep little and not for long. Government "
            "forms in the United Kingdom keep what people send for 30 days at most."
        ),
    )
    not_suitable = _days(
        _("not suitable"),
        365,
        _(
            "A clinician's decision that the person, or a board, may ask about. It may "
            "count as part of a medical record: ask your counsel."
        ),
    )
    unreachable = _days(
        _("unreachable"), 90, _("Long enough for somebody who was away to call back.")
    )
    spam = _days(_("spam"), 30, _("Long enough to find a person in it by mistake."))
    quarantined = _days(
        _("possible spam that nobody decided on"),
        90,
        _(
            "Days after it came, if nobody at the desk ever did anything with it. What "
            "is to be read first never goes this way."
        ),
    )
    untouched = models.PositiveSmallIntegerField(
        _("open and untouched for"),
        default=60,
        validators=DAYS,
        help_text=_(
            "An open request is never purged. After so many days without any entry it "
            "is shown in the queue under “Untouched for long”."
        ),
    )

    class Meta:
        verbose_name = _("how long we keep requests")
        verbose_name_plural = _("how long we keep requests")
        default_permissions = ["view", "change"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="one_retention_settings"
            )
        ]

    def __str__(self):
        return str(_("How long we keep requests"))

    def save(self, *args, **kwargs):
        """Keep the settings in one row."""
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def load(cls) -> "RetentionSettings":
        """Return the settings, with their defaults while nobody has saved any."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def clocks(self) -> dict[str, int]:
        """Return the days of each rule that purges by itself."""
        own = {rule: getattr(self, rule, None) for rule in PurgeRule.values}
        own[PurgeRule.DUPLICATE.value] = LONELY_DUPLICATE_DAYS
        return {rule: days for rule, days in own.items() if days}


class RetentionQuerySet(models.QuerySet):
    """Whose time is over, and who was forgotten."""

    def expired(self, rule: str, days: int, now: datetime):
        """Return the requests that a rule ends now, without the duplicates of others.

        They go together with the one that they repeat, once it and all of them have
        been closed for so long and none of them is on hold.
        """
        limit = now - timedelta(days=days)
        if rule == PurgeRule.QUARANTINED:
            touched = self.model._meta.get_field("events").related_model.objects
            by_staff = touched.filter(
                request=OuterRef("pk"), actor_kind=ActorKind.STAFF
            )
            over = Q(
                ~Exists(by_staff),
                status=Status.QUARANTINED,
                received_at__lte=limit,
                read_first=False,
            )
        else:
            over = Q(closed_at__lte=limit, disposition=rule)
        fresh = Q(closed_at=None) | Q(closed_at__gt=limit)
        repeating = self.model._base_manager.filter(fresh, duplicate_of=OuterRef("pk"))
        return self.filter(over, ~Exists(repeating)).free()

    def free(self):
        """Return those that repeat no other and that no hold keeps, nor a repeat's."""
        held = self.model._base_manager.filter(
            duplicate_of=OuterRef("pk"), held_at__isnull=False
        )
        return self.filter(~Exists(held), held_at=None, duplicate_of=None)

    def due_counts(self, clocks: dict[str, int], now: datetime) -> dict[str, int]:
        """Return how many each rule would end at most, without what repeats them."""
        counted = {}
        for rule, days in clocks.items():
            over = Q(disposition=rule, closed_at__lte=now - timedelta(days=days))
            counted[rule] = models.Count("pk", filter=over)
        return self.filter(closed_at__isnull=False).free().aggregate(**counted)

    def with_duplicates(self, ids):
        """Return these requests, given by ids, and those that repeat one of them."""
        return self.filter(Q(pk__in=ids) | Q(duplicate_of__in=ids))

    def untouched(self, limit: datetime):
        """Return the open requests without any entry since a moment."""
        events = self.model._meta.get_field("events").related_model.objects
        lately = events.filter(request=OuterRef("pk"), at__gt=limit)
        return self.filter(~Exists(lately), closed_at=None, received_at__lte=limit)
