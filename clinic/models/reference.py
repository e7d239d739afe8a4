from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet


@register_snippet
class Reference(index.Indexed, models.Model):
    """A published source that pages cite; one row however many pages cite it."""

    key = models.SlugField(
        _("key"),
        unique=True,
        help_text=_("First author and year, like “murrough2013”."),
    )
    citation = models.TextField(
        _("citation"), help_text=_("Authors, title, journal, year, volume and pages.")
    )
    doi = models.CharField(
        _("DOI"),
        max_length=120,
        blank=True,
        help_text=_("Like 10.1001/jama.2020.1; readers get a link to it."),
    )
    pmid = models.CharField(
        _("PubMed ID"),
        max_length=20,
        blank=True,
        help_text=_("The number of its record at PubMed; used where there is no DOI."),
    )
    url = models.URLField(
        _("address"), blank=True, help_text=_("For sources that have no DOI.")
    )
    publisher = models.CharField(
        _("publisher"),
        max_length=60,
        blank=True,
        help_text=_("For sources that have no DOI: whose site it is, like “FDA”."),
    )

    panels = [
        FieldPanel(n) for n in ("key", "citation", "doi", "pmid", "url", "publisher")
    ]
    search_fields = [
        index.SearchField("citation"),
        index.AutocompleteField("citation"),
        index.AutocompleteField("key"),
    ]

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        ordering = ["key"]

    def __str__(self):
        return self.citation

    @property
    def link(self) -> str:
        """Return where the source can be read: its DOI, PubMed record or address."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url

    @property
    def link_name(self) -> str:
        """Return words for the link that say where it leads."""
        if self.doi:
            return f"doi:{self.doi}"
        if self.pmid:
            return f"PubMed {self.pmid}"
        host = urlsplit(self.url).hostname or ""
        host = host.removeprefix("www.")
        return f"{self.publisher} ({host})" if self.publisher else host
