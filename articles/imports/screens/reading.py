"""What of an import still waits to be read, in the order in which to read it."""

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from articles.imports import proof
from articles.imports.screens.access import ON_A_PAGE, ImportScreen


class ReadingView(ImportScreen, TemplateView):
    """The report's worklist; what was published meanwhile has left it."""

    template_name = "articles/imports/reading.html"
    page_title = gettext_lazy("What to read, in this order")

    def get_page_subtitle(self):
        return self.run.name

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("To read")}]

    def get_context_data(self, **kwargs):
        # A trial left nothing to open, and what was undone is here no more.
        ready = not (self.run.dry_run or self.run.is_open or self.run.undone_at)
        waiting = proof.to_read(self.run) if ready else []
        pages = Paginator(waiting, ON_A_PAGE)
        return super().get_context_data(
            run=self.run,
            items=pages.get_page(self.request.GET.get("p")),
            minutes=sum(item["minutes"] for item in waiting),
            **kwargs,
        )
