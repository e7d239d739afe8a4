from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from clinic.claims.checked import ClaimsChecked
from clinic.models.facts import FactForm, ListedFact


@register_snippet
class Price(ClaimsChecked, ListedFact):
    """What something costs, said once for all pages that show it."""

    name = models.CharField(
        _("what is paid for"),
        max_length=80,
        unique=True,
        help_text=_("As a patient would call it, like “Ketamine infusion”."),
    )
    amount = models.DecimalField(
        _("amount"),
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0"))],
        help_text=_("In US dollars, everything included that one cannot leave out."),
    )
    unit = models.CharField(
        _("for what"),
        max_length=60,
        blank=True,
        help_text=_("Like “for each infusion” or “once”."),
    )
    note = models.CharField(
        _("what to know"),
        max_length=250,
        blank=True,
        help_text=_("What is included, what is not, and how it is paid."),
    )

    base_form_class = FactForm
    vouched_fields = ["name", "amount", "unit", "note"]
    panels = [FieldPanel(name) for name in vouched_fields]

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["name"]

    def __str__(self):
        words = f"{self.name}: {self.amount_display}"
        return f"{words} {self.unit}" if self.unit else words

    @property
    def amount_display(self) -> str:
        """Return the amount as people write it: $475, $1,250.50."""
        if self.amount is None:
            return ""
        whole = self.amount == int(self.amount)
        return f"${self.amount:,.0f}" if whole else f"${self.amount:,.2f}"
