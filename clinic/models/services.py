from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index

from clinic import illustrations
from clinic.blocks import BodyBlock
from clinic.models.base import BasePage
from clinic.models.cited import CitedSource, references_of


class ServiceIndexPage(BasePage):
    """What the clinic offers, one card for each service."""

    parent_page_types = ["clinic.HomePage"]
    subpage_types = ["clinic.ServicePage"]
    max_count = 1
    lists_children = True

    class Meta:
        verbose_name = _("list of services")

    def services(self):
        """Return the live services in the order of the page tree."""
        return ServicePage.objects.child_of(self).live().public()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["services"] = self.services()
        return context


class ServicePage(BasePage):
    """One service: what it is, how it goes, what it costs, what is known."""

    parent_page_types = ["clinic.ServiceIndexPage"]
    subpage_types = []

    illustration = models.CharField(
        _("drawing"),
        max_length=20,
        choices=illustrations.choices,
        default=illustrations.DEFAULT,
        help_text=_("The drawing on the service’s card and at the top of its page."),
    )
    duration = models.CharField(
        _("how long it takes"),
        max_length=120,
        blank=True,
        help_text=_(
            "Shown at the top of the page, like “About two hours a visit, six visits”."
        ),
    )
    price_note = models.CharField(
        _("what it costs"),
        max_length=250,
        blank=True,
        help_text=_(
            "One line at the top of the page. Amounts belong into the price list, "
            "which a text shows with “Prices from the list”."
        ),
    )
    body = StreamField(
        BodyBlock(),
        verbose_name=_("text"),
        blank=True,
        help_text=_(
            "What it is, for whom it is not, how a visit goes, what is known. Claims "
            "carry [1] and a reference below."
        ),
    )

    search_kind = "service"
    read_after = ("sources__reference",)
    search_heads = ["duration"]
    schema_type = "MedicalWebPage"
    needs_review = True
    shows_reviewer = True
    review_months = 6
    reader_fields = [*BasePage.reader_fields, "duration", "price_note", "body"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("illustration"),
        FieldRowPanel([FieldPanel("duration"), FieldPanel("price_note")]),
        FieldPanel("body"),
        InlinePanel("sources", label=_("Reference")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("price_note"),
    ]

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")

    def _digested_fields(self):
        return [*super()._digested_fields(), "illustration", "sources"]

    @property
    def request_url(self) -> str:
        """Return the request form's address; the form remembers this service."""
        query = urlencode({"from": self.pk, "service": self.slug})
        return f"{reverse('request_consultation')}?{query}"

    @cached_property
    def references(self) -> list:
        """Return the references in the order of their numbers."""
        return references_of(self)


class ServiceSource(CitedSource, Orderable):
    """A reference that a service cites; its place in the list is its number."""

    page = ParentalKey(ServicePage, on_delete=models.CASCADE, related_name="sources")

    class Meta(Orderable.Meta):
        verbose_name = _("reference")
