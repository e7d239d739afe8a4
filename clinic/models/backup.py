from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BackupRun(models.Model):
    """A backup that was made whole; `deleted_at` is set once it is gone."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    taken_at = models.DateTimeField(_("taken at"), db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    deleted_at = models.DateTimeField(_("deleted at"), null=True)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        default_permissions = ()

    def __str__(self):
        return self.name

    @classmethod
    def record(cls, name: str, taken_at, size: int) -> "BackupRun":
        """Note a backup down that is whole and has its name."""
        return cls.objects.create(name=name, taken_at=taken_at, size=size)

    @classmethod
    def note_deleted(cls, names) -> int:
        """Note down that these backups are gone; return how many were known."""
        kept = cls.objects.filter(name__in=names, deleted_at=None)
        return kept.update(deleted_at=timezone.now())
