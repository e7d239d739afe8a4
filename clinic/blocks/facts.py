"""Blocks that show what is kept in one place, for the text of any page."""

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clinic.blocks.chosen import ChosenSnippet
from clinic.memory import remembered


class PricesBlock(blocks.StructBlock):
    """Prices out of the list of prices: changed there, they change here."""

    title = blocks.CharBlock(
        label=_("Title"),
        default=_("What it costs"),
        max_length=120,
        help_text=_("Stands above the prices, like “What it costs”."),
    )
    prices = blocks.ListBlock(
        ChosenSnippet("clinic.Price"),
        label=_("Prices"),
        help_text=_(
            "In the order readers shall see. A price that still waits for its second "
            "person is not shown."
        ),
    )

    def get_context(self, value, parent_context=None):
        """Add the prices that two people agreed on."""
        context = super().get_context(value, parent_context)
        chosen = (price for price in value["prices"] if price)
        context["prices"] = [price for price in chosen if price.is_vouched]
        return context

    def get_preview_value(self):
        """Return a few prices of the list, one made up where none is there yet."""
        price = apps.get_model("clinic.Price")
        listed = list(price.objects.agreed()[:3])
        sample = price(
            name="Infusion", amount=480, unit="each", approved_at=timezone.now()
        )
        return self.normalize(
            {"title": _("What it costs"), "prices": listed or [sample]}
        )

    class Meta:
        icon = "tag"
        label = _("Prices from the list")
        template = "blocks/prices.html"
        description = _("Prices kept under Snippets, shown as they are there.")


class FactBlock(blocks.StructBlock):
    """One thing of the clinic's record: changed there, it changes here."""

    kind = blocks.ChoiceBlock(
        label=_("What"),
        choices=[
            ("phone", _("Phone number")),
            ("off_label", _("Off-label statement")),
            ("disclaimer", _("Disclaimer")),
        ],
        default="phone",
        help_text=_(
            "The words come from Settings, Clinic: changed there, they change here."
        ),
    )

    def get_context(self, value, parent_context=None):
        """Add the clinic's record."""
        context = super().get_context(value, parent_context)
        record = apps.get_model("clinic.ClinicSettings")
        context["clinic"] = remembered("clinic", record.with_notices)
        return context

    class Meta:
        icon = "home"
        label = _("From the clinic’s record")
        template = "blocks/fact.html"
        description = _("Phone number, off-label statement or disclaimer, as set.")
        preview_value = {"kind": "phone"}
