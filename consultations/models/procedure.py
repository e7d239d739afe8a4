from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic import phone
from clinic.models.settings import validate_e164

from .questions import lines_of

MOST_STEPS = 12


class ReadFirstProcedure(models.Model):
    """What this clinic does about a request to read first, and whom the desk rings."""

    steps = models.TextField(
        _("steps"),
        blank=True,
        help_text=_(
            "One to a line, in the order in which they are done. Your clinicians "
            "write them; the site comes with none."
        ),
    )
    ring_name = models.CharField(
        _("whom to ring"),
        max_length=120,
        blank=True,
        help_text=_("Who decides when the desk does not know what to do."),
    )
    ring_number = models.CharField(
        _("their number"),
        max_length=20,
        blank=True,
        validators=[validate_e164],
        help_text=_("With + and country code: +17035550170."),
    )

    class Meta:
        verbose_name = _("procedure for what is read first")
        verbose_name_plural = _("procedure for what is read first")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="one_read_first_procedure"
            )
        ]

    def __str__(self):
        return str(_("Procedure for what is read first"))

    def save(self, *args, **kwargs):
        """Keep the procedure in one row."""
        self.pk = 1
        super().save(*args, **kwargs)

    def clean(self):
        """Refuse more steps than anybody reads, and a name without its number."""
        super().clean()
        if len(self.step_list) > MOST_STEPS:
            raise ValidationError(
                {"steps": _("Keep to %(most)s steps.") % {"most": MOST_STEPS}}
            )
        if bool(self.ring_name) != bool(self.ring_number):
            missing = "ring_number" if self.ring_name else "ring_name"
            raise ValidationError({missing: _("Name and number go together.")})

    @classmethod
    def load(cls) -> "ReadFirstProcedure":
        """Return the procedure; empty while nobody has written one."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def step_list(self) -> list[str]:
        """Return the steps, in their order."""
        return lines_of(self.steps)

    @property
    def is_written(self) -> bool:
        """Say whether the desk is told what to do and whom to ring."""
        return bool(self.step_list and self.ring_number)

    @property
    def ring(self) -> dict | None:
        """Return name, phone and href of whom to ring; None while it is not said."""
        if not self.ring_number:
            return None
        return {
            "name": self.ring_name,
            "phone": phone.display(self.ring_number),
            "href": phone.href(self.ring_number),
        }
