"""How far people come with the form: figures to read, nothing to change."""

from django.contrib import admin
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from clinic.spreadsheet import harmless
from consultations.admin.asked import STEPS, Asked
from consultations.figures.hiding import hidden_places
from consultations.forms import RequestForm
from consultations.models import StepCount
from consultations.models.steps import NO_PAGE, Step


@admin.register(StepCount)
class StepCountAdmin(admin.ModelAdmin):
    """One page: the steps in all, by source page, and the fields that gave trouble."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.changelist_view)
        file = self.admin_site.admin_view(self.csv_view)
        return [
            path("", view, name=STEPS),
            path("steps.csv", file, name="consultations_stepcount_csv"),
        ]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        """Show how often each step was taken on the days that were asked for."""
        asked = Asked(request)
        counts = StepCount.objects.between(asked.period.first, asked.period.last)
        pages = counts.by_page()
        cells, hides = _shown(pages, intcomma, hidden="")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Form steps"),
            "opts": self.opts,
            "asked": asked,
            "steps": Step.labels,
            "pages": [
                {"title": _title(page), "cells": row}
                for page, row in zip(pages, cells, strict=True)
            ],
            "totals": [intcomma(total) for total in _totals(pages)],
            "hides": hides,
            "fields": [
                (_label(name), total) for name, total in counts.fields_in_error()
            ],
        }
        return TemplateResponse(request, "admin/consultations/steps.html", context)

    def csv_view(self, request):
        """Answer with the same as a file."""
        asked = Asked(request)
        counts = StepCount.objects.between(asked.period.first, asked.period.last)
        pages = counts.by_page()
        cells, _hides = _shown(pages, int, hidden=_("hidden"))
        rows = [
            [harmless(str(_title(page))), *row]
            for page, row in zip(pages, cells, strict=True)
        ]
        head = [_("Came from"), *Step.labels]
        return asked.file("steps", [head, *rows, [_("All"), *_totals(pages)]])


def _shown(pages, words, *, hidden) -> tuple[list[list], bool]:
    """Return the figures of each page, small ones hidden, and whether any is."""
    places = hidden_places([page.figures for page in pages])
    cells = [
        [
            hidden if (row, column) in places else words(figure)
            for column, figure in enumerate(page.figures)
        ]
        for row, page in enumerate(pages)
    ]
    return cells, bool(places)


def _totals(pages) -> list[int]:
    return [sum(page.counts[step] for page in pages) for step in Step]


def _title(page):
    if page.page_id == NO_PAGE:
        return _("Straight to the form")
    return page.title or _("A page that is gone")


def _label(name: str):
    """Return how the page calls a field; the form as a whole has no name."""
    if name == "__all__":
        return _("The form was open too long")
    known = RequestForm.base_fields.get(name)
    return (known.label if known else "") or name.replace("_", " ").capitalize()
