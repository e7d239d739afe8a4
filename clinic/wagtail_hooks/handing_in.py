"""How a page that is not saved yet is handed in."""

from django.apps import apps
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin.action_menu import SubmitForModerationMenuItem
from wagtail.models import Page

from clinic.models import BasePage


class SubmitNewItem(SubmitForModerationMenuItem):
    """Says where a new page goes, in the words that a saved one has for it."""

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        # A list needs no review itself: the way that leads through it is asked for.
        workflow = Page.get_workflow(parent_context["parent_page"])
        if workflow:
            name = {"workflow_name": workflow.name}
            context["label"] = gettext("Submit to %(workflow_name)s") % name
        return context


@hooks.register("construct_page_action_menu")
def hand_in_what_is_reviewed(menu_items, request, context) -> None:
    """Offer handing in where a new page is of a type that is reviewed."""
    if context["view"] != "create":
        return
    named = request.resolver_match.kwargs
    model = apps.get_model(
        named["content_type_app_name"], named["content_type_model_name"]
    )
    if not issubclass(model, BasePage):
        return
    for item in [i for i in menu_items if i.name == "action-submit"]:
        menu_items.remove(item)
        if model.needs_review:
            menu_items.append(SubmitNewItem(order=item.order))
