"""Forms as they were sent, each in one row that only this site can read."""

from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.encryption import EncryptedTextField

# One that could not be opened is tried again after this; others go on meanwhile.
PAUSE = timedelta(minutes=1)


class SealedFormQuerySet(models.QuerySet):
    """Questions about forms that nobody has opened yet."""

    def of(self, digests: list[str]):
        """Return the forms of one submission key, in the order they came."""
        return self.filter(digest__in=digests).order_by("pk")

    def due(self):
        """Return the forms to open now, in the order they came.

        What somebody sent later never goes before what they sent earlier.
        """
        earlier = SealedForm.objects.filter(
            digest=models.OuterRef("digest"), pk__lt=models.OuterRef("pk")
        )
        due = self.filter(not_before__lte=timezone.now())
        return due.exclude(models.Exists(earlier)).order_by("pk")

    def younger_than(self, age: timedelta) -> bool:
        """Say whether one came within this time."""
        return self.filter(at__gt=timezone.now() - age).exists()

    def older_than(self, age: timedelta):
        """Return the forms that came longer ago than this."""
        return self.filter(at__lt=timezone.now() - age)


class SealedForm(models.Model):
    """A form that was sent and is no request yet; deleted in the moment it is one.

    What it says of itself in clear is a keyed digest and when it came.
    """

    wagtail_reference_index_ignore = True

    PHI_FIELDS = frozenset({"sealed"})
    CLEAR_FIELDS = frozenset({"id", "digest", "at", "not_before", "failures"})

    digest = models.CharField(_("digest of its submission key"), max_length=64)
    at = models.DateTimeField(_("when it came"))
    sealed = EncryptedTextField(_("what was sent"))
    not_before = models.DateTimeField(_("to be opened from"))
    failures = models.PositiveSmallIntegerField(_("failed openings"), default=0)

    objects = SealedFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("sealed form")
        verbose_name_plural = _("sealed forms")
        default_permissions = ()
        indexes = [models.Index(fields=["digest"], name="sealed_by_digest")]

    def __str__(self):
        return str(self.pk)

    def put_off(self) -> None:
        """Leave it for a minute, as it cannot be opened now."""
        mine = SealedForm.objects.filter(pk=self.pk)
        mine.update(not_before=timezone.now() + PAUSE, failures=F("failures") + 1)
