"""Ways on from a text: to the request form, to a service."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clinic.blocks.chosen import ChosenPage


class RequestButtonBlock(blocks.StructBlock):
    """A way to the request form from within a page, which the form remembers."""

    label = blocks.CharBlock(
        label=_("Label"),
        default=_("Request A Consultation"),
        max_length=60,
        help_text=_("What a press does, like “Request a consultation”."),
    )

    class Meta:
        icon = "mail"
        label = _("Request button")
        template = "blocks/request_button.html"
        description = _("Leads to the request form, which remembers this page.")
        preview_value = {"label": "Request A Consultation"}


class ServiceCardValue(blocks.StructValue):
    """The service that was chosen, as far as readers may see it."""

    @property
    def shown(self):
        """Return the service while it is published, None otherwise."""
        service = self.get("service")
        return service if service is not None and service.live else None


class ServiceCardBlock(blocks.StructBlock):
    """One service with its summary; it is gone while the service is unpublished."""

    service = ChosenPage(
        label=_("Service"),
        page_type="clinic.ServicePage",
        help_text=_("While it is not published, the card is not shown."),
    )

    def get_preview_value(self):
        """Return the first published service."""
        services = self.child_blocks["service"].target_model.objects
        return self.normalize({"service": services.live().first()})

    def get_preview_context(self, value, parent_context=None):
        """Say what stands here where no service is published yet."""
        context = super().get_preview_context(value, parent_context)
        return {**context, "stand_in": True}

    class Meta:
        icon = "doc-full"
        label = _("Service")
        template = "blocks/service_card.html"
        description = _("A card that leads to one of the services.")
        value_class = ServiceCardValue
        preview_value = {"service": None}
