"""Whether a consultation suits somebody: a clinician decides, and says why to others.

The reason lies in rows of its own, so that no list of events carries it along.
"""

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from clinic.encryption import EncryptedTextField
from clinic.models.append_only import AppendOnlyQuerySet, WrittenOnce
from clinic.roles import CLINIC_MANAGERS, INTAKE_COORDINATORS

from .actors import decides
from .choices import Disposition, EventKind, Status
from .refusals import IllegalTransition

# Who schedules what was found suitable.
SCHEDULING = (INTAKE_COORDINATORS, CLINIC_MANAGERS)


class SuitabilityReason(WrittenOnce):
    """Why a clinician decided as they did; written once, for clinicians alone."""

    NEVER_CHANGED = "Reasons are never changed; decide again."
    NEVER_DELETED = "Reasons are never deleted."

    PHI_FIELDS = frozenset({"reason"})
    CLEAR_FIELDS = frozenset({"id", "event"})

    event = models.OneToOneField(
        "consultations.RequestEvent",
        on_delete=models.CASCADE,
        related_name="suitability_reason",
        verbose_name=_("decision"),
    )
    reason = EncryptedTextField(_("reason"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reason of a decision")
        verbose_name_plural = _("reasons of decisions")

    def __str__(self):
        return f"reason {self.pk}"


class Suitability:
    """The decision; mixed into the model."""

    @transaction.atomic
    @sensitive_variables()
    def decide(self, suitable: bool, *, by, reason, did="", seen=None, at=None) -> None:
        """Find the request suitable or not, with a reason for clinicians alone.

        Suitable, it goes back to whoever handed it over, to be scheduled; not
        suitable, it is closed. PermissionDenied for anyone but a clinician,
        IllegalTransition without a reason.
        """
        if not decides(by):
            raise PermissionDenied("Suitability is a clinician's decision.")
        if not reason.strip():
            raise IllegalTransition("a decision is made with its reason")
        with self._acting("decide", by, seen, at, did) as act:
            if suitable:
                back = self._handed_over_by()
                since = act.at if back else None
                act.set(suitable=True, assigned_to=back, assigned_at=since)
                details = {"suitable": True, "to": back and back.pk}
            else:
                ending = Disposition.NOT_SUITABLE.value
                act.set(suitable=False, status=Status.CLOSED.value)
                act.set(disposition=ending, closed_at=act.at, called_back_at=None)
                details = {"suitable": False, "disposition": ending}
                details["from"] = str(self.status)
            act.record(EventKind.DECIDED, **details)
        decision = self.events.filter(kind=EventKind.DECIDED).last()
        SuitabilityReason.objects.create(event=decision, reason=reason)

    def _handed_over_by(self):
        """Return who schedules it: the last of the desk who handed it on, or None."""
        schedules = Q(actor__groups__name__in=SCHEDULING) | Q(actor__is_superuser=True)
        handed = self.events.filter(
            schedules, kind=EventKind.HANDED_OVER, actor__is_active=True
        )
        last = handed.select_related("actor").last()
        return last.actor if last else None
