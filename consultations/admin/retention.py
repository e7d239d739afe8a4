"""How long requests are kept, and what was purged: for managers."""

from django.contrib import admin
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models import (
    ConsultationRequest,
    PurgeRecord,
    PurgeRule,
    RetentionSettings,
)


@admin.register(RetentionSettings)
class RetentionSettingsAdmin(admin.ModelAdmin):
    """One row of clocks; it says what would go with the next run."""

    fieldsets = [
        (
            _("Days after a request was closed"),
            {
                "fields": [
                    "booked",
                    "not_booked",
                    "did_not_come",
                    "referred",
                    "withdrawn",
                    "not_suitable",
                    "unreachable",
                    "spam",
                ],
                "description": _(
                    "Then it is purged, for good, with everything that hangs from it. "
                    "Leave a field empty to keep those until somebody erases them. "
                    "Duplicates go with the request that they repeat. What is on hold "
                    "never goes. Law may ask you to keep some of it longer, or to "
                    "delete it earlier: ask your counsel before you change these."
                ),
            },
        ),
        (_("Days after it came"), {"fields": ["quarantined", "untouched"]}),
        (_("With the next run"), {"fields": ["due"]}),
    ]
    readonly_fields = ["due"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        there = "admin:consultations_retentionsettings_change"
        return redirect(reverse(there, args=[1]))

    def get_object(self, request: HttpRequest, object_id, from_field=None):
        """Return the row, or the defaults while nobody has saved any."""
        return RetentionSettings.load() if object_id == "1" else None

    @admin.display(description=_("would be purged at most"))
    def due(self, settings) -> str:
        """Return how many requests each clock ends as it is stored now."""
        clocks, now = RetentionSettings.load().clocks(), timezone.now()
        odd = clocks.pop(PurgeRule.QUARANTINED.value, None)
        requests = ConsultationRequest.objects
        found = requests.due_counts(clocks, now)
        if odd:
            left = requests.expired(PurgeRule.QUARANTINED, odd, now)
            found[PurgeRule.QUARANTINED.value] = left.count()
        said = [
            f"{PurgeRule(rule).label}: {count}"
            for rule, count in found.items()
            if count
        ]
        return "; ".join(said) or _("nothing")


@admin.register(PurgeRecord)
class PurgeRecordAdmin(admin.ModelAdmin):
    """What went when and why; read, and nothing else."""

    list_display = ["number", "at", "rule", "days", "requests", "rows", "actor"]
    list_select_related = ["actor"]
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
