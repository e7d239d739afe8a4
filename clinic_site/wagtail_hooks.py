"""What an import of a whole site is called in the history of pages and entries."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from clinic_site.leaving.brought import ACTION


@hooks.register("register_log_actions")
def name_what_came_in(actions):
    """Give it words."""
    actions.register_action(
        ACTION, _("Brought in"), _("Brought in from the export of a site")
    )
