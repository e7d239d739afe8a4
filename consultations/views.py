"""The public side: the form, what it says afterwards, and how it fails."""

from functools import wraps

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from clinic.bare import bare_page
from clinic.models import LocationPage, ServicePage
from consultations import clocks, promise
from consultations.fields import printable
from consultations.forms import RequestForm
from consultations.models import (
    ConsentWording,
    ConsultationRequest,
    IntakeSettings,
    QuarantineReason,
)
from consultations.models.lookups import name_words, normal_email, normal_phone
from consultations.ticket import Ticket, Unusable

COOKIE = "consultation_request"
COOKIE_AGE = 60 * 60
BIGGEST_ID = 2**63 - 1


def keeps_the_text(view):
    """Answer with the phone number and the person's own text when the database is away.

    What these pages show is for one person and one moment: nothing keeps it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except (OperationalError, InterfaceError):
            response = _database_away(request)
        response["Referrer-Policy"] = "same-origin"
        patch_vary_headers(response, ["Cookie"])
        return response

    return never_cache(sensitive_post_parameters()(guarded))


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_the_text
def request_consultation(request: HttpRequest) -> HttpResponse:
    """Show the form, or keep what was sent and go on to the received page."""
    if request.method == "POST":
        return _send(request)
    return _show(request, _form(), _new_ticket(request))


@require_safe
@keeps_the_text
def request_received(request: HttpRequest) -> HttpResponse:
    """Say that we have the request: reference, when we try first, what comes next."""
    received = _sent_from_here(request)
    intake = IntakeSettings.load()
    context = {"intake": intake, "received": received}
    if received is not None:
        context["promise"] = promise.to_the_requester(received, intake)
    return render(request, "consultations/received.html", context)


@keeps_the_text
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Keep a visitor's text when the forgery check fails on the request form."""
    if request.path != reverse("request_consultation"):
        return bare_page(request, "403.html", 403, stale=True)
    if settings.CSRF_COOKIE_NAME not in request.COOKIES:
        context = {"typed": _typed(request)}
        return render(request, "consultations/no_cookies.html", context, status=403)
    try:
        ticket = _read_ticket(request)
    except Unusable:
        ticket = _new_ticket(request, patient=True)
    message = _("This page had been open for a while.")
    return _send_again(request, ticket, message, status=403)


@sensitive_variables()
def _send(request: HttpRequest) -> HttpResponse:
    try:
        ticket = _read_ticket(request)
    except Unusable:
        ticket = _new_ticket(request, patient=True)
        return _send_again(request, ticket, _("This form had been open too long."))
    form = _form(request.POST, ticket)
    if not form.is_valid():
        return _show(request, form, ticket)
    key = _submission_key(ticket, form.content)
    ConsultationRequest.receive(
        submission_key=key,
        consent=_consent(ticket),
        quarantine_reasons=_suspicions(ticket, form),
        language=get_language() or settings.LANGUAGE_CODE,
        source_page=Page.objects.filter(pk=ticket.page_id).first(),
        service=ServicePage.objects.filter(pk=ticket.service_id).first(),
        location=LocationPage.default(),
        **form.content,
    )
    response = redirect("request_received")
    response.set_signed_cookie(
        COOKIE,
        key,
        salt=COOKIE,
        max_age=COOKIE_AGE,
        path=reverse("request_consultation"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _send_again(request, ticket, why: str, status=200) -> HttpResponse:
    """Show the form with everything the person wrote, ready to be sent once more."""
    form = _form(request.POST, ticket)
    form.add_error(None, f"{why} {_('Your text is here: send it again.')}")
    return _show(request, form, ticket, status=status)


def _show(request, form, ticket, status=200) -> HttpResponse:
    intake = IntakeSettings.load()
    hours = clocks.hours_of(LocationPage.default())
    context = {
        "form": form,
        "ticket": ticket,
        "intake": intake,
        "promise": promise.to_a_visitor(hours, intake),
        "correcting": (
            ConsultationRequest.for_key(ticket.key) if ticket.correcting else None
        ),
    }
    return render(request, "consultations/request_form.html", context, status=status)


def _form(data=None, ticket: Ticket | None = None) -> RequestForm:
    wording = _consent(ticket) if ticket else ConsentWording.current(get_language())
    hours = clocks.hours_of(LocationPage.default())
    return RequestForm(
        data,
        windows=hours.windows(),
        consent_text=wording.text,
        next_opening=promise.next_opening_words(hours),
    )


def _consent(ticket: Ticket) -> ConsentWording:
    """Return the wording that the person had before them."""
    shown = ConsentWording.objects.filter(pk=ticket.consent_id).first()
    return shown or ConsentWording.current(get_language())


def _read_ticket(request: HttpRequest) -> Ticket:
    data = request.POST
    return Ticket.read(data.get("submission_key", ""), data.get("signed_time", ""))


def _new_ticket(request: HttpRequest, *, patient: bool = False) -> Ticket:
    """Return a ticket for this showing: where from, and what it may correct."""
    ticket = Ticket(
        consent_id=ConsentWording.current(get_language()).pk, patient=patient
    )
    service = ServicePage.objects.live().public().filter(slug=_slug(request)).first()
    page_id = request.GET.get("from", "")
    # isdecimal() also takes digits that int() reads, of any script.
    if page_id.isdecimal() and len(page_id) < 20 and int(page_id) <= BIGGEST_ID:
        page = Page.objects.live().public().filter(pk=int(page_id)).first()
        ticket.page_id = page and page.pk
    ticket.service_id = service and service.pk
    sent = None if "new" in request.GET else _sent_key(request)
    if sent and not patient and ConsultationRequest.for_key(sent):
        ticket.key, ticket.correcting = sent, True
    return ticket


def _slug(request: HttpRequest) -> str:
    return printable(request.GET.get("service", ""))[:255]


def _suspicions(ticket: Ticket, form: RequestForm) -> list[str]:
    found = []
    if form.fell_for_decoy:
        found.append(QuarantineReason.DECOY.value)
    if ticket.is_too_fast:
        found.append(QuarantineReason.TOO_FAST.value)
    return found


@sensitive_variables()
def _submission_key(ticket: Ticket, content: dict) -> str:
    """Return the key to receive under.

    A form that was offered as a correction, but came back with another person's name,
    phone and e-mail, is a request of its own: a family shares one browser.
    """
    if not ticket.correcting:
        return ticket.key
    earlier = ConsultationRequest.for_key(ticket.key)
    if earlier is None or _same_person(earlier, content):
        return ticket.key
    who = "\0".join([ticket.key, content["name"], content["phone"], content["email"]])
    return salted_hmac("consultations.another", who, algorithm="sha256").hexdigest()


@sensitive_variables()
def _same_person(earlier: ConsultationRequest, content: dict) -> bool:
    pairs = [
        (name_words(earlier.name), name_words(content["name"])),
        (normal_phone(earlier.phone), normal_phone(content["phone"])),
        (normal_email(earlier.email), normal_email(content["email"])),
    ]
    return any(before and before == now for before, now in pairs)


def _sent_key(request: HttpRequest) -> str | None:
    return request.get_signed_cookie(
        COOKIE, default=None, salt=COOKIE, max_age=COOKIE_AGE
    )


def _sent_from_here(request: HttpRequest) -> ConsultationRequest | None:
    key = _sent_key(request)
    return ConsultationRequest.for_key(key) if key else None


def _typed(request: HttpRequest) -> str:
    """Return what the visitor wrote, to copy from a page that cannot send it."""
    return printable(request.POST.get("message", ""))


def _database_away(request: HttpRequest) -> HttpResponse:
    """Answer without the database: phone number, crisis line, the text to copy."""
    posted = request.method == "POST"
    typed = _typed(request) if posted else ""
    return bare_page(request, "503.html", 503, posted=posted, typed=typed)
