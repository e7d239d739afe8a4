import hashlib

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.models.append_only import WrittenOnce
from clinic.roles import MEDICAL_REVIEWERS, holds_role


class ClaimEvidenceQuerySet(models.QuerySet):
    """Entries are written once: they can be withdrawn, not changed or deleted."""

    def update(self, **kwargs):
        raise TypeError("Entries of the evidence register are never changed.")

    def delete(self):
        raise TypeError("Entries of the evidence register are never deleted.")

    def standing(self):
        """Entries that nobody has withdrawn."""
        return self.filter(withdrawn_at=None)

    def about(self, thing):
        """Entries about one page, snippet or setting; an alias is its source."""
        return self.filter(**ClaimEvidence.address(thing))

    def covering(self, thing) -> set[str]:
        """Return the keys of the wordings that are allowed on one object."""
        if thing.pk is None:
            return set()
        return set(self.standing().about(thing).values_list("wording_key", flat=True))

    def allowed_wordings(self, thing) -> list[list[str]]:
        """Return rule, wording and what is missing of each entry about one object."""
        if thing.pk is None:
            return []
        rows = self.standing().about(thing)
        return [list(row) for row in rows.values_list("rule", "wording", "missing")]


class ClaimEvidence(WrittenOnce):
    """A medical reviewer allows one wording of one rule on one object, and says why."""

    NEVER_CHANGED = "Entries of the evidence register are never changed."
    NEVER_DELETED = "Entries of the evidence register are never deleted."

    content_type = models.ForeignKey(
        ContentType, verbose_name=_("type"), on_delete=models.PROTECT, related_name="+"
    )
    object_id = models.CharField(_("number"), max_length=40)
    object_name = models.CharField(_("page or object"), max_length=255)
    rule = models.CharField(_("rule"), max_length=40)
    group = models.CharField(_("kind of claim"), max_length=40)
    words = models.TextField(_("words"))
    wording = models.TextField(_("exact wording"))
    missing = models.CharField(_("what is missing"), max_length=255, blank=True)
    wording_key = models.CharField(max_length=64, editable=False)
    reference = models.ForeignKey(
        "clinic.Reference",
        verbose_name=_("reference"),
        on_delete=models.PROTECT,
        related_name="allowed_claims",
    )
    note = models.TextField(_("note"))
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("allowed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    allowed_at = models.DateTimeField(_("allowed at"), default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    objects = ClaimEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the evidence register")
        verbose_name_plural = _("evidence register")
        ordering = ["-allowed_at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(
                fields=["content_type", "object_id"], name="clinic_evidence_object"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(withdrawn_by=None, withdrawn_at=None)
                | models.Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="clinic_evidence_withdrawal_whole",
            )
        ]

    def __str__(self):
        return f"{self.object_name}: {self.words}"

    @staticmethod
    def address(thing) -> dict:
        """Return how an object is named in the register."""
        pk = getattr(thing, "alias_of_id", None) or thing.pk
        kind = getattr(thing, "cached_content_type", None)
        kind = kind or ContentType.objects.get_for_model(thing)
        return {"content_type": kind, "object_id": str(pk)}

    @staticmethod
    def key(finding) -> str:
        """Return the fingerprint of a rule with the exact wording that it found.

        What a whole page lacks belongs to it: an entry that let a page pass without
        one risk does not cover a page without two.
        """
        parts = [finding.rule, finding.wording, *finding.missing]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @classmethod
    def allow(cls, thing, finding, *, by, reference, note: str) -> "ClaimEvidence":
        """Record that `by` allows the wording of a finding on an object.

        Raises PermissionDenied when `by` is no medical reviewer, superusers included,
        and ValidationError without a note.
        """
        _refuse_all_but_reviewers(by)
        if not note.strip():
            raise ValidationError(_("Say in a note what the reference shows."))
        return cls.objects.create(
            **cls.address(thing),
            object_name=str(thing)[:255],
            rule=finding.rule,
            group=finding.group,
            words=finding.words,
            wording=finding.wording,
            missing=", ".join(finding.missing),
            wording_key=cls.key(finding),
            reference=reference,
            note=note.strip(),
            allowed_by=by,
        )

    def withdraw(self, *, by) -> None:
        """Let the wording be stopped again from now on; the entry stays readable.

        Raises PermissionDenied when `by` is no medical reviewer. Withdrawing twice
        keeps the first withdrawal.
        """
        _refuse_all_but_reviewers(by)
        rows = ClaimEvidence.objects.filter(pk=self.pk, withdrawn_at=None)
        # Past the queryset's own refusal: this is the one change an entry knows.
        models.QuerySet.update(rows, withdrawn_by=by, withdrawn_at=timezone.now())
        self.refresh_from_db(fields=["withdrawn_by", "withdrawn_at"])


def _refuse_all_but_reviewers(person) -> None:
    if not holds_role(person, MEDICAL_REVIEWERS):
        raise PermissionDenied(_("Only a medical reviewer vouches for a claim."))
