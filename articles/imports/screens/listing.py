"""The list of imports, the newest first."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from articles.imports.screens.access import ImportScreen
from articles.models import ImportRun

ON_A_PAGE = 30


class ImportList(ImportScreen, ListView):
    """What was imported, by whom, and how it ended."""

    template_name = "articles/imports/list.html"
    page_title = _("Import")
    paginate_by = ON_A_PAGE
    page_kwarg = "p"
    context_object_name = "runs"

    def get_queryset(self):
        return ImportRun.objects.select_related("started_by")

    def get_breadcrumbs_items(self):
        *before, here = super().get_breadcrumbs_items()
        return [*before, {**here, "url": ""}]
