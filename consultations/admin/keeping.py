"""Notes that were not lost: taken up where they were written, or thrown away."""

from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from clinic.encryption import missing_keys
from consultations.admin.actions import DecideForm, NoteForm
from consultations.models import ConsultationRequest, KeptPost
from consultations.models.lookups import normal_reference
from consultations.typed import (
    DECIDE,
    DETAIL,
    keep_and_lead_back,
    page_ticket,
    typed_note,
)

DROP = "admin:consultations_consultationrequest_drop_kept"
IDS_AT_MOST = 200


@dataclass(frozen=True)
class Kept:
    """What one person wrote on one request, to be put where they wrote it.

    A reason is that of a decision; it never comes near the notes.
    """

    drop: str
    note: str = ""
    ids: str = ""
    reason: str = ""
    reason_ids: str = ""

    def forms(self, user, subject) -> dict:
        """Return the forms with what was kept in them, by action."""
        given, forms = {"user": user, "subject": subject}, {}
        if self.note:
            initial = {"note": self.note}
            forms["add_note"] = NoteForm(initial=initial, prefix="add_note", **given)
        if self.reason:
            initial = {"reason": self.reason}
            forms[DECIDE] = DecideForm(initial=initial, prefix=DECIDE, **given)
        return forms


def kept_for(user, subject) -> Kept | None:
    """Return what this person wrote before their session ended; None for nothing."""
    # What cannot be read waits until its key is back.
    posts = [p for p in KeptPost.objects.of(user, subject) if not missing_keys(p)]
    if not posts:
        return None
    note, ids = _together(post for post in posts if post.action != DECIDE)
    reason, reason_ids = _together(post for post in posts if post.action == DECIDE)
    drop = reverse(DROP, args=[subject.reference])
    return Kept(drop, note, ids, reason, reason_ids)


def _together(posts) -> tuple[str, str]:
    """Return what was kept, each text once, and the ids it is forgotten by."""
    posts = list(posts)
    words = "\n\n".join(dict.fromkeys(post.note for post in posts))
    return words, " ".join(str(post.pk) for post in posts)


def forget(request, subject) -> int:
    """Delete the kept notes that a form names, as far as they are the sender's own."""
    named = request.POST.get("kept", "").split()[:IDS_AT_MOST]
    ids = [int(pk) for pk in named if pk.isascii() and pk.isdecimal() and len(pk) < 19]
    if not ids:
        return 0
    return KeptPost.objects.of(request.user, subject).filter(pk__in=ids).delete()[0]


def was_shown(request, reference) -> bool:
    """Say whether a form proves that this person had this request before them."""
    ticket = page_ticket(request, reference)
    return ticket is not None and ticket.user_id == request.user.pk


@sensitive_variables()
def left_behind(request, reference, action) -> bool:
    """Keep a note on a request that is not with its writer any more.

    They had it before them when they wrote, so that what they know stays with it.
    """
    note = typed_note(request, action)
    if not note or not was_shown(request, reference):
        return False
    reference = normal_reference(reference)
    subject = ConsultationRequest.objects.filter(reference=reference).first()
    if subject is None:
        return False
    subject.add_note(note, by=request.user)
    messages.warning(
        request,
        _(
            "The request is not with you any more. What you wrote is kept there as a "
            "note; nothing else was done."
        ),
    )
    return True


class KeepingViews:
    """What becomes of a note when its session ended before it was sent."""

    def get_urls(self):
        drop = self.admin_site.admin_view(self.drop_kept_view)
        own = path("<str:reference>/kept/drop/", drop, name=DROP.split(":")[1])
        return [own, *super().get_urls()]

    def keeping(self, view, pressed=""):
        """Let a POST without its session keep the note; any other goes its way.

        `pressed` is the action, where it is not in the address.
        """

        @wraps(view)
        def kept_or_done(request, reference, **rest):
            ticket = page_ticket(request, reference) if request.POST else None
            others = ticket is not None and ticket.user_id != request.user.pk
            signed_out = not request.user.is_authenticated
            if request.method == "POST" and (signed_out or others):
                action = pressed or rest["action"]
                return keep_and_lead_back(request, reference, action)
            return view(request, reference=reference, **rest)

        return kept_or_done

    def drop_kept_view(self, request, reference):
        """Throw a kept note away."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        subject = self._found(request, reference)
        if forget(request, subject):
            messages.success(request, _("Thrown away."))
        return redirect(DETAIL, subject.reference)
