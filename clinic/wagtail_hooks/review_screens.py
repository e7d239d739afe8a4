"""Ways to the screens of the review: menu, first page, page editor."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from clinic.models.review_task import MedicalReviewTask
from clinic.review import notices
from clinic.review.screens import urls
from clinic.review.screens.access import takes_part
from clinic.review.screens.listing import OtherReviewsPanel, WaitingPanel
from clinic.review.suggesting import SUGGESTED


@hooks.register("register_admin_urls")
def review_urls() -> list:
    """Put the screens below Wagtail's admin, which asks who one is."""
    return [path("review/", include(urls))]


class WaitsForYouItem(MenuItem):
    """Leads to what waits; shown to whom something could wait for."""

    def is_shown(self, request):
        return takes_part(request.user)


@hooks.register("register_admin_menu_item")
def waits_for_you() -> MenuItem:
    """Name the list in the menu, above the pages."""
    return WaitsForYouItem(
        _("Waits for you"),
        reverse("clinic_review:list"),
        name="waits-for-you",
        icon_name="clipboard-list",
        order=90,
    )


@hooks.register("construct_homepage_panels")
def what_waits(request, panels) -> None:
    """Show what waits once: our panel stands for Wagtail's, but for other tasks."""
    panels[:] = [
        OtherReviewsPanel() if panel.name == OtherReviewsPanel.name else panel
        for panel in panels
    ]
    panels.append(WaitingPanel())


@hooks.register("register_page_header_buttons")
def review_button(page, user, view_name, next_url=None):
    """Lead from a page that takes part in the review to its differences."""
    if getattr(page.specific_class, "needs_review", False) and takes_part(user):
        yield Button(
            _("Review: what is different"),
            reverse("clinic_review:page", args=[page.pk]),
            icon_name="clipboard-list",
            priority=12,
        )


@hooks.register("after_edit_page")
def tell_who_it_waits_for(request, page) -> None:
    """Tell whoever a text waits for now, when its author changed in the editor."""
    state = page.current_workflow_task_state
    if state and isinstance(state.task.specific, MedicalReviewTask):
        latest = page.get_latest_revision_as_object()
        notices.it_waits(latest, state, in_a_while=True)


@hooks.register("register_log_actions")
def name_suggestions(actions) -> None:
    """Give the history words for what a reviewer changed on the review's own page."""

    @actions.register_action(SUGGESTED)
    class Suggested(LogFormatter):
        label = _("Suggest other words")

        def format_message(self, entry):
            note = entry.data.get("note", "")
            return f"{_('Other words suggested')}: {note}" if note else self.label
