"""The optional second page: shown, kept, and what it says when it is too late."""

from django.core import signing
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from clinic.bare import bare_page
from clinic.models import ServicePage
from consultations.forms.details import DetailsForm, as_plain_text, words_on
from consultations.models import (
    ConsultationRequest,
    IllegalTransition,
    Step,
    steps,
)
from consultations.models.crisis_mark import speaks_of_danger
from consultations.models.details import KEEP
from consultations.questionnaire import Questionnaire
from consultations.ticket import MAX_AGE
from consultations.views.guard import keeps_the_text
from consultations.views.sent import sent_from_here

SALT = "consultations.details"
# Why nothing can be added: the browser knows no request (the hour is over, or it is
# another browser), it has sent another one since, or the request is closed.
UNKNOWN, ANOTHER, CLOSED = "unknown", "another", "closed"


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_the_text
def add_details(request: HttpRequest) -> HttpResponse:
    """Show the second page, or keep its answers and go back to the received page."""
    try:
        subject = sent_from_here(request)
        if subject is None or not subject.is_open:
            return too_late(request, CLOSED if subject else UNKNOWN)
        if request.method == "POST":
            return _send(request, subject)
        response = _show(request, subject, _form(subject))
        steps.count_shown(request, Step.DETAILS_SHOWN, subject.source_page_id)
        return response
    except (OperationalError, InterfaceError):
        if request.method != "POST":
            raise
        typed = as_plain_text(request.POST)
        return bare_page(request, "consultations/details_away.html", 503, typed=typed)


@sensitive_variables()
def _send(request: HttpRequest, subject: ConsultationRequest) -> HttpResponse:
    form = _form(subject, request.POST)
    try:
        shown_for, digest = signing.loads(
            request.POST.get("signed_time", ""), salt=SALT, max_age=MAX_AGE
        )
    except (signing.BadSignature, ValueError, TypeError):
        return send_again(request, subject, _("This page had been open too long."))
    if not constant_time_compare(shown_for, subject.reference):
        return too_late(request, ANOTHER)
    if not constant_time_compare(digest, form.asked.digest):
        changed = _("We changed our questions while you had this page open.")
        return send_again(request, subject, changed)
    form.is_valid()
    try:
        subject.add_details(
            reason=form.reason(subject),
            answers=form.answers(subject),
            service=_service(form.service_slug),
        )
    except IllegalTransition:
        # Closed at the desk in this very moment.
        return too_late(request, CLOSED)
    steps.count(Step.DETAILS_SENT, subject.source_page_id)
    if form.errors:
        return _show(request, subject, form, kept=True)
    return redirect("request_received")


@sensitive_variables()
def send_again(request, subject, why: str, status=200) -> HttpResponse:
    """Show the page with every answer that came, ready to be sent once more."""
    form = _form(subject, request.POST)
    form.add_error(None, f"{why} {_('Your answers are here: send them again.')}")
    return _show(request, subject, form, status=status)


@sensitive_variables()
def too_late(request: HttpRequest, why: str, status=None) -> HttpResponse:
    """Say that nothing was added, what to do, and give back what was written."""
    posted = request.method == "POST"
    form = DetailsForm(request.POST, asked=Questionnaire.current()) if posted else None
    typed = form.as_text if posted else ""
    context = {
        "why": why,
        "posted": posted,
        "typed": typed,
        "crisis": posted and speaks_of_danger([words_on(request.POST)]),
    }
    status = status or (409 if posted else 200)
    return render(request, "consultations/details_late.html", context, status=status)


@sensitive_variables()
def _show(request, subject, form, *, kept=False, status=200) -> HttpResponse:
    context = {
        "form": form,
        "subject": subject,
        "kept": kept,
        "lost": form.not_asked if form.is_bound else "",
        "crisis": form.is_bound and speaks_of_danger([words_on(form.data)]),
        "signed": signing.dumps([subject.reference, form.asked.digest], salt=SALT),
    }
    return render(request, "consultations/details.html", context, status=status)


def _form(subject, data=None) -> DetailsForm:
    """Return the form; what somebody answered before is not in it.

    Others may use the same browser within the hour. The service alone is chosen
    beforehand: it says no more than the page that somebody came from.
    """
    asked = Questionnaire.current()
    page = subject.service
    service = page.slug if page and page.live else subject.service_title
    return DetailsForm(data, asked=asked, service=service)


def _service(slug: str | None):
    """Return what `add_details()` takes for a slug: a page, None, or as before."""
    if slug is None:
        return KEEP
    return ServicePage.objects.live().public().filter(slug=slug).first()
