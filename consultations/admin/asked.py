"""The days that a page of figures was asked for, and the ways to the other pages."""

import csv

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations.figures.period import NAMES, USUAL, Period

FIGURES = "consultations_consultationrequest_figures"
STEPS = "consultations_stepcount_changelist"
PERMISSIONS = ("consultations.view_tally", "consultations.view_stepcount")


class Asked:
    """The days that somebody asked for, and what was wrong with them."""

    def __init__(self, request):
        if not request.user.has_perms(PERMISSIONS):
            raise PermissionDenied
        self.request, self.error = request, ""
        today, given = timezone.localdate(), request.GET
        self.period = Period.named(USUAL, today)
        self.first, self.last = given.get("from", ""), given.get("to", "")
        if self.first or self.last:
            try:
                self.period = Period.between(self.first, self.last, today)
            except ValidationError as error:
                self.error = error.message
        elif given.get("period") in NAMES:
            self.period = Period.named(given["period"], today)
        if not self.error:
            self.first = self.period.first.isoformat()
            self.last = self.period.last.isoformat()

    @property
    def names(self) -> list[dict]:
        """Return the ready-made periods to choose from."""
        return [
            {"name": name, "words": words, "chosen": name == self.period.name}
            for name, words in NAMES.items()
        ]

    @property
    def tabs(self) -> list[dict]:
        """Return the pages of the figures, for the same days."""
        pages = {
            FIGURES: _("At a glance"),
            f"{FIGURES}_services": _("By service"),
            f"{FIGURES}_pages": _("By page"),
            STEPS: _("Form steps"),
        }
        here = self.request.resolver_match.url_name
        return [
            {
                "url": f"{reverse(f'admin:{name}')}?{self.period.query}",
                "words": words,
                "chosen": name == here,
            }
            for name, words in pages.items()
        ]

    def file(self, name: str, rows: list[list]) -> HttpResponse:
        """Return a table of these days as a file that a spreadsheet opens."""
        if self.request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        filename = f"figures-{name}-{self.period.first}-{self.period.last}.csv"
        response = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{filename}"'},
        )
        # Without the mark, Excel reads another character set.
        response.write("\ufeff")
        csv.writer(response).writerows(rows)
        return response
