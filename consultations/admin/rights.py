"""What a person may ask for: everything that is held, and that it is erased."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from consultations import clocks
from consultations.admin.correcting import CORRECT
from consultations.admin.proof import ask_for_proof, proven_lately
from consultations.admin.queue import LIST, TEMPLATES
from consultations.models import (
    ConsultationRequest,
    ReadingKind,
    ReadingReason,
)
from consultations.models.holding import answers_rights
from consultations.person import as_zip, everything_about, offers
from consultations.retention import erase

GIVE = "admin:consultations_consultationrequest_give"
ERASE = "admin:consultations_consultationrequest_erase"
GIVEN_FOR = (ReadingReason.ASKED, ReadingReason.REFERRAL)


class GiveForm(forms.Form):
    """What it is given out for, and which other requests are the person's, too."""

    use_required_attribute = False
    reason = forms.ChoiceField(
        label=_("What for?"),
        choices=[(reason.value, reason.label) for reason in GIVEN_FOR],
        initial=ReadingReason.ASKED,
        error_messages={"required": _("Choose what it is for")},
    )
    also = forms.MultipleChoiceField(
        label=_("Put in with it, because you know that they are of the same person"),
        help_text=_("Families share phones. Ask the person, do not guess."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, offered, **kwargs):
        super().__init__(*args, **kwargs)
        if not offered:
            del self.fields["also"]
            return
        self.fields["also"].choices = [
            (offer.request.reference, offered_words(offer)) for offer in offered
        ]


class EraseForm(forms.Form):
    """Two things that nobody ticks by accident."""

    use_required_attribute = False
    asked = forms.BooleanField(
        label=_("The person asked for it, and I know that it is them"),
        error_messages={"required": _("Tick that the person asked for it")},
    )
    forever = forms.BooleanField(
        label=_("I know that nobody can bring it back"),
        error_messages={"required": _("Tick that you know it cannot be undone")},
    )


def offered_words(offer) -> str:
    """Return what tells a request that may be of the same person."""
    said = [
        (offer.same_phone, gettext("same phone")),
        (offer.same_email, gettext("same e-mail")),
        (offer.linked, gettext("linked at the desk")),
    ]
    why = ", ".join(words for holds, words in said if holds)
    request, zone = offer.request, timezone.get_current_timezone()
    came = clocks.moment_words(request.received_at, timezone.now(), zone)
    facts = {"reference": request.reference, "came": came, "why": why}
    return gettext("%(reference)s, came %(came)s: %(why)s") % facts


class RightsViews:
    """Two pages for managers; both ask once more who is at the keyboard."""

    def get_urls(self):
        give = self.admin_site.admin_view(self.give_view)
        erased = self.admin_site.admin_view(self.erase_view)
        return [
            path("<str:reference>/give/", give, name=GIVE.split(":")[1]),
            path("<str:reference>/erase/", erased, name=ERASE.split(":")[1]),
            *super().get_urls(),
        ]

    @method_decorator(sensitive_variables())
    def give_view(self, request, reference):
        """Ask what for and for which requests, then hand over one archive."""
        subject = self._for_rights(request, reference)
        if isinstance(subject, HttpResponse):
            return subject
        offered = offers(subject, request.user)
        posted = request.POST if request.method == "POST" else None
        form = GiveForm(posted, offered=offered)
        if form.is_valid():
            chosen = form.cleaned_data.get("also", ())
            others = [o.request.pk for o in offered if o.request.reference in chosen]
            return self._given(request, subject, others, form.cleaned_data["reason"])
        return self._rights_page(request, "give", subject, form=form)

    @sensitive_variables()
    def _given(self, request, subject, others: list[int], reason: str) -> HttpResponse:
        """Seal the export into the trail, then gather what leaves.

        Not in one transaction: on SQLite nobody could send a request meanwhile.
        """
        more = self.get_queryset(request).with_told().filter(pk__in=others)
        requests = [subject, *more.order_by("pk")]
        reason = ReadingReason(reason)
        self.record_reading(request, ReadingKind.EXPORT, requests, reason)
        told = everything_about(requests, by=request.user, what_for=reason.label)
        name = f"{subject.reference}.zip"
        response = HttpResponse(
            as_zip(told, subject.reference), content_type="application/zip"
        )
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response

    def erase_view(self, request, reference):
        """Say exactly what goes and what stays, then erase."""
        subject = self._for_rights(request, reference)
        if isinstance(subject, HttpResponse):
            return subject
        root = subject.duplicate_of_id or subject.pk
        group = ConsultationRequest.objects.with_duplicates([root]).order_by("pk")
        group = list(group.only("reference", "status", "held_at"))
        held = [one for one in group if one.held_at]
        form = EraseForm(request.POST if request.method == "POST" else None)
        status = 200
        if held and request.method == "POST":
            status = 409
        elif form.is_valid():
            gone = erase(subject, by=request.user)
            if gone:
                words = ngettext(
                    "Erased for good: %(number)s request.",
                    "Erased for good: %(number)s requests.",
                    len(gone),
                )
                messages.success(request, words % {"number": len(gone)})
                return redirect(LIST)
            told = _("Somebody works on it at this moment. Nothing was erased.")
            messages.warning(request, told)
            status = 409
        pks = [one.pk for one in group]
        others = [
            {
                "words": offered_words(o),
                "url": reverse(ERASE, args=[o.request.reference]),
            }
            for o in offers(subject, request.user)
            if o.request.pk not in pks
        ]
        more = {"group": group, "held": held, "others": others, "form": form}
        more["counts"] = _counts(pks)
        return self._rights_page(request, "erase", subject, status=status, **more)

    def _for_rights(self, request, reference):
        """Return the request for whoever may; else the answer that they get."""
        if not answers_rights(request.user):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        subject = self._found(request, reference)
        if not proven_lately(request):
            return ask_for_proof(request.path)
        return subject

    def _rights_page(self, request, name, subject, status=200, **more):
        context = {
            **self.admin_site.each_context(request),
            "title": subject.reference,
            "opts": self.opts,
            "subject": subject,
            **more,
        }
        template = f"{TEMPLATES}/{name}.html"
        return TemplateResponse(request, template, context, status=status)

    def rights_context(self, request, subject) -> dict:
        """Return where a request's page leads this user for the person's rights."""
        user, at = request.user, [subject.reference]
        may = {
            "correct_url": (CORRECT, user.has_perm("consultations.work_requests")),
            "give_url": (GIVE, answers_rights(user)),
            "erase_url": (ERASE, answers_rights(user)),
        }
        return {
            name: reverse(place, args=at) if allowed else ""
            for name, (place, allowed) in may.items()
        }


def _counts(pks: list[int]) -> dict:
    """Return how many entries of history, and kept notes, would go."""
    found = ConsultationRequest.objects.filter(pk__in=pks)
    return found.aggregate(
        events=Count("events", distinct=True),
        kept=Count("kept_posts", distinct=True),
    )
