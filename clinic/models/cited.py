from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class CitedSource(models.Model):
    """A page cites a reference; the place in the page's list is its number."""

    reference = models.ForeignKey(
        "clinic.Reference",
        verbose_name=_("reference"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Its place in this list is its number: [1] points to the first."),
    )

    panels = [FieldPanel("reference")]

    class Meta:
        abstract = True

    def __str__(self):
        return f"reference {self.reference_id}"


def references_of(page) -> list:
    """Return the references of a page in the order of their numbers."""
    sources = page.sources.all()
    if "sources" not in getattr(page, "_prefetched_objects_cache", {}):
        sources = page.sources.select_related("reference")
    return [source.reference for source in sources]
