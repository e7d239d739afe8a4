from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from consultations.models import IntakeSettings, ReadFirstProcedure, Wording


class OneRowAdmin(admin.ModelAdmin):
    """A model of one row; its list leads straight to it."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return redirect(reverse(name, args=[1]))


@admin.register(IntakeSettings)
class IntakeSettingsAdmin(OneRowAdmin):
    """How this clinic takes requests in."""


@admin.register(ReadFirstProcedure)
class ReadFirstProcedureAdmin(OneRowAdmin):
    """What to do about a request to read first; managers and clinicians write it."""


@admin.register(Wording)
class WordingAdmin(admin.ModelAdmin):
    """Versions of what people agree to and are told: read, and added to."""

    list_display = ["name", "text", "created_at", "in_use", "another"]
    list_filter = ["kind", "language"]
    fields = ["kind", "language", "text"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_use()

    def get_fields(self, request, obj=None):
        return [*self.fields, *self.get_readonly_fields(request, obj)]

    def get_readonly_fields(self, request, obj=None):
        return ["version", "created_at"] if obj else []

    @admin.display(description=_("kind and version"), ordering="kind")
    def name(self, wording) -> str:
        """Return kind, language and version."""
        return str(wording)

    @admin.display(description=_("in use"), boolean=True)
    def in_use(self, wording) -> bool:
        """Say whether this is the version that people see now."""
        return wording.is_newest

    @admin.display(description=_("change"))
    def another(self, wording) -> str:
        """Return the way to a new version that begins with these words."""
        url = reverse("admin:consultations_wording_add")
        return format_html(
            '<a href="{}?after={}">{}</a>', url, wording.pk, _("Write a new version")
        )

    def get_changeform_initial_data(self, request) -> dict:
        """Begin with the words of the version that `after` names."""
        given = super().get_changeform_initial_data(request)
        after = given.pop("after", "")
        if after.isascii() and after.isdecimal() and len(after) < 19:
            before = Wording.objects.filter(pk=int(after)).first()
            given |= {f: getattr(before, f) for f in self.fields} if before else {}
        return given

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
