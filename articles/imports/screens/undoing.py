"""Asks before an import is undone, with everything that goes and all that stays."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from articles.imports import undo
from articles.imports.screens.access import IMPORT, ImportScreen
from articles.models import ImportedItem
from articles.models.imports import NotNow

Undone = ImportedItem.Undone


class UndoView(ImportScreen, TemplateView):
    """Says exactly what will be different, and lets the worker do it."""

    permission = IMPORT
    template_name = "articles/imports/undo.html"
    page_title = gettext_lazy("Undo an import")

    def get_page_subtitle(self):
        return self.run.name

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"url": "", "label": _("Undo")}]

    def get(self, request, *args, **kwargs):
        """Show it where there is something to undo, else lead to the import."""
        if not self.run.may_be_undone:
            messages.error(request, _("There is nothing to undo at this moment."))
            return redirect("article_imports:run", self.run.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        steps = undo.plan(self.run)

        def of(what: str) -> list:
            return [step for step in steps if step.what == what]

        redirects = sum(
            len(step.item.redirects) for step in steps if step.what != Undone.KEPT
        )
        return super().get_context_data(
            run=self.run,
            removed=of(Undone.REMOVED),
            put_back=of(Undone.PUT_BACK),
            kept=of(Undone.KEPT),
            redirects=redirects,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        """Let the worker undo it."""
        if request.POST.get("undo") != "yes":
            raise PermissionDenied
        try:
            self.run.ask_to_undo(by=request.user)
        except NotNow as refusal:
            messages.error(request, str(refusal))
        return redirect("article_imports:run", self.run.pk)
