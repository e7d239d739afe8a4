"""The private page of one request: correct how to be reached, or withdraw it.

Whoever holds the address may act, so a forged form would have to know it. That, and
the browser's word that the form is ours, stand in for a cookie: with no referrer
allowed, browsers name no origin, and Django's check would refuse every form.
"""

from functools import wraps

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from clinic.bare import bare_page
from consultations import clocks, inbox, promise
from consultations.fields import printable
from consultations.forms import CorrectionForm
from consultations.forms.yours import KEPT_IF_EMPTY
from consultations.masked import ending_of, hint_of
from consultations.models import (
    REQUESTER,
    ConsultationRequest,
    IllegalTransition,
    Status,
    Wording,
    WordingKind,
    own_link,
)
from consultations.views.guard import keeps_the_text

OURS = ("same-origin", "none")


class OwnToken:
    """The token of an address, which no log or report of an error can spell."""

    def __init__(self, value: str):
        self.value = value

    def __repr__(self):
        return "<private link>"


class OwnTokenConverter:
    """What stands in an address where the token belongs, right or wrong."""

    regex = "[^/]+"

    def to_python(self, value: str) -> OwnToken:
        return OwnToken(value)

    def to_url(self, value: str) -> str:
        return value


def hides_its_address(view):
    """Take the token out of the request before anything can go wrong with it.

    Django's log of a refused request and its reports of errors write the path down;
    so does the web server, from the same dictionary.
    """

    @wraps(view)
    def hidden(request: HttpRequest, token: OwnToken) -> HttpResponse:
        masked = request.path.removesuffix(f"{token.value}/") + "hidden/"
        request.path = request.path_info = masked
        for name in {"PATH_INFO", "RAW_URI", "REQUEST_URI"} & request.META.keys():
            request.META[name] = masked
        return view(request, token)

    return hidden


def gives_back_what_was_typed(view):
    """Answer with a new number or address to copy when the database is away.

    That page names the clinic otherwise, and this one is reached from a mailbox.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: OwnToken) -> HttpResponse:
        try:
            return view(request, token)
        except (OperationalError, InterfaceError):
            context = {"typed": _typed(request), "posted": request.method == "POST"}
            context["clinic_name"] = _("Your request")
            return bare_page(request, "consultations/yours_away.html", 503, **context)

    return guarded


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@hides_its_address
@keeps_the_text
@gives_back_what_was_typed
@sensitive_variables()
def request_yours(request: HttpRequest, token: OwnToken) -> HttpResponse:
    """Show what we have and take what changes; looking alone changes nothing."""
    found = ConsultationRequest.of_own_link(token.value)
    if found is None:
        return not_here(request)
    press = request.POST.get("press") if request.method == "POST" else None
    if press is not None and inbox.open_of(found):
        found = ConsultationRequest.of_own_link(token.value)
        if found is None:
            return not_here(request)
    if press is None:
        return _show(request, found)
    if not _sent_from_here(request):
        form = _form(found, request.POST if press == "correct" else None)
        why = _("Another site sent this, so we did nothing. Press the button here.")
        return _show(request, found, form, why=why, status=403)
    if press == "correct":
        return _correct(request, found)
    if press == "stop" and found.is_open:
        return render(request, "consultations/yours_stop.html", {"subject": found})
    if press == "stop now":
        return _withdraw(request, found)
    return _show(request, found)


def not_here(request: HttpRequest) -> HttpResponse:
    """Answer a link that is wrong, void or over, all three alike.

    Every wrong guess comes through here, so a limit on guesses belongs here.
    """
    context = {"typed": _typed(request)}
    return render(request, "consultations/yours_gone.html", context, status=404)


def _sent_from_here(request: HttpRequest) -> bool:
    """Say whether the browser calls the form ours; one that says nothing is believed.

    Whoever posts here knows the address, and could open the page as well.
    """
    return request.headers.get("Sec-Fetch-Site", "same-origin") in OURS


@sensitive_variables()
def _correct(request: HttpRequest, found: ConsultationRequest) -> HttpResponse:
    form, before = _form(found, request.POST), found.own_link
    if found.is_open and not form.is_valid():
        return _show(request, found, form)
    try:
        changed = found.is_open and found.correct(by=REQUESTER, **form.changes)
    except IllegalTransition:
        changed = False
    if not found.is_open:
        # Closed at the desk, or withdrawn in another tab, while the page was open.
        return _show(request, found, typed=_typed(request), status=409)
    done = "same" if not changed else "saved" if found.own_link == before else "moved"
    return HttpResponseRedirect(f"{own_link.path_for(found)}?{done}")


def _withdraw(request: HttpRequest, found: ConsultationRequest) -> HttpResponse:
    try:
        found.withdraw(by=REQUESTER)
    except IllegalTransition:
        return _show(request, found)
    return HttpResponseRedirect(own_link.path_for(found))


@sensitive_variables()
def _typed(request: HttpRequest) -> str:
    """Return what the visitor wrote, to copy from a page that cannot keep it."""
    written = [printable(request.POST.get(name, "")) for name in KEPT_IF_EMPTY]
    return "\n".join(line for line in written if line.strip())


def _form(found: ConsultationRequest, data=None) -> CorrectionForm:
    windows = clocks.hours_of_request(found).windows()
    texts = Wording.current(WordingKind.TEXTS, found.language).said()
    return CorrectionForm(data, subject=found, windows=windows, texts=texts)


@sensitive_variables()
def _show(request, found, form=None, *, why="", typed="", status=200) -> HttpResponse:
    """Show the request in the form that tells a stranger least."""
    if not found.is_open:
        context = {"subject": found, "typed": typed, "when": _when(found)}
        template = "consultations/yours_closed.html"
        return render(request, template, context, status=status)
    form = form or _form(found)
    waiting = found.status != Status.SCHEDULED and not found.first_conversation_at
    context = {
        "subject": found,
        "form": form,
        "why": why,
        "promise": promise.to_the_requester(found).promise if waiting else None,
        "ending": ending_of(found.phone),
        "hint": hint_of(found.email) if found.email else "",
        "windows": ", ".join(map(clocks.window_words, found.contact_times)),
        "saved": "saved" in request.GET or "moved" in request.GET,
        "moved": "moved" in request.GET,
        "same": "same" in request.GET,
    }
    return render(request, "consultations/yours.html", context, status=status)


def _when(found: ConsultationRequest) -> str:
    """Return when a request was closed, with its date."""
    return clocks.dated_words(found.closed_at, clocks.hours_of_request(found).tz)
