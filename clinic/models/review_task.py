from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from clinic.review import gate, pair
from clinic.review.authors import is_reviewer, last_author


class MedicalReviewTask(Task):
    """Waits until the pair is complete: it asks whoever the text still lacks.

    After an editor changed a text it waits for a medical reviewer. A reviewer who
    corrects a word becomes its last author, so from then on it waits for an editor:
    handing back needs no press of its own.
    """

    class Meta:
        verbose_name = _("medical review")
        verbose_name_plural = _("medical reviews")

    @classmethod
    def get_description(cls) -> str:
        """Return what Wagtail shows where tasks are chosen."""
        return _("Two people agree on the exact text, one of them a medical reviewer.")

    def start(self, workflow_state, user=None):
        """Begin to wait; a text that could never go live cannot be submitted."""
        page = workflow_state.content_object.get_latest_revision_as_object()
        if lacking := gate.unready(page):
            raise gate.NotApproved(page, lacking)
        return super().start(workflow_state, user=user)

    def get_actions(self, obj, user) -> list[tuple]:
        """Return what this person can do now, as Wagtail's (name, label, asks)."""
        page = obj.get_latest_revision_as_object()
        actions = []
        if is_reviewer(user):
            actions.append(("reject", gettext("Return with a comment"), True))
        if not pair.why_not(page, user):
            actions.append(("approve", gettext("Approve and publish"), False))
            actions.append(("approve", gettext("Approve with a note"), True))
        return actions

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        """Do what somebody pressed; NotApproved says why an approval cannot be."""
        if action_name == "approve":
            held = TaskState.objects.select_for_update().get(pk=task_state.pk)
            page = task_state.workflow_state.content_object
            page = page.specific.get_latest_revision_as_object()
            if held.status != TaskState.STATUS_IN_PROGRESS:
                answered = gettext("Somebody has answered this already.")
                raise gate.NotApproved(page, [answered])
            refused = [pair.why_not(page, user), *gate.unready(page)]
            if any(refused):
                raise gate.NotApproved(page, [reason for reason in refused if reason])
            pair.agree(page, by=user, note=kwargs.get("comment", ""))
            task_state.revision = page.get_latest_revision()
            task_state.save(update_fields=["revision"])
        return super().on_action(task_state, user, action_name, **kwargs)

    def user_can_access_editor(self, obj, user) -> bool:
        """Let reviewers correct what waits for them."""
        return is_reviewer(user)

    def locked_for_user(self, obj, user) -> bool:
        """Lock a text that waits for a reviewer, but not for reviewers."""
        if is_reviewer(user):
            return False
        author = last_author(obj.get_latest_revision_as_object())
        return author is None or not is_reviewer(author)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """Return what waits for this person."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        mine = [
            state.pk
            for state in waiting.select_related("workflow_state")
            if not pair.why_not(_page_of(state), user)
        ]
        return TaskState.objects.filter(pk__in=mine)


def _page_of(state):
    """Return the latest text of the page that a task waits for."""
    return state.workflow_state.content_object.specific.get_latest_revision_as_object()
