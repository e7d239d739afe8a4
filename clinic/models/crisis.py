from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.words import tokens

SHORTEST_KEY = 3


class CrisisPhrase(models.Model):
    """Words that say that somebody's life may be in danger.

    Where they occur in a search or a request, the way to help is shown first. No
    patterns: a phrase is found however it is spaced, accented or apostrophized.
    """

    phrase = models.CharField(
        _("words"),
        max_length=80,
        help_text=_(
            "One word or a few, like “kill myself”. Capitals, spaces and apostrophes "
            "make no difference, and small slips in long words are allowed for."
        ),
    )
    key = models.CharField(max_length=80, unique=True, editable=False)

    class Meta:
        verbose_name = _("crisis words")
        verbose_name_plural = _("crisis words")
        ordering = ["phrase"]

    def __str__(self):
        return self.phrase

    def save(self, *args, **kwargs):
        self.key = "".join(tokens(self.phrase))
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        self.key = "".join(tokens(self.phrase))
        if len(self.key) < SHORTEST_KEY:
            raise ValidationError(
                {"phrase": _("Write at least three letters or digits.")}
            )
        twins = CrisisPhrase.objects.filter(key=self.key).exclude(pk=self.pk)
        if twins.exists():
            raise ValidationError({"phrase": _("These words are in the list already.")})
