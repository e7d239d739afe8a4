from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A review this near is worth planning.
SOON = timedelta(days=30)


class Standing(models.TextChoices):
    """What the approvals say about the text that is live."""

    NONE = "none", _("Needs no review")
    NEVER = "never", _("Never reviewed")
    CHANGED = "changed", _("Changed since its review")
    REVIEWED = "reviewed", _("Reviewed")


class State(models.TextChoices):
    """The same, told by the calendar; the first of these wants somebody first."""

    OVERDUE = "overdue", _("Overdue")
    NEVER = "never", _("Never reviewed")
    CHANGED = "changed", _("Changed since its review")
    DUE = "due", _("Due within 30 days")
    REVIEWED = "reviewed", _("Reviewed")
    NONE = "none", _("Needs no review")
    DOWN = "down", _("Taken down")


# These ask for a reviewer, now or soon.
WANTING = (State.OVERDUE, State.NEVER, State.CHANGED, State.DUE)


class FindingKind(models.TextChoices):
    """What can be wrong with a page that nobody sees by reading it."""

    BROKEN_LINK = "broken_link", _("Leads to a page that is not there")
    BROKEN_INBOUND = "broken_inbound", _("Taken down, and pages still link to it")
    ORPHAN = "orphan", _("No page leads here")
    NO_REFERENCES = "no_references", _("No references")
    NO_REVIEWER = "no_reviewer", _("No reviewer")
    NO_DESCRIPTION = "no_description", _("No description")
    MISSING_ALT = "missing_alt", _("Picture without words")
    SAME_TITLE = "same_title", _("Same title as another page")
    SAME_DESCRIPTION = "same_description", _("Same description as another page")


# Told by comparing pages with one another, so the stocktaking alone can tell them.
COMPARED = (
    FindingKind.BROKEN_INBOUND,
    FindingKind.ORPHAN,
    FindingKind.SAME_TITLE,
    FindingKind.SAME_DESCRIPTION,
)


class RegisterQuerySet(models.QuerySet):
    def with_state(self, today: date | None = None):
        """Entries with their state on a day, today where the clinic is by default."""
        today = today or timezone.localdate()
        entries = self.annotate(
            state=models.Case(
                models.When(page__live=False, then=models.Value(State.DOWN)),
                models.When(standing=Standing.NEVER, then=models.Value(State.NEVER)),
                models.When(
                    standing=Standing.CHANGED, then=models.Value(State.CHANGED)
                ),
                models.When(standing=Standing.NONE, then=models.Value(State.NONE)),
                models.When(due_on__lt=today, then=models.Value(State.OVERDUE)),
                models.When(due_on__lte=today + SOON, then=models.Value(State.DUE)),
                default=models.Value(State.REVIEWED),
                output_field=models.CharField(),
            )
        )
        ranks = [
            models.When(state=state, then=models.Value(rank))
            for rank, state in enumerate(State)
        ]
        return entries.annotate(
            rank=models.Case(*ranks, output_field=models.IntegerField())
        )

    def most_urgent_first(self):
        """Entries with their state, those first that want somebody first."""
        return self.with_state().order_by(
            "rank", models.F("due_on").asc(nulls_last=True), "page__title", "pk"
        )


class RegisterEntry(models.Model):
    """What the review register knows of one page, written by a stocktaking.

    Pages that are live stand here, and those taken down to which live pages still
    link. Title, owner and address are the page's own.
    """

    wagtail_reference_index_ignore = True

    page = models.OneToOneField(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="register_entry",
    )
    address = models.CharField(_("address"), max_length=2000, blank=True)
    standing = models.CharField(
        _("standing"), max_length=10, choices=Standing, default=Standing.NONE
    )
    reviewed_on = models.DateField(_("last reviewed"), null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due_on = models.DateField(_("next review due"), null=True, db_index=True)
    # As readers of search results see them, in lower case, to be compared.
    shown_title = models.CharField(max_length=300, blank=True)
    shown_description = models.TextField(blank=True)
    looked_at = models.DateTimeField(_("looked at"))

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("register entry")
        verbose_name_plural = _("review register")

    def __str__(self):
        return f"page {self.page_id}"

    @property
    def state_label(self) -> str:
        """Return the state in words; `with_state` has to have worked it out."""
        return State(self.state).label

    @property
    def needs_somebody(self) -> bool:
        """Return whether the state asks for a reviewer."""
        return self.state in WANTING

    @property
    def findings_in_words(self) -> str:
        """Return every finding in one line, for a cell of a spreadsheet."""
        return "; ".join(str(finding) for finding in self.findings.all())


class RegisterFinding(models.Model):
    """One thing that is wrong with a page."""

    entry = models.ForeignKey(
        RegisterEntry, on_delete=models.CASCADE, related_name="findings"
    )
    kind = models.CharField(_("finding"), max_length=20, choices=FindingKind)
    detail = models.CharField(_("more"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind"], name="clinic_finding_kind")]

    def __str__(self):
        words = self.get_kind_display()
        return f"{words}: {self.detail}" if self.detail else str(words)


class Fault(models.TextChoices):
    """Why a link within the site leads nowhere."""

    DELETED = "deleted", _("deleted")
    UNPUBLISHED = "unpublished", _("taken down")
    NOWHERE = "nowhere", _("no such address")


class FoundLink(models.Model):
    """A link that stands in a live page; those to other sites are never followed."""

    wagtail_reference_index_ignore = True

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="found_links",
    )
    words = models.CharField(_("words of the link"), max_length=200, blank=True)
    address = models.CharField(_("leads to"), max_length=2000, blank=True)
    host = models.CharField(_("other site"), max_length=255, blank=True, db_index=True)
    target = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page it leads to"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="links_to_here",
    )
    fault = models.CharField(_("fault"), max_length=12, choices=Fault, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["pk"]

    def __str__(self):
        return self.address
