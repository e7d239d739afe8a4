from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse

from consultations.models import ConsentWording, IntakeSettings


@admin.register(IntakeSettings)
class IntakeSettingsAdmin(admin.ModelAdmin):
    """One row of settings; its list leads straight to it."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        return redirect(reverse("admin:consultations_intakesettings_change", args=[1]))


@admin.register(ConsentWording)
class ConsentWordingAdmin(admin.ModelAdmin):
    """Versions of what people agree to; used ones can only be read."""

    list_display = ["__str__", "text", "created_at"]
    list_filter = ["language"]
    readonly_fields = ["version", "created_at"]
    fields = ["language", "text", "version", "created_at"]

    def has_change_permission(self, request, obj=None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and not (obj is not None and obj.is_used)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
