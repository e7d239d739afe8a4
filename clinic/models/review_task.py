from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState

from clinic.review import gate, notices, pair, suggesting, waiting
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
        task_state = super().start(workflow_state, user=user)
        notices.it_waits(page, task_state)
        return task_state

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
    def on_action(self, task_state, user, action_name, seen="", page=None, **kwargs):
        """Do what somebody pressed; NotApproved says why that cannot be.

        `seen` is the digest of the text that was in front of them: another one since
        is not what they answered to. "suggest" keeps the text that `page` holds as
        their draft, with `comment` as a note; it then waits for somebody else.
        """
        held = TaskState.objects.select_for_update().get(pk=task_state.pk)
        # Held until the answer is written, so that no other text slips in between.
        Page.objects.select_for_update().get(pk=held.workflow_state.object_id)
        latest = _page_of(held)
        refused = self._why_not(held, latest, user, action_name, seen)
        if refused:
            raise gate.NotApproved(latest, refused)
        if action_name == "suggest":
            note = kwargs.get("comment", "")
            suggesting.save_suggestion(page, by=user, note=note)
            notices.it_waits(page, held)
            return None
        if action_name == "approve":
            pair.agree(latest, by=user, note=kwargs.get("comment", ""))
            task_state.revision = latest.get_latest_revision()
            task_state.save(update_fields=["revision"])
        return super().on_action(task_state, user, action_name, **kwargs)

    def _why_not(self, state, page, user, action_name, seen) -> list[str]:
        """Return what keeps this person from this answer to the text as it is now."""
        if state.status != TaskState.STATUS_IN_PROGRESS:
            return [gettext("Somebody has answered this already.")]
        if seen and seen != page.reader_digest():
            return [gettext("The text was changed since you opened it. Look again.")]
        if action_name == "approve":
            reasons = [pair.why_not(page, user), *gate.unready(page)]
            return [reason for reason in reasons if reason]
        if not is_reviewer(user):
            return [gettext("Only a medical reviewer can return or change this text.")]
        if action_name == "suggest" and (lock := page.get_lock()):
            return [str(lock.get_message(user))] if lock.for_user(user) else []
        return []

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
        return TaskState.objects.filter(task=self, pk__in=waiting.answerable(user))


def _page_of(state):
    """Return the latest text of the page that a task waits for."""
    return state.workflow_state.content_object.specific.get_latest_revision_as_object()
