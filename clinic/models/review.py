from calendar import monthrange
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.review.authors import is_reviewer, last_author

# What the line of a review shows: the reviewer, their page and their picture.
REVIEWER = ("reviewed_by__person_page__share_image", "edited_by")


class ApprovalQuerySet(models.QuerySet):
    def current(self, page) -> "Approval | None":
        """Return the latest approval of exactly the text that `page` holds now.

        An alias shows what its source shows, so the source's approval is its own.
        """
        return (
            self.filter(
                page_id=page.alias_of_id or page.pk,
                page_digest=page.reader_digest(),
                voided_at=None,
            )
            .select_related(*REVIEWER)
            .first()
        )

    def void(self, page, *, but: set[str] = frozenset()) -> None:
        """End a page's approvals, but for those of the texts with these digests.

        Who goes back to a text that was replaced needs a fresh approval.
        """
        self.filter(page_id=page.pk, voided_at=None).exclude(
            page_digest__in=but
        ).update(voided_at=timezone.now())

    def carry_over(self, source_id: int, page) -> None:
        """Let a page that stops being an alias keep what its source was given."""
        for approval in self.filter(page_id=source_id, voided_at=None):
            approval.pk, approval.page = None, page
            approval.save(force_insert=True)

    def vouch_for(self, pages, *, told=None) -> list:
        """Return the pages, each with the approval of its text, in one query.

        `told` is one of them whose earlier changes are told, too.
        """
        pages = list(pages)
        latest, noted = {}, []
        if pages:
            sources = [page.alias_of_id or page.pk for page in pages]
            wanted = models.Q(page_id__in=sources, voided_at=None)
            if told is not None:
                source = told.alias_of_id or told.pk
                wanted |= models.Q(page_id=source) & ~models.Q(change_note="")
            found = self.filter(wanted).select_related(*REVIEWER)
            for approval in found.order_by("approved_at", "pk"):
                if approval.voided_at is None:
                    latest[approval.page_id, approval.page_digest] = approval
                if approval.change_note:
                    noted.append(approval)
        for page in pages:
            text = (page.alias_of_id or page.pk, page.reader_digest())
            page.current_approval = latest.get(text)
        if told is not None:
            source = told.alias_of_id or told.pk
            told.noted_approvals = [a for a in reversed(noted) if a.page_id == source]
        return pages


class Approval(models.Model):
    """Two people vouch for the exact text of a page; one is a medical reviewer."""

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="approvals",
    )
    page_title = models.CharField(_("title at the time"), max_length=255)
    page_digest = models.CharField(_("digest of the text"), max_length=64)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("edited by"),
        on_delete=models.PROTECT,
        related_name="approvals_edited",
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        on_delete=models.PROTECT,
        related_name="approvals_reviewed",
    )
    approved_at = models.DateTimeField(_("approved at"), default=timezone.now)
    voided_at = models.DateTimeField(
        _("void since"),
        null=True,
        help_text=_("When the text was replaced or taken down."),
    )
    note = models.TextField(_("note"), blank=True)
    change_note = models.CharField(
        _("what changed, for readers"), max_length=200, blank=True
    )

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-approved_at", "-pk"]
        indexes = [
            models.Index(fields=["page", "page_digest"], name="clinic_approval_text")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(edited_by=models.F("reviewed_by")),
                name="clinic_approval_two_people",
            )
        ]

    def __str__(self):
        return f"{self.page_title} ({self.approved_on})"

    @property
    def approved_on(self):
        """Return the day of the approval where the clinic is."""
        return timezone.localdate(self.approved_at)

    def due_on(self, months: int) -> date:
        """Return the day, so many months later, when the text wants a new look."""
        year, month = divmod(self.approved_on.month - 1 + months, 12)
        year, month = self.approved_on.year + year, month + 1
        # There is no February 31: the last day of the month stands in.
        day = min(self.approved_on.day, monthrange(year, month)[1])
        return date(year, month, day)

    @classmethod
    def record(
        cls, page, *, edited_by, reviewed_by, approved_at=None, note=""
    ) -> "Approval":
        """Store that two different people agree on the text `page` holds now.

        Raises ValidationError when they are one person, when the second is no medical
        reviewer, or when neither of them is on record as having changed it last.
        """
        if edited_by == reviewed_by:
            raise ValidationError(
                _("An approval needs two different people; this is one person twice.")
            )
        if not is_reviewer(reviewed_by):
            raise ValidationError(
                _("%(person)s is not a medical reviewer and cannot approve a text.")
                % {"person": reviewed_by}
            )
        author = last_author(page)
        if author not in (edited_by, reviewed_by):
            raise ValidationError(
                _("%(person)s changed this text last and has to be one of the two.")
                % {"person": author or _("Nobody on record")}
            )
        return cls.objects.create(
            page_id=page.pk,
            page_title=page.title,
            page_digest=page.reader_digest(),
            edited_by=edited_by,
            reviewed_by=reviewed_by,
            approved_at=approved_at or timezone.now(),
            note=note,
            change_note=page.change_note,
        )
