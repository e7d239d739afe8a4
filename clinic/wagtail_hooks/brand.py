"""Wagtail's admin in the clinic's colors, and what somebody new does first."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component


@hooks.register("insert_global_admin_css")
def house_colors() -> str:
    """Link the sheet that gives Wagtail's own color variables ours."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static("css/bundles/cms.css")
    )


class WelcomePanel(Component):
    """The first steps, in plain words, for what this person may do."""

    name = "welcome"
    template_name = "wagtailadmin/home/welcome.html"
    order = 50

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {
            "keeps_details": user.has_perm("clinic.change_clinicsettings"),
            "works_requests": user.has_perm("consultations.view_consultationrequest"),
        }


@hooks.register("construct_homepage_panels")
def welcome(request, panels) -> None:
    """Put the first steps on top of Wagtail's first page."""
    panels.insert(0, WelcomePanel())
