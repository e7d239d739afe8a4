from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.claims.checked import ClaimsChecked


class ConsentWordingQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("Consent wordings are never changed; add a new version.")

    def delete(self):
        raise TypeError("Consent wordings are never deleted; add a new version.")


class ConsentWording(ClaimsChecked, models.Model):
    """The sentence a person agrees to; each change of it is a new version."""

    language = models.CharField(_("language"), max_length=12, default="en")
    version = models.PositiveIntegerField(_("version"), editable=False)
    text = models.TextField(
        _("wording"),
        help_text=_("Shown beside the box that a person ticks. Keep it to a sentence."),
    )
    created_at = models.DateTimeField(
        _("in use since"), default=timezone.now, editable=False
    )

    objects = ConsentWordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent wording")
        verbose_name_plural = _("consent wordings")
        ordering = ["language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "version"], name="one_wording_per_version"
            )
        ]

    def __str__(self):
        return f"{self.language} {self.version}"

    def save(self, *args, **kwargs):
        """Number a new version; refuse to change the words of a used one."""
        if self._state.adding:
            newest = type(self).objects.filter(language=self.language)
            highest = newest.aggregate(highest=models.Max("version"))["highest"]
            self.version = (highest or 0) + 1
        else:
            before = type(self).objects.get(pk=self.pk)
            changed = (before.text, before.language) != (self.text, self.language)
            if changed and before.is_used:
                raise ValidationError(
                    _("People have agreed to these words. Add a new version instead.")
                )
        super().save(*args, **kwargs)

    @classmethod
    def current(cls, language: str = "en") -> "ConsentWording":
        """Return the newest wording in a language, or in English."""
        wordings = cls.objects.filter(language__in={language, "en"})
        exact = [w for w in wordings.order_by("-version") if w.language == language]
        if exact:
            return exact[0]
        return cls.objects.filter(language="en").latest("version")

    @property
    def is_used(self) -> bool:
        """Say whether somebody has agreed to this wording."""
        return self.consultationrequest_set.exists()

    def delete(self, *args, **kwargs):
        """Refuse: what people agreed to stays on record."""
        raise TypeError("Consent wordings are never deleted; add a new version.")
