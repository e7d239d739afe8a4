"""The form: shown, sent, shown again with what was typed."""

from django.conf import settings
from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from clinic.hours import OfficeHours
from clinic.memory import remembered
from clinic.models import LocationPage, ServicePage
from consultations import clocks, limits, promise
from consultations.fields import printable
from consultations.forms import RequestForm
from consultations.models import (
    ConsultationRequest,
    IntakeSettings,
    Step,
    WordingSet,
    steps,
)
from consultations.models.crisis_mark import speaks_of_danger
from consultations.models.lookups import name_words, normal_email, normal_phone
from consultations.models.receiving import FREE_TEXT
from consultations.models.told import sender
from consultations.sent_form import SentForm
from consultations.ticket import Ticket, Unusable
from consultations.views.everybodys import form_for, is_everybodys, require_database
from consultations.views.guard import keeps_the_text, note_received
from consultations.views.keeping import keep
from consultations.views.sent import remember, request_of, sent_key

TEMPLATE = "consultations/request_form.html"
BIGGEST_ID = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_the_text
def request_consultation(request: HttpRequest) -> HttpResponse:
    """Show the form, or keep what was sent and go on to the received page."""
    if request.method == "POST":
        return _send(request)
    ticket = new_ticket(request)
    showing = Showing(request, ticket)
    if is_everybodys(request):
        require_database()
        # Who agrees has to have read the very words that their ticket names.
        words = (get_language(), *ticket.wordings)
        said = (*words, showing.told, showing.told_by_mail)
        response = form_for(
            request, ticket, said, TEMPLATE, lambda: _context(showing, showing.form())
        )
    else:
        response = _show(request, showing, showing.form())
    steps.count_shown(request, Step.SHOWN, ticket.page_id)
    return response


@sensitive_variables()
def _send(request: HttpRequest) -> HttpResponse:
    try:
        ticket = read_ticket(request)
    except Unusable:
        ticket = new_ticket(request, patient=True)
        return send_again(request, ticket, _("This form had been open too long."))
    showing = Showing(request, ticket)
    form = showing.check(request.POST)
    if not form.is_valid():
        return _show_errors(request, showing, showing.form(request.POST))
    sent = SentForm(
        key=_submission_key(request, ticket, form.content),
        at=timezone.now(),
        language=get_language() or settings.LANGUAGE_CODE,
        content=form.content,
        ticket=ticket,
        places=limits.places(request),
        fell_for_decoy=form.fell_for_decoy,
    )
    note_received(request, keep(sent))
    response = redirect("request_received")
    remember(response, sent.key, request)
    return response


def send_again(request, ticket, why: str, status=200) -> HttpResponse:
    """Show the form with everything the person wrote, ready to be sent once more."""
    showing = Showing(request, ticket)
    form = showing.form(request.POST)
    form.add_error(None, f"{why} {_('Your text is here: send it again.')}")
    return _show_errors(request, showing, form, status=status)


def _show_errors(request, showing, form, status=200) -> HttpResponse:
    response = _show(request, showing, form, status=status)
    steps.count(Step.ERRORS, showing.ticket.page_id, fields=form.errors)
    return response


class Showing:
    """The form as one person has it before them: its words, its hours, what is told."""

    def __init__(self, request: HttpRequest, ticket: Ticket):
        self.ticket = ticket
        self.place = LocationPage.main()

    @cached_property
    def intake(self) -> IntakeSettings:
        return IntakeSettings.in_use()

    @cached_property
    def hours(self) -> OfficeHours:
        return clocks.hours_of(self.place)

    @cached_property
    def wordings(self) -> WordingSet:
        return WordingSet.shown(self.ticket.wordings, get_language())

    @cached_property
    def told(self) -> promise.Told:
        """Return what is told to whoever wants a call."""
        return self._told(by_mail=False)

    @cached_property
    def told_by_mail(self) -> promise.Told:
        """Return what is told to whoever wants a mail."""
        return self._told(by_mail=True)

    def _told(self, *, by_mail: bool) -> promise.Told:
        return promise.to_a_visitor(
            self.hours, self.intake, self.wordings, sender(by_mail), by_mail=by_mail
        )

    def form(self, data=None) -> RequestForm:
        """Return the form, empty or as it was sent."""
        return RequestForm(
            data,
            times=self._times(),
            wordings=self.wordings,
            told=self.told,
            told_by_mail=self.told_by_mail,
        )

    def check(self, data) -> RequestForm:
        """Return the form as it was sent, to be checked and not to be shown."""
        return RequestForm(data, times=self._times())

    def _times(self) -> Field:
        return remembered(
            ("times to call", self.place and self.place.pk, get_language()),
            lambda: RequestForm.times(clocks.window_choices(self.hours)),
        )


def _show(request, showing: Showing, form, status=200) -> HttpResponse:
    context = _context(showing, form)
    return render(request, TEMPLATE, context, status=status)


def _context(showing: Showing, form) -> dict:
    ticket = showing.ticket
    return {
        "form": form,
        "ticket": ticket,
        "intake": showing.intake,
        "told": showing.told,
        "told_by_mail": showing.told_by_mail,
        "location": showing.place,
        "correcting": (request_of(ticket.key) if ticket.correcting else None),
        "in_danger": speaks_of_danger(form.data.get(name, "") for name in FREE_TEXT),
    }


def read_ticket(request: HttpRequest) -> Ticket:
    data = request.POST
    return Ticket.read(data.get("submission_key", ""), data.get("signed_time", ""))


def new_ticket(request: HttpRequest, *, patient: bool = False) -> Ticket:
    """Return a ticket for this showing: where from, and what it may correct."""
    wordings = WordingSet.in_use(get_language())
    ticket = Ticket(wordings=wordings.ids, patient=patient)
    slug = _slug(request)
    service = None
    if slug:
        service = ServicePage.objects.live().public().filter(slug=slug).first()
    page_id = request.GET.get("from", "")
    # isdecimal() also takes digits that int() reads, of any script.
    if page_id.isdecimal() and len(page_id) < 20 and int(page_id) <= BIGGEST_ID:
        page = Page.objects.live().public().filter(pk=int(page_id)).first()
        if page:
            ticket.page_id, ticket.page_title = page.pk, page.title
    if service:
        ticket.service_id, ticket.service_title = service.pk, service.title
    sent = None if "new" in request.GET else sent_key(request)
    earlier = request_of(sent) if sent and not patient else None
    # Who stopped one request and writes again writes a new one.
    if earlier is not None and not earlier.is_withdrawn:
        ticket.key, ticket.correcting = sent, True
    return ticket


def _slug(request: HttpRequest) -> str:
    return printable(request.GET.get("service", ""))[:255]


@sensitive_variables()
def _submission_key(request: HttpRequest, ticket: Ticket, content: dict) -> str:
    """Return the key to receive under.

    A form that was offered as a correction, but came back with another person's name,
    phone and e-mail, is a request of its own: a family shares one browser. A form in
    a second tab, open since before the first was sent, belongs to what the first sent
    if the same person sends it.
    """
    if not ticket.correcting:
        sent = _sent_meanwhile(request, ticket, content)
        return sent or ticket.key
    earlier = request_of(ticket.key)
    if earlier is None or _same_person(earlier, content):
        return ticket.key
    who = "\0".join([ticket.key, content["name"], content["phone"], content["email"]])
    return salted_hmac("consultations.another", who, algorithm="sha256").hexdigest()


@sensitive_variables()
def _sent_meanwhile(request: HttpRequest, ticket: Ticket, content: dict) -> str | None:
    """Return the key of what this person sent from here since the form was shown."""
    key = sent_key(request)
    earlier = request_of(key) if key else None
    if earlier is None or earlier.received_at.timestamp() < ticket.shown_at:
        return None
    name, *reaches = _compared(earlier, content)
    return key if _equal(name) and any(map(_equal, reaches)) else None


@sensitive_variables()
def _same_person(earlier: ConsultationRequest, content: dict) -> bool:
    return any(map(_equal, _compared(earlier, content)))


@sensitive_variables()
def _compared(earlier: ConsultationRequest, content: dict) -> list[tuple]:
    """Return name, phone and e-mail of both, as they are compared."""
    return [
        (name_words(earlier.name), name_words(content["name"])),
        (normal_phone(earlier.phone), normal_phone(content["phone"])),
        (normal_email(earlier.email), normal_email(content["email"])),
    ]


def _equal(pair: tuple) -> bool:
    before, now = pair
    return bool(before) and before == now
