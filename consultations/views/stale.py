"""When the forgery check fails, as on a page that was left open for long."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.bare import bare_page
from consultations.models.crisis_mark import speaks_of_danger
from consultations.models.receiving import FREE_TEXT
from consultations.ticket import Unusable
from consultations.typed import ACT, keep_and_lead_back
from consultations.views import details
from consultations.views.form import new_ticket, read_ticket, send_again
from consultations.views.guard import keeps_the_text
from consultations.views.sent import sent_from_here
from consultations.views.unsent import typed_by


@keeps_the_text
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep a visitor's text when the forgery check fails on one of our forms."""
    there = request.resolver_match
    if there is not None and there.view_name == ACT:
        return keep_and_lead_back(request, **there.kwargs)
    if request.path == reverse("request_details"):
        return _details_again(request)
    if request.path != reverse("request_consultation"):
        return bare_page(request, "403.html", 403, stale=True)
    if settings.CSRF_COOKIE_NAME not in request.COOKIES:
        context = {
            "typed": typed_by(request),
            "in_danger": speaks_of_danger(
                request.POST.get(name, "") for name in FREE_TEXT
            ),
        }
        return render(request, "consultations/no_cookies.html", context, status=403)
    try:
        ticket = read_ticket(request)
    except Unusable:
        ticket = new_ticket(request, patient=True)
    message = _("This page had been open for a while.")
    return send_again(request, ticket, message, status=403)


def _details_again(request: HttpRequest) -> HttpResponse:
    subject = sent_from_here(request)
    if subject is None or not subject.is_open:
        why = details.CLOSED if subject else details.UNKNOWN
        return details.too_late(request, why, status=403)
    message = _("This page had been open for a while.")
    return details.send_again(request, subject, message, status=403)
