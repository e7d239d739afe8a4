"""What somebody at the desk wrote when their session had ended: kept for them alone."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from clinic.encryption import EncryptedTextField

KEPT_FOR = timedelta(days=7)
SALT = "consultations.page_of_request"


@dataclass(frozen=True)
class PageTicket:
    """Proof that we showed a page of a request to a person; it gives no access."""

    user_id: int
    reference: str
    digest: str

    @staticmethod
    def signed(user, request) -> str:
        """Return the proof as it stands hidden in the page's forms."""
        shown = {"user": user.pk, "request": request.reference}
        return signing.dumps(shown, salt=SALT)

    @classmethod
    def read(cls, text: str, max_age: timedelta = KEPT_FOR) -> "PageTicket | None":
        """Return what a form proves; None if it was made up or is too old."""
        try:
            shown = signing.loads(text, salt=SALT, max_age=max_age)
        except signing.BadSignature:
            return None
        digest = hashlib.sha256(text.encode()).hexdigest()
        return cls(shown["user"], shown["request"], digest)


class KeptPostQuerySet(models.QuerySet):
    """Questions about notes that wait for whoever wrote them."""

    def of(self, user, request):
        """Return what this person wrote on this request, the oldest first."""
        return self.filter(user=user, request=request).order_by("at", "pk")

    def forget_old(self) -> int:
        """Delete what nobody came back for within a week; return how many."""
        return self.filter(at__lt=timezone.now() - KEPT_FOR).delete()[0]


class KeptPost(models.Model):
    """A note whose action was not carried out; deleted once it is taken up."""

    wagtail_reference_index_ignore = True

    PHI_FIELDS = frozenset({"note"})
    CLEAR_FIELDS = frozenset({"id", "user", "request", "action", "page_digest", "at"})

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("who wrote it"),
    )
    request = models.ForeignKey(
        "consultations.ConsultationRequest",
        on_delete=models.CASCADE,
        related_name="kept_posts",
        verbose_name=_("request"),
    )
    action = models.CharField(_("what was pressed"), max_length=30)
    page_digest = models.CharField(_("digest of the page's proof"), max_length=64)
    note = EncryptedTextField(_("note"))
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)

    objects = KeptPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept note")
        verbose_name_plural = _("kept notes")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page_digest", "action"], name="kept_once_per_form"
            )
        ]

    def __str__(self):
        return f"{self.action} {self.pk}"

    @classmethod
    @transaction.atomic
    @sensitive_variables()
    def keep(cls, ticket: PageTicket, request, action: str, note: str) -> "KeptPost":
        """Keep a note for whom the page was shown to; sent again, both are kept."""
        kept, is_new = cls.objects.select_for_update().get_or_create(
            page_digest=ticket.digest,
            action=action,
            defaults={"user_id": ticket.user_id, "request": request, "note": note},
        )
        if not is_new and note not in kept.note:
            earlier = kept.note
            kept.note = note if earlier in note else f"{earlier}\n\n{note}"
            kept.save(update_fields=["note"])
        return kept
