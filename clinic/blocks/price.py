"""What a course costs: every necessary cost by name, the total computed."""

from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import blocks

CENT = Decimal("0.01")


def dollars(amount: Decimal) -> str:
    """Return an amount in US dollars as people read it: $480, $3,130, $12.50."""
    written = f"${amount.quantize(CENT):,}"
    return written.removesuffix(".00")


class MoneyBlock(blocks.DecimalBlock):
    """An amount in US dollars, never negative, kept to the cent."""

    def __init__(self, **kwargs):
        kwargs.setdefault("min_value", Decimal(0))
        kwargs.setdefault("max_digits", 9)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(**kwargs)

    def get_prep_value(self, value):
        """Return the amount in one writing, so that 480 and 480.00 are one price.

        Wagtail asks this of what was typed, too, before it was found to be no amount.
        """
        if value in (None, ""):
            return None
        try:
            return str(Decimal(value).quantize(CENT))
        except InvalidOperation:
            return str(value)


class CostBlock(blocks.StructBlock):
    """One cost that nobody who begins can avoid."""

    name = blocks.CharBlock(
        label=_("Cost"),
        max_length=120,
        help_text=_("Like “First consultation” or “Blood test”."),
    )
    amount = MoneyBlock(
        label=_("US dollars"), help_text=_("For one time; 0 where it is free.")
    )
    times = blocks.IntegerBlock(
        label=_("How many times"),
        default=1,
        min_value=1,
        max_value=99,
        help_text=_("In the whole course."),
    )

    class Meta:
        icon = "plus"
        label = _("Cost")


class PriceRow(NamedTuple):
    """One line of a price: what, how often, each and altogether in US dollars."""

    name: str
    times: int
    each: Decimal

    @property
    def amount(self) -> Decimal:
        return self.times * self.each

    @property
    def reckoned(self) -> str:
        """Return how the amount comes about: “6 × $480”; nothing for a single one."""
        return f"{self.times} × {dollars(self.each)}" if self.times > 1 else ""

    @property
    def shown(self) -> str:
        return dollars(self.amount)


class PriceValue(blocks.StructValue):
    """A price as its rows and what they come to; a draft may still lack some."""

    @property
    def rows(self) -> list[PriceRow]:
        """Return the lines that are complete: the visits, then every other cost."""
        lines = [(self.get("visit"), self.get("visits"), self.get("price_each"))]
        for cost in self.get("costs") or []:
            lines.append((cost["name"], cost["times"], cost["amount"]))
        return [
            PriceRow(name, times, Decimal(each))
            for name, times, each in lines
            if name and times and each is not None
        ]

    @property
    def total(self) -> str:
        """Return what the whole course costs; nothing while a line is incomplete."""
        rows = self.rows
        if len(rows) < 1 + len(self.get("costs") or []):
            return ""
        return dollars(sum((row.amount for row in rows), Decimal(0)))

    @property
    def total_words(self) -> str:
        """Return what the total stands for: “Total for 6 visits”."""
        visits = self.get("visits") or 0
        return ngettext(
            "Total for %(visits)d visit", "Total for %(visits)d visits", visits
        ) % {"visits": visits}

    def reader_text(self) -> list[str]:
        """Return the words of the table as it is shown, line by line."""
        lines = [self.get("title") or ""]
        for row in self.rows:
            reckoned = f"{row.reckoned} = " if row.reckoned else ""
            lines.append(f"{row.name}: {reckoned}{row.shown}")
        if self.total:
            lines.append(f"{self.total_words}: {self.total}")
        if self.get("not_included"):
            lines.append(f"{now('Not included')}: {self['not_included']}")
        return [line for line in lines if line]


class PriceBlock(blocks.StructBlock):
    """A course of visits with every necessary cost; the total is never typed."""

    title = blocks.CharBlock(
        label=_("What the price is for"),
        max_length=120,
        help_text=_("Stands above the table, like “A course of six infusions”."),
    )
    visit = blocks.CharBlock(
        label=_("One visit"),
        max_length=80,
        default=_("Infusion"),
        help_text=_("What a single visit is called, like “Infusion”."),
    )
    visits = blocks.IntegerBlock(
        label=_("How many visits"),
        min_value=1,
        max_value=99,
        help_text=_("In a usual course."),
    )
    price_each = MoneyBlock(
        label=_("US dollars for each visit"),
        help_text=_("What the clinic charges for one visit."),
    )
    costs = blocks.ListBlock(
        CostBlock(),
        label=_("Every other cost that cannot be avoided"),
        default=[],
        help_text=_("Consultation, tests, monitoring: each by name. All are added up."),
    )
    nothing_else = blocks.BooleanBlock(
        label=_("Nothing else has to be paid"),
        required=False,
        help_text=_("Tick only when a course can be had for the visits alone."),
    )
    not_included = blocks.CharBlock(
        label=_("Not included"),
        max_length=300,
        help_text=_(
            "What people may have to pay elsewhere, like medicines or the ride home. "
            "If there is nothing, say so."
        ),
    )

    def reader_text(self, value) -> list[str]:
        """Return the words a reader sees, the computed total included."""
        return value.reader_text()

    def clean(self, value):
        """Ask for every part of the price before it may be shown."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if not cleaned["costs"] and not cleaned["nothing_else"]:
            why = _(
                "Name every cost that cannot be avoided, like the consultation, or "
                "tick “Nothing else has to be paid”."
            )
            raise blocks.StructBlockValidationError(
                block_errors={"nothing_else": ValidationError(why)}
            )
        if cleaned["costs"] and cleaned["nothing_else"]:
            why = _("There are other costs above: take the tick away, or the costs.")
            raise blocks.StructBlockValidationError(
                block_errors={"nothing_else": ValidationError(why)}
            )
        return cleaned

    class Meta:
        icon = "tag"
        label = _("Price")
        template = "blocks/price.html"
        description = _("A course with every necessary cost; the total is computed.")
        value_class = PriceValue
        preview_value = {
            "title": "A course of six infusions",
            "visit": "Infusion",
            "visits": 6,
            "price_each": Decimal(480),
            "costs": [
                {"name": "First consultation", "amount": Decimal(250), "times": 1}
            ],
            "nothing_else": False,
            "not_included": "The ride home and your own medicines.",
        }
