"""How far people come with the form: figures to read, nothing to change."""

import datetime

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consultations.forms import RequestForm
from consultations.models import StepCount
from consultations.models.steps import NO_PAGE, Step

SPANS = (7, 30, 90, 365)
USUAL_SPAN = 30


@admin.register(StepCount)
class StepCountAdmin(admin.ModelAdmin):
    """One page: the steps in all, by source page, and the fields that gave trouble."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.changelist_view)
        return [path("", view, name="consultations_stepcount_changelist")]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        """Show the figures of the last days; `?days=` says how many."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        chosen = request.GET.get("days")
        days = next((span for span in SPANS if str(span) == chosen), USUAL_SPAN)
        last = timezone.localdate()
        counts = StepCount.objects.between(
            last - datetime.timedelta(days=days - 1), last
        )
        pages = counts.by_page()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Steps of the form"),
            "opts": self.opts,
            "steps": Step.labels,
            "pages": [(_title(page), page.figures) for page in pages],
            "totals": [sum(p.counts[step] for p in pages) for step in Step],
            "fields": [
                (_label(name), total) for name, total in counts.fields_in_error()
            ],
            "spans": [
                {
                    "days": span,
                    "words": ngettext("%d day", "%d days", span) % span,
                    "chosen": span == days,
                }
                for span in SPANS
            ],
        }
        return TemplateResponse(request, "admin/consultations/steps.html", context)


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
