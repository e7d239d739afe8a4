from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from consultations.admin.actions import works_requests
from consultations.models import UnclaimedContact


@admin.register(UnclaimedContact)
class UnclaimedContactAdmin(admin.ModelAdmin):
    """Who is told of requests that nobody takes; managers keep the list."""

    actions = None
    fields = ["position", "user", "email", "minutes"]
    list_display = ["__str__", "position", "minutes", "told"]
    list_editable = ["position", "minutes"]
    sortable_by = ()

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = works_requests()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("gets mail"), boolean=True)
    def told(self, contact) -> bool:
        """Say whether mail goes there: not to who has left."""
        return bool(contact.recipient)
