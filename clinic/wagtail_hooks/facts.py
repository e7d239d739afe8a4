"""Facts that many pages say: what shows them, and what waits for a second person."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from clinic.fact_views import FactsMenuItem, FactsView, ask_first, say_what_waits

hooks.register("before_edit_snippet", ask_first)
hooks.register("before_edit_setting", ask_first)


@hooks.register("after_edit_snippet")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_setting")
def what_waits(request, instance):
    """Say so when readers do not see yet what was saved."""
    say_what_waits(request, instance)


@hooks.register("register_admin_urls")
def addresses() -> list:
    """Give the list of what waits its address."""
    return [path("facts/", FactsView.as_view(), name="facts")]


@hooks.register("register_admin_menu_item")
def menu_item() -> FactsMenuItem:
    """Offer it in the menu to whoever may decide."""
    return FactsMenuItem(
        _("Facts to approve"), reverse_lazy("facts"), icon_name="check", order=240
    )
