from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from clinic import illustrations
from clinic.claims.checked import ClaimsChecked


@register_snippet
class Topic(ClaimsChecked, index.Indexed, models.Model):
    """What articles are about; each topic has a list of its own."""

    title = models.CharField(
        _("title"),
        max_length=80,
        help_text=_(
            "A word or two that patients use, like “Safety”. Stands on articles and in "
            "the list of topics."
        ),
    )
    slug = models.SlugField(
        _("address"),
        unique=True,
        max_length=80,
        help_text=_(
            "The end of the topic’s web address, like “safety”. Once links point to "
            "it, leave it."
        ),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=300,
        help_text=_("Shown above the topic's list of articles."),
    )
    illustration = models.CharField(
        _("drawing"),
        max_length=20,
        choices=illustrations.choices,
        default=illustrations.DEFAULT,
        help_text=_(
            "The drawing on the topic’s list and on the cards of its articles."
        ),
    )

    is_crisis = models.BooleanField(
        _("about a crisis"),
        default=False,
        help_text=_(
            "For articles that people read in danger or despair. They show where help "
            "is, and no way to ask for an appointment among their text."
        ),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("summary"),
        FieldPanel("illustration"),
        FieldPanel("is_crisis"),
    ]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["title"]

    def __str__(self):
        return self.title
