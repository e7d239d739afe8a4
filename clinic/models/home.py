from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from clinic.models.base import BasePage
from clinic.models.services import ServicePage


class StepBlock(blocks.StructBlock):
    """One step on the way to a first visit."""

    title = blocks.CharBlock(
        label=_("Title"),
        max_length=60,
        help_text=_("What happens, in a few words, like “You ask”."),
    )
    text = blocks.CharBlock(
        label=_("Text"),
        max_length=250,
        help_text=_("One or two sentences, like “A name and a number are enough.”"),
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")
        description = _("One step, shown with its number.")
        preview_value = {"title": "You ask", "text": "A name and a number are enough."}


class HomePage(BasePage):
    """The front door: who we are, what we offer, how a consultation goes."""

    parent_page_types = ["wagtailcore.Page"]
    max_count = 1
    shows_hours = True
    needs_review = True

    hero_title = models.CharField(
        _("headline"),
        max_length=120,
        default="Relax the mind, awaken the spirit",
        help_text=_("The largest words on the home page."),
    )
    hero_text = models.TextField(
        _("below the headline"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences that say what the clinic does and for whom."),
    )
    services_title = models.CharField(
        _("title above the services"),
        max_length=120,
        default=_("What we offer"),
        help_text=_("Stands over the cards of the services."),
    )
    services_text = models.TextField(
        _("below that title"),
        max_length=400,
        blank=True,
        help_text=_("A sentence between that title and the cards."),
    )
    steps_title = models.CharField(
        _("title above the steps"),
        max_length=120,
        default=_("How a consultation goes"),
        help_text=_("Stands over the numbered steps."),
    )
    steps = StreamField(
        [("step", StepBlock())],
        verbose_name=_("steps"),
        blank=True,
        max_num=6,
        help_text=_(
            "What happens from the request to the first visit, at most six steps."
        ),
    )

    reader_fields = [
        *BasePage.reader_fields,
        "hero_title",
        "hero_text",
        "services_title",
        "services_text",
        "steps_title",
        "steps",
    ]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("hero_title"), FieldPanel("hero_text")], _("First view")
        ),
        MultiFieldPanel(
            [FieldPanel("services_title"), FieldPanel("services_text")], _("Services")
        ),
        MultiFieldPanel(
            [FieldPanel("steps_title"), FieldPanel("steps")], _("Consultation")
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("hero_text"),
        index.SearchField("steps"),
    ]

    class Meta:
        verbose_name = _("home page")

    @property
    def shown_title(self):
        return self.hero_title

    @property
    def shown_summary(self):
        return self.hero_text

    @property
    def head_title(self):
        return self.seo_title or self.title

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["services"] = ServicePage.objects.descendant_of(self).live().public()
        return context
