"""One import: how far it is, what came of it, and what can be done with it now."""

import json
from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from articles.imports import proof
from articles.imports.screens.access import IMPORT, ON_A_PAGE, ImportScreen
from articles.models import ImportedItem, ImportRun
from articles.models.imports import NotNow

# What readers would see comes first, then what hangs on it.
Outcome = ImportedItem.Outcome


class RunView(ImportScreen, TemplateView):
    """Progress while it runs; afterwards what became of each thing in the file."""

    template_name = "articles/imports/run.html"

    def get_page_title(self):
        return self.run.name

    def get_breadcrumbs_items(self):
        *before, here = super().get_breadcrumbs_items()
        return [*before, {**here, "url": ""}]

    def get_context_data(self, **kwargs):
        items = self.run.items.all()
        sums = items.aggregate(words_in=Sum("words_in"), words_out=Sum("words_out"))
        pages = Paginator(items.select_related("page", "picture", "topic"), ON_A_PAGE)
        return super().get_context_data(
            run=self.run,
            words=sums,
            outcomes=_counted(items),
            items=pages.get_page(self.request.GET.get("p")),
            for_real=self.run.for_real.first(),
            **kwargs,
        )


def _counted(items) -> list[tuple[str, int]]:
    """Return how many things became what, in words."""
    rows = items.order_by().values_list("outcome", "kind").annotate(Count("pk"))
    numbers, places = Counter(), {}
    for outcome, kind, number in rows:
        told = ImportedItem.told(outcome, kind)
        place = list(Outcome).index(outcome), kind in ImportedItem.NO_DRAFTS
        places[told] = min(place, places.get(told, place))
        numbers[told] += number
    return [(told, numbers[told]) for told in sorted(places, key=places.get)]


class Progress(ImportScreen, TemplateView):
    """The part of the screen that changes while it runs; asked for by its script."""

    template_name = "articles/imports/progress.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(run=self.run, **kwargs)


class Act(ImportScreen, View):
    """Stops a run, lets it go on, or carries a trial out: whatever was pressed."""

    permission = IMPORT

    def post(self, request, *args, **kwargs):
        """Do it, or say why not now."""
        run, by = self.run, request.user
        pressed = request.POST.get("action", "")
        done = {
            "stop": self._stop,
            "again": self._again,
            "for_real": self._for_real,
        }.get(pressed)
        try:
            run = done(run, by) if done else run
        except NotNow as refusal:
            messages.error(request, str(refusal))
        return redirect("article_imports:run", run.pk)

    def _stop(self, run: ImportRun, by) -> ImportRun:
        run.ask_to_stop(by=by)
        messages.success(self.request, _("It stops after what it is at."))
        return run

    def _again(self, run: ImportRun, by) -> ImportRun:
        run.try_again(by=by)
        messages.success(self.request, _("It goes on where it stopped."))
        return run

    def _for_real(self, run: ImportRun, by) -> ImportRun:
        real = run.import_for_real(by=by)
        messages.success(self.request, _("The same file is imported for real now."))
        return real


class ReportFile(ImportScreen, View):
    """The whole report as a file: a page to read or data for a program."""

    kind = ""

    def get(self, request, *args, **kwargs):
        """Hand it over once there is something to report."""
        if self.run.is_open:
            raise Http404
        if self.kind == "html":
            response = HttpResponse(proof.page(self.run))
        else:
            data = json.dumps(proof.report(self.run), ensure_ascii=False, indent=2)
            response = HttpResponse(data, content_type="application/json")
        name = f"import-{self.run.pk}.{self.kind}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
