from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db import models

from clinic.models import CrisisPhrase

# Boxes to tick instead of two lists and arrows: fewer presses, no script, and names
# that a screen reader says.
TICK_BOXES = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}

admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """What a role may do, for superusers."""

    filter_horizontal = ()
    formfield_overrides = TICK_BOXES


@admin.register(CrisisPhrase)
class CrisisPhraseAdmin(admin.ModelAdmin):
    """The words that show the way to help first; clinicians and managers keep them."""

    fields = ("phrase",)
    list_display = ("phrase",)
    search_fields = ("phrase",)
    list_per_page = 200
