from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.blocks import BodyBlock
from clinic.models.base import BasePage


class StandardPage(BasePage):
    """A plain page: privacy practices, about, how articles are reviewed."""

    parent_page_types = ["clinic.HomePage", "clinic.StandardPage"]
    subpage_types = ["clinic.StandardPage"]

    body = StreamField(
        BodyBlock(),
        verbose_name=_("text"),
        blank=True,
        help_text=_("The page in blocks: headings, text, pictures, tables and more."),
    )

    reader_fields = [*BasePage.reader_fields, "body"]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
