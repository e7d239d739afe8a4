"""Taking back what was pressed: who may, and the way there from the history."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.urls import path, reverse
from django.utils.translation import gettext as _

from consultations.admin.presenting import told
from consultations.models import RequestEvent, Story
from consultations.models.actors import decides
from consultations.models.refusals import Refused

UNDO = "admin:consultations_consultationrequest_undo"
QUEUE = "admin:consultations_consultationrequest_changelist"


def may_undo(user, event: RequestEvent) -> bool:
    """Say whether a person takes this back: clinicians only what they did themselves.

    Whether it can still be undone is for the request's story to say.
    """
    if not user.has_perm("consultations.change_consultationrequest"):
        return False
    return event.actor_id == user.pk or user.has_perm("consultations.work_requests")


def undo_addresses(user, subject, story: Story, gone=frozenset()) -> dict[int, str]:
    """Return where each event that this person can undo now is undone.

    `gone` are the events whose mail has gone out.
    """
    return {
        pk: reverse(UNDO, args=[subject.reference, pk])
        for pk, event in story.events.items()
        if may_undo(user, event)
        and story.can_undo(event)
        and pk not in gone
        and (decides(user) or not story.is_decision(event))
        and not _needs_a_reason(user, subject, story, event)
    }


def _needs_a_reason(user, subject, story, event) -> bool:
    """Say whether it opens, by another hand, what was closed as withdrawn."""
    opens = subject.is_withdrawn and "status" in story.columns(event)
    return opens and story.root(event).actor_id != user.pk


class UndoViews:
    """The POST address that takes one event back."""

    def get_urls(self):
        undo = self.admin_site.admin_view(self.undo_view)
        own = path(
            "<str:reference>/undo/<int:event_id>/", undo, name=UNDO.split(":")[1]
        )
        return [own, *super().get_urls()]

    def undo_view(self, request, reference, event_id):
        """Undo one event, or say what came after it."""
        if not request.user.has_perm("consultations.change_consultationrequest"):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        subject = self._found(request, reference)
        if not request.user.has_perm("consultations.work_requests"):
            event = subject.events.filter(pk=event_id).first()
            if event is None or not may_undo(request.user, event):
                raise PermissionDenied
        try:
            event = subject.undo(event_id, by=request.user)
        except Refused as refused:
            messages.warning(request, told(refused))
            return self._page(request, self._found(request, reference), status=409)
        messages.success(request, _("Undone: %(what)s.") % {"what": event.summary})
        return self.on_from(request, subject)
