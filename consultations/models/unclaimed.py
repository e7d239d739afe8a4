"""Who is told, one after another, of a request that nobody takes."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from .choices import EventKind, Status

# A request begins to wait anew with each of these.
WAITS_FROM = (EventKind.REOPENED, EventKind.MARKED_GENUINE)


class UnclaimedContact(models.Model):
    """One step of the list: a member of staff or an address, and how long they have."""

    position = models.PositiveSmallIntegerField(
        _("order"), default=1, help_text=_("The lowest number is told first.")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("member of staff"),
        help_text=_("Gets no more mail once they have left or work no requests."),
    )
    email = models.EmailField(
        _("or an address"),
        blank=True,
        help_text=_("Such as the mailbox of whoever is on call."),
    )
    minutes = models.PositiveIntegerField(
        _("minutes until the next"),
        default=60,
        validators=[MinValueValidator(5), MaxValueValidator(60 * 24 * 7)],
        help_text=_("Minutes of open hours after which the next one is told, too."),
    )

    class Meta:
        verbose_name = _("person told of unclaimed requests")
        verbose_name_plural = _("people told of unclaimed requests")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="unclaimed_contact_user_or_email",
                condition=models.Q(user__isnull=False, email="")
                | models.Q(user__isnull=True) & ~models.Q(email=""),
            )
        ]

    def __str__(self):
        return str(self.user) if self.user_id else self.email

    def clean(self):
        """Refuse a step for both or for nobody."""
        super().clean()
        if bool(self.user_id) == bool(self.email):
            raise ValidationError(_("Choose a member of staff, or write an address."))

    @property
    def recipient(self) -> str:
        """Return where to write; empty for somebody who has left or works elsewhere."""
        if not self.user_id:
            return self.email
        works = self.user.has_perm("consultations.work_requests")
        return self.user.email if self.user.is_active and works else ""


@dataclass(frozen=True)
class Telling:
    """One step that is due: whom to tell, and under which key it is done once."""

    contact: UnclaimedContact
    due: datetime
    since: datetime

    def key_for(self, request) -> str:
        """Return what makes the message one: request, step and time it waits from."""
        since = int(self.since.timestamp())
        return f"{UNCLAIMED}:{request.pk}:{self.contact.pk}:{since}"


UNCLAIMED = "consultations.unclaimed"


class UnclaimedQuerySet(models.QuerySet):
    """Which requests wait for somebody to take them."""

    def unclaimed(self, now: datetime):
        """Open requests that nobody has or has tried, and that are not put off.

        Possible spam waits for a look in its own tab, but not if it is pinned
        as one to read first.
        """
        waiting = models.Q(status__in=[Status.RECEIVED, Status.IN_CONTACT])
        waiting |= models.Q(status=Status.QUARANTINED, pinned=True)
        asleep = models.Q(pinned=False, snoozed_until__gt=now)
        return self.filter(waiting, assigned_to=None, first_attempt_at=None).exclude(
            asleep
        )

    def with_waiting_since(self):
        """Bring along `reopened_at`: when it last came back to the desk, if ever."""
        came = models.Max("events__at", filter=models.Q(events__kind__in=WAITS_FROM))
        return self.annotate(reopened_at=came)
