"""The list of what waits for whoever is signed in, and its panel on the first page."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel

from clinic.models.review_task import MedicalReviewTask
from clinic.review import waiting
from clinic.review.screens.access import ForThoseWhoTakePart, takes_part

# As many as the first page shows; the list itself shows all.
ON_FIRST_PAGE = 3


class WaitingList(ForThoseWhoTakePart, WagtailAdminTemplateMixin, TemplateView):
    """Everything that waits for this person, the longest wait first."""

    template_name = "clinic/review/list.html"
    page_title = _("Waits for you")
    header_icon = "clipboard-list"

    def get_breadcrumbs_items(self):
        return [*super().get_breadcrumbs_items(), {"label": _("Waits for you")}]

    def get_context_data(self, **kwargs):
        found = waiting.list_for(self.request.user)
        return super().get_context_data(waiting=found, **kwargs)


class WaitingPanel(Component):
    """How much waits for this person, and what has waited longest."""

    name = "waits_for_you"
    template_name = "clinic/review/panel.html"
    order = 40

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        if not takes_part(user):
            return {"takes_part": False}
        found = waiting.list_for(user)
        return {
            "takes_part": True,
            "count": len(found),
            "waiting": found[:ON_FIRST_PAGE],
        }


class OtherReviewsPanel(WorkflowObjectsToModeratePanel):
    """Wagtail's own list, without what our panel shows with more beside it."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context["states"] = [
            state
            for state in context["states"]
            if not isinstance(state["task_state"].task.specific, MedicalReviewTask)
        ]
        return context
