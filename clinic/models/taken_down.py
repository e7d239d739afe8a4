from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, Site
from wagtail.signals import page_published, page_unpublished

LONGEST_PATH = 500
LONGEST_NOTICE = 600


def path_of(page: Page) -> str:
    """Return the address of a page on this site, as redirects write it.

    Empty for a page that stands below no site, whatever its address looks like.
    """
    roots = Site.objects.values_list("root_page__path", flat=True)
    if not page.path.startswith(tuple(roots)):
        return ""
    parts = page.get_url_parts()
    return Redirect.normalise_path(parts[2]) if parts and parts[2] else ""


class TakenDownQuerySet(models.QuerySet):
    def note(self, page: Page, *, by=None) -> None:
        """Remember that nothing stands at a page's address any more; `by` is a user.

        A page taken down once more keeps neither target nor notice of the last time.
        """
        self._note(path_of(page), page, by)

    def note_deletion(self, page: Page) -> None:
        """Keep the addresses of a page about to be deleted: its own and older ones."""
        if not page.live and page.first_published_at:
            path = path_of(page)
            if not self.filter(path=path).exists():
                self._note(path, page, None)
        for redirect in Redirect.objects.filter(redirect_page_id=page.pk):
            self._note(redirect.old_path, page, None)

    def _note(self, path: str, page: Page, by) -> None:
        if not path or len(path) > LONGEST_PATH:
            return
        self.update_or_create(
            path=path,
            defaults={
                "page": page,
                "page_title": page.title,
                "taken_down_at": timezone.now(),
                "taken_down_by": by,
                "target": None,
                "notice": "",
            },
        )

    def end(self, page: Page) -> None:
        """Forget that nothing stood at the address of a page that is live again."""
        self.filter(path=path_of(page)).delete()


class TakenDown(models.Model):
    """An address whose page was taken down: gone, or gone to another page."""

    path = models.CharField(
        _("address"), max_length=LONGEST_PATH, unique=True, editable=False
    )
    # The page may be deleted, which this record outlives: the database holds no key.
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        editable=False,
        db_constraint=False,
        on_delete=models.DO_NOTHING,
        related_name="+",
    )
    page_title = models.CharField(
        _("title at the time"), max_length=255, editable=False
    )
    taken_down_at = models.DateTimeField(_("taken down at"), editable=False)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken down by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    target = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("lead readers to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "A page that answers the same question. Whoever follows an old link or "
            "bookmark lands there."
        ),
    )
    notice = models.TextField(
        _("correction notice"),
        blank=True,
        max_length=LONGEST_NOTICE,
        help_text=_(
            "Shown at the old address instead of a target: what was wrong, and what "
            "holds now. Plain words, at most 600 characters."
        ),
    )

    objects = TakenDownQuerySet.as_manager()

    panels = [FieldPanel("target"), FieldPanel("notice")]

    class Meta:
        verbose_name = _("address of a page taken down")
        verbose_name_plural = _("addresses of pages taken down")
        ordering = ["-taken_down_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target=None) | models.Q(notice=""),
                name="clinic_takendown_target_or_notice",
            )
        ]

    def __str__(self):
        return f"{self.page_title} ({self.path})"

    def clean(self):
        """Refuse a target that could not be shown, and a notice nobody would see."""
        super().clean()
        self.notice = self.notice.strip()
        if self.target and self.notice:
            raise ValidationError(
                _("Give a page to lead to or a notice: readers led on see no notice.")
            )
        if self.target and not self.target.live:
            raise ValidationError(
                {"target": _("This page is not published: readers would find nothing.")}
            )


@receiver(page_unpublished)
def remember_address(sender, instance, **kwargs) -> None:
    """Keep the address of a page taken down, by whatever way."""
    TakenDown.objects.note(instance, by=get_active_log_context().user)


@receiver(page_published)
def end_of_absence(sender, instance, **kwargs) -> None:
    """Let a page that is published again answer for itself."""
    if instance.live:
        TakenDown.objects.end(instance)


@receiver(pre_delete, sender=Page)
def remember_deleted(sender, instance, **kwargs) -> None:
    """Keep the addresses of a page that is deleted for good."""
    TakenDown.objects.note_deletion(instance)
