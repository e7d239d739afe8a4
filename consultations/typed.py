"""A note is not lost to a session that ended: who wrote it, and the way back to it."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from consultations.fields import printable
from consultations.models import ConsultationRequest, KeptPost, PageTicket
from consultations.models.lookups import normal_reference

ACT = "admin:consultations_consultationrequest_act"
DETAIL = "admin:consultations_consultationrequest_change"
DECIDE, NOTED = "decide", "answer_read_first"
# A note that is too long for the history is cut by whoever wrote it, not by us.
KEPT_AT_MOST = 20_000


@sensitive_variables()
def typed_note(request: HttpRequest, action: str) -> str:
    """Return what came with an action for the history: what was done, and a note."""
    written = (_typed(request, f"{action}-{field}") for field in ("did", "note"))
    return "\n\n".join(text for text in written if text)


@sensitive_variables()
def typed_reason(request: HttpRequest, action: str) -> str:
    """Return the reason that came with a decision; it goes into no note."""
    return _typed(request, f"{DECIDE}-reason") if action == DECIDE else ""


@sensitive_variables()
def _typed(request: HttpRequest, field: str) -> str:
    return printable(request.POST.get(field, ""))[:KEPT_AT_MOST].strip()


def page_ticket(request: HttpRequest, reference: str) -> PageTicket | None:
    """Return the proof that came with a form, if it is one of this request's page."""
    ticket = PageTicket.read(request.POST.get("page", ""))
    same = ticket and ticket.reference == normal_reference(reference)
    return ticket if same else None


@sensitive_variables()
def keep_and_lead_back(request: HttpRequest, reference: str, action: str):
    """Keep the note of an action that was not carried out; lead to its request.

    Nobody is let in by this: without a session the way leads over the sign-in, and
    only the person whom we showed the form to sees the note again.
    """
    kept_for = _keep(request, page_ticket(request, reference), action)
    there = reverse(DETAIL, args=[normal_reference(reference) or reference])
    if not request.user.is_authenticated:
        return _over_the_sign_in(there)
    if kept_for is None:
        messages.warning(request, _("The page had expired. Press once more."))
    elif kept_for == request.user.pk:
        messages.warning(request, _("The page had expired. Nothing was done yet."))
    else:
        messages.warning(
            request,
            _("Somebody else was signed in on that page. Their note waits for them."),
        )
    return redirect(there)


@sensitive_variables()
def _keep(request, ticket, action) -> int | None:
    """Return for whom a note was kept; None where there was none or no proof."""
    note, reason = typed_note(request, action), typed_reason(request, action)
    if ticket is None or not (note or reason):
        return None
    if not get_user_model().objects.filter(pk=ticket.user_id, is_active=True).exists():
        return None
    subject = ConsultationRequest.objects.filter(reference=ticket.reference).first()
    if subject is None:
        return None
    # What lies under a decision is its reason; its answer is kept as a note.
    kept = {NOTED if action == DECIDE else action: note} | {DECIDE: reason}
    for pressed, words in kept.items():
        if words:
            KeptPost.keep(ticket, subject, pressed, words)
    return ticket.user_id


def _over_the_sign_in(there: str) -> HttpResponse:
    back = urlencode({REDIRECT_FIELD_NAME: there})
    return redirect(f"{reverse(settings.LOGIN_URL)}?{back}")
