"""The review gate in Wagtail's admin: refusals in words, one at a time in bulk."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import PermissionDenied
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.api.actions.publish import PublishPageAPIAction
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction
from wagtail.log_actions import LogFormatter

from clinic.models.gated import GatedPage
from clinic.review import gate


@hooks.register("register_log_actions")
def name_refusals(actions) -> None:
    """Give the history words for a schedule that the gate refused."""

    @actions.register_action("clinic.publish_refused")
    class PublishRefused(LogFormatter):
        label = _("Scheduled publishing refused")

        def format_message(self, entry):
            return " ".join(entry.data.get("reasons", [])) or str(self.label)


@hooks.register("after_edit_page")
def say_why_not(request, page) -> None:
    """Say why a press on *Publish* saved a draft alone."""
    if request.POST.get("action-publish") and page.needs_review:
        for reason in gate.refusals(page):
            messages.warning(request, reason)


class GatedPublishBulkAction(PublishBulkAction):
    """Publish the chosen pages; what the gate refuses does not stop the others."""

    def get_execution_context(self):
        return {**super().get_execution_context(), "refused": self.refused}

    @property
    def refused(self) -> list:
        """Return the titles of the pages that were refused, with why."""
        return self.__dict__.setdefault("_refused", [])

    @classmethod
    def execute_action(cls, objects, refused=None, **kwargs):
        done, below = 0, 0
        for page in objects:
            try:
                with transaction.atomic():
                    one, more = super().execute_action([page], **kwargs)
            except gate.NotApproved as refusal:
                refused.append(f"{page.get_admin_display_title()}: {refusal}")
            else:
                done, below = done + one, below + more
        return done, below

    def get_success_message(self, num_parent_objects, num_child_objects):
        for line in self.refused:
            messages.error(self.request, line)
        if not num_parent_objects:
            return None
        return super().get_success_message(num_parent_objects, num_child_objects)


# Wagtail's own action of that name is registered first; the later one holds.
hooks.register("register_bulk_action", GatedPublishBulkAction, order=10)


class GatedPublishAPIAction(PublishPageAPIAction):
    """Publish a page for a program; a refusal says what is missing."""

    def execute(self, instance, data):
        page = instance.get_latest_revision_as_object()
        if (
            isinstance(page, GatedPage)
            and page.permissions_for_user(self.request.user).may_publish()
            and (reasons := gate.refusals(page))
        ):
            raise PermissionDenied(" ".join(reasons))
        return super().execute(instance, data)


class GatedPagesAPIViewSet(PagesAdminAPIViewSet):
    """The admin's pages for programs, with the gate's words."""

    actions = {**PagesAdminAPIViewSet.actions, "publish": GatedPublishAPIAction}


@hooks.register("construct_admin_api")
def say_why_not_to_programs(router) -> None:
    """Let the API name what is missing instead of denying a permission."""
    router.register_endpoint("pages", GatedPagesAPIViewSet)
