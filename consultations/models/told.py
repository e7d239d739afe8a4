"""What a person was told when they sent a request, kept as it was said."""

from email.utils import parseaddr

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.memory import remembered
from clinic.models import ClinicSettings
from consultations import clocks

from .choices import ContactMethod
from .wordings import READING, WordingKind, WordingSet, reading_kind

# Which column keeps which kind; of the two on reading, the one that held then.
COLUMN_OF = {
    WordingKind.CONSENT: "consent",
    WordingKind.TEXTS: "texts_wording",
    WordingKind.ACCESS: "access_wording",
    WordingKind.READING_SHUT: "reading_wording",
    WordingKind.READING_OPEN: "reading_wording",
    WordingKind.EMERGENCY: "emergency_wording",
}
WORDING_COLUMNS = tuple(dict.fromkeys(COLUMN_OF.values()))


def mail_address() -> str:
    """Return the address that writes to people."""
    return parseaddr(settings.MAIL_FROM)[1]


def sender(by_mail: bool) -> str:
    """Return the address that writes to people, or the number that rings."""
    if by_mail:
        return mail_address()
    return remembered(
        "calling number", lambda: ClinicSettings.in_use().calling_number_display
    )


def _wording(name):
    return models.ForeignKey(
        "consultations.Wording",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=name,
    )


class WasTold(models.Model):
    """The columns of a request that keep what was said; hours and words may change."""

    # Wordings are never deleted, and nobody looks for who was told one: an index would
    # only be one more thing to write with each request.
    consent = models.ForeignKey(
        "consultations.Wording",
        on_delete=models.PROTECT,
        db_index=False,
        verbose_name=_("consent"),
    )
    consented_at = models.DateTimeField(_("consented at"))
    texts_wording = _wording(_("told: permission to text"))
    access_wording = _wording(_("told: who may open it"))
    reading_wording = _wording(_("told: when anyone reads"))
    emergency_wording = _wording(_("told: in an emergency"))
    told_attempt_by = models.DateTimeField(_("told: first attempt by"), null=True)
    told_reading_from = models.DateTimeField(_("told: read from"), null=True)
    told_sender = models.CharField(
        _("told: number or address"), max_length=254, blank=True
    )

    class Meta:
        abstract = True

    @property
    def wordings(self) -> WordingSet:
        """Return the versions that the person saw."""
        seen = [getattr(self, column) for column in WORDING_COLUMNS]
        return WordingSet((one.kind, one) for one in seen if one)

    def tell(self, consent, wordings, at, hours, intake) -> dict:
        """Set these columns from what holds at a moment; return them by name."""
        opening = hours.reading_from(at)
        not_now = READING - {reading_kind(opening)}
        told = {
            COLUMN_OF[one.kind]: one
            for one in (*wordings, consent)
            if one.kind not in not_now
        }
        told |= {"consented_at": at, "told_reading_from": opening}
        for name, value in told.items():
            setattr(self, name, value)
        return told | self.tell_when(hours, intake)

    def tell_when(self, hours, intake) -> dict:
        """Set by when and from where we try first, as it now is; return the columns."""
        by_mail = self.contact_method == ContactMethod.EMAIL
        self.told_attempt_by = clocks.told_attempt_by(self, hours, intake)
        self.told_sender = sender(by_mail)
        return {
            "told_attempt_by": self.told_attempt_by,
            "told_sender": self.told_sender,
        }
