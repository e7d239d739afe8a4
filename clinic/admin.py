from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.models import CrisisPhrase, User

# Boxes to tick instead of two lists and arrows: fewer presses, no script, and names
# that a screen reader says.
TICK_BOXES = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}

admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """What a role may do, for superusers."""

    filter_horizontal = ()
    formfield_overrides = TICK_BOXES


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Members of staff, for superusers; nobody else may grant rights."""

    list_display = ("username", "full_name", "email", "roles", "is_active")
    filter_horizontal = ()
    formfield_overrides = TICK_BOXES
    list_filter = ("groups", "is_active", "is_superuser", "is_demo")
    readonly_fields = ("is_demo", "last_login", "date_joined")
    # Rights come from roles alone: a right granted to one person is one forgotten.
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Who it is"), {"fields": ("first_name", "last_name", "email")}),
        (
            _("What they may do"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups")},
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined", "is_demo")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "email",
                    "first_name",
                    "last_name",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user) -> str:
        return user.get_full_name()

    @admin.display(description=_("roles"))
    def roles(self, user) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all()))

    def has_module_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


@admin.register(CrisisPhrase)
class CrisisPhraseAdmin(admin.ModelAdmin):
    """The words that show the way to help first; clinicians and managers keep them."""

    fields = ("phrase",)
    list_display = ("phrase",)
    search_fields = ("phrase",)
    list_per_page = 200
