from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from clinic.claims.checked import ClaimsChecked
from clinic.models.facts import FactForm, ListedFact


@register_snippet
class GlossaryTerm(ClaimsChecked, index.Indexed, ListedFact):
    """A word that readers may not know, what it means, and how else people say it.

    What it means is a medical statement: readers see it once two people agree.
    """

    term = models.CharField(
        _("term"),
        max_length=80,
        unique=True,
        help_text=_("As it stands in a text, like “dissociation”."),
    )
    slug = models.SlugField(
        _("address"),
        unique=True,
        max_length=80,
        help_text=_("What a link to the term ends in, like “dissociation”."),
    )
    meaning = models.TextField(
        _("meaning"),
        max_length=400,
        help_text=_(
            "One or two plain sentences, understood without the article. Shown once "
            "two people agree."
        ),
    )
    also_called = models.TextField(
        _("also called"),
        blank=True,
        max_length=600,
        help_text=_(
            "Other words and spellings that people search with, one a line, like "
            "“spaced out”."
        ),
    )

    # Words that people search with; no page shows them.
    never_shown = ("also_called",)

    base_form_class = FactForm
    # The word is part of the statement: another one would get its meaning.
    vouched_fields = ["term", "meaning"]
    panels = [FieldPanel(name) for name in ("term", "slug", "meaning", "also_called")]
    search_fields = [
        index.SearchField("term"),
        index.AutocompleteField("term"),
        index.SearchField("also_called"),
        index.SearchField("meaning"),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")
        ordering = ["term"]

    def __str__(self):
        return self.term

    @property
    def anchor(self) -> str:
        """Return the id of the term's place on the page of all words."""
        return f"word-{self.slug}"

    @property
    def names(self) -> list[str]:
        """Return the term and every other word for it."""
        others = (line.strip() for line in self.also_called.splitlines())
        return [self.term, *(other for other in others if other)]
