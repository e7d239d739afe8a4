"""Add a caller or a walk-in, in less time than the call takes."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from clinic.models import LocationPage
from consultations import clocks
from consultations.admin.detail import DETAIL
from consultations.admin.queue import TEMPLATES
from consultations.forms import RequestForm
from consultations.models import (
    Channel,
    ConsultationRequest,
    ContactMethod,
    ReadingKind,
    WordingKind,
    WordingSet,
)
from consultations.ticket import KEY_PATTERN, Ticket, Unusable

# What stands in small type for visitors, and what is read to a caller.
SAID_ALREADY = (
    "name",
    "contact_times",
    "voicemail_ok",
    "clinic_name_ok",
    "text_ok",
    "message",
)
KNOWN_AT_MOST = 5
READ_ALOUD = (WordingKind.CONSENT, WordingKind.TEXTS)


class CallerForm(RequestForm):
    """What a coordinator asks while the person is on the line."""

    channel = forms.ChoiceField(
        label=_("How did they come?"),
        choices=[c for c in Channel.choices if c[0] != Channel.WEB],
        initial=Channel.PHONE,
        widget=forms.RadioSelect,
    )
    take_it = forms.BooleanField(
        label=_("I take this one"), required=False, initial=True
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].widget.attrs |= {"autofocus": True, "autocomplete": "off"}
        self.fields["contact_method"].label = _("Reach them by")
        for field in ("phone", "email"):
            self.fields[field].widget.attrs["autocomplete"] = "off"
            # Both are in sight here, and only one of them is needed.
            del self.fields[field].widget.attrs["aria-required"]
        for field in ("consent", "text_ok"):
            words = {"words": self.fields[field].label}
            self.fields[field].label = _("Read aloud and agreed: “%(words)s”") % words
        for field in SAID_ALREADY:
            self.fields[field].help_text = ""
        self.fields["contact_times"].label = _("When suits them?")
        self.fields["voicemail_ok"].label = _("Voicemail allowed")
        self.fields["clinic_name_ok"].label = _("Clinic's name may be said")
        self.fields["for_whom"].help_text = _("The name and number are the caller's.")
        self.fields["message"].label = _("What they said, in their words")
        self.fields["adult"].label = _("The person it is for is 18 or older")
        del self.fields["website"]

    def clean(self):
        """Take an address without a number as the wish to be written to."""
        given = self.cleaned_data
        if given.get("email") and not self.data.get("phone", "").strip():
            given["contact_method"] = ContactMethod.EMAIL.value
        return super().clean()

    @property
    def fell_for_decoy(self) -> bool:
        """Staff see no decoy."""
        return False


class CallerViews:
    """The page behind *Add a caller*."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.caller_view)
        name = "consultations_consultationrequest_caller"
        return [path("caller/", view, name=name), *super().get_urls()]

    @method_decorator(sensitive_post_parameters())
    @method_decorator(sensitive_variables())
    def caller_view(self, request):
        """Show the form, or receive the request as the web form does."""
        if not request.user.has_perm("consultations.add_consultationrequest"):
            raise PermissionDenied
        place = LocationPage.default()
        ticket = _ticket(request)
        wordings = WordingSet.shown(ticket.wordings, get_language())
        form = CallerForm(
            request.POST if request.method == "POST" else None,
            times=CallerForm.times(clocks.window_choices(clocks.hours_of(place))),
            wordings=wordings,
        )
        if form.is_valid():
            received = self._receive(request.user, ticket.key, form, wordings, place)
            self._say_who_rang_before(request, received)
            return redirect(DETAIL, received.reference)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add a caller"),
            "opts": self.opts,
            "form": form,
            "ticket": ticket,
        }
        return TemplateResponse(request, f"{TEMPLATES}/caller.html", context)

    def _say_who_rang_before(self, request, received) -> None:
        """Name earlier requests of the same number while the person is on the line."""
        if not received.phone:
            return
        # One more than are named: the call itself is among them.
        depth = KNOWN_AT_MOST + 1
        same = self.get_queryset(request).matching(received.phone, newest=depth)
        others = same.exclude(pk=received.pk).order_by("-pk").select_related(None)
        known = list(others.only("reference", "status", "disposition")[:KNOWN_AT_MOST])
        if not known:
            return
        self.record_reading(request, ReadingKind.SEARCH, known)
        links = format_html_join(
            ", ",
            '<a href="{}">{}</a> ({})',
            (
                (
                    reverse(DETAIL, args=[one.reference]),
                    one.reference,
                    one.get_disposition_display() or one.get_status_display(),
                )
                for one in known
            ),
        )
        messages.warning(
            request, format_html("{} {}", said("This number is known:"), links)
        )

    @transaction.atomic
    def _receive(self, user, key, form, wordings, place):
        received = ConsultationRequest.receive(
            submission_key=key,
            by=user,
            channel=form.cleaned_data["channel"],
            consent=wordings[WordingKind.CONSENT],
            wordings=wordings.only(*READ_ALOUD),
            location=place,
            **form.content,
        )
        # What is read first is taken on its own page, with what was done about it.
        free = received.assigned_to_id is None and not received.pinned
        if form.cleaned_data["take_it"] and free:
            received.take(by=user)
        return received


def _ticket(request) -> Ticket:
    """Return the ticket that came back, so that what was read aloud is what is kept."""
    data = request.POST
    key, signed = data.get("submission_key", ""), data.get("signed_time", "")
    try:
        return Ticket.read(key, signed)
    except Unusable:
        fresh = Ticket(wordings=WordingSet.current(get_language()).ids)
        if KEY_PATTERN.fullmatch(key):
            # The call is kept once, however long it lasted.
            fresh.key = key
        return fresh
