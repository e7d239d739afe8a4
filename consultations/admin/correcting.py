"""Correcting what a person told us, on their word: both versions are kept."""

from copy import deepcopy
from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from clinic.phone import display
from consultations import clocks
from consultations.admin.presenting import told
from consultations.admin.queue import TEMPLATES
from consultations.fields import StoryField
from consultations.forms.request import MESSAGE_LIMIT, RequestForm
from consultations.forms.way import WayForm
from consultations.models import (
    AnswerKind,
    PageTicket,
    ReadingKind,
    Wording,
    WordingKind,
)
from consultations.models.afterwards import AT_THE_DESK
from consultations.models.refusals import Refused
from consultations.typed import DETAIL

CORRECT = "admin:consultations_consultationrequest_correct"
ACTION = "correct_at_the_desk"
# In the order of the page, so that the list of errors has it, too.
ASKED = (
    "name",
    "phone",
    "email",
    "contact_method",
    "contact_times",
    "voicemail_ok",
    "clinic_name_ok",
    "text_ok",
    "for_whom",
    "message",
)
TYPED_ANSWERS = (AnswerKind.LINE, AnswerKind.TEXT)
NOTE_LIMIT = 5000


class DeskCorrectionForm(WayForm):
    """All that a person told us, as it stands, to be put right with them."""

    use_required_attribute = False

    def __init__(self, *args, subject, windows, texts: str, **kwargs):
        initial = {name: getattr(subject, name) for name in ASKED}
        initial["phone"] = display(subject.phone)
        super().__init__(*args, initial=initial, prefix=ACTION, **kwargs)
        self.subject = subject
        for name in ASKED:
            self.fields[name] = deepcopy(RequestForm.base_fields[name])
        for name in ("name", "phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        offered = sorted({*windows, *subject.contact_times})
        self.fields["contact_times"].choices = [
            (window, clocks.window_words(window)) for window in offered
        ]
        self._say_it_as_the_desk_does(texts)
        if subject.is_open:
            self._ask_for_answers()
        self.fields["note"] = StoryField(
            label=_("How do you know?"),
            help_text=_("For example: rang from the number we have. It is kept."),
            required=False,
            limit=NOTE_LIMIT,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _say_it_as_the_desk_does(self, texts: str) -> None:
        labels = {
            "name": _("Name"),
            "contact_method": _("Reach them by"),
            "contact_times": _("When suits them?"),
            "voicemail_ok": _("Voicemail allowed"),
            "clinic_name_ok": _("Clinic's name may be said"),
            "text_ok": _("Read aloud and agreed: “%(words)s”") % {"words": texts},
            "message": _("Their story"),
        }
        for name in ASKED:
            self.fields[name].help_text = ""
            self.fields[name].label = labels.get(name, self.fields[name].label)
        if self.subject.email and self.subject.is_open:
            self.fields["email"].help_text = _(
                "A new address gets the acknowledgement, and the private link in the "
                "earlier mail leads nowhere any more."
            )

    def _ask_for_answers(self) -> None:
        """Add the answers in words of their own; choices are made anew on the form."""
        for key, stored in self.subject.answers_by_question.items():
            if stored["kind"] in TYPED_ANSWERS:
                self.fields[f"answer_{key}"] = StoryField(
                    label=stored["question"],
                    initial=stored["answer"],
                    required=False,
                    limit=MESSAGE_LIMIT,
                    widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
                )

    @property
    def answer_fields(self) -> list:
        """Return the fields of the second page's answers."""
        return [self[name] for name in self.fields if name.startswith("answer_")]

    @property
    def changes(self) -> dict:
        """Return what `ConsultationRequest.correct()` takes of a valid form."""
        given = {name: self.cleaned_data[name] for name in AT_THE_DESK}
        if sorted(given["contact_times"]) == sorted(self.subject.contact_times):
            given["contact_times"] = self.subject.contact_times
        return given

    @property
    def answers(self) -> dict | None:
        """Return all answers by their questions' keys, or None where none changed."""
        told_now = {one.key: one for one in self.subject.told if one.key}
        fresh = {
            key: replace(one, answer=self.cleaned_data[f"answer_{key}"])
            for key, one in told_now.items()
            if f"answer_{key}" in self.cleaned_data
        }
        return told_now | fresh if any(fresh[k] != told_now[k] for k in fresh) else None


class CorrectingViews:
    """The page behind *Correct what is written here*."""

    def get_urls(self):
        view = self.keeping(self.admin_site.admin_view(self.correct_view))
        name = CORRECT.split(":")[1]
        own = path("<str:reference>/correct/", view, {"action": ACTION}, name=name)
        return [own, *super().get_urls()]

    @method_decorator(sensitive_post_parameters())
    @method_decorator(sensitive_variables())
    def correct_view(self, request, reference, action):
        """Show what we have and keep what changes; the earlier version stays."""
        user = request.user
        if not user.has_perm("consultations.change_consultationrequest"):
            raise PermissionDenied
        if not user.has_perm("consultations.work_requests"):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        subject = self._found(request, reference)
        posted = request.POST if request.method == "POST" else None
        form = DeskCorrectionForm(
            posted,
            subject=subject,
            windows=clocks.hours_of_request(subject).windows(),
            texts=Wording.current(WordingKind.TEXTS, subject.language).said(),
        )
        status = 200
        if form.is_valid():
            try:
                changed = self._correct(user, subject, form, posted.get("seen", ""))
            except Refused as refused:
                messages.warning(request, told(refused))
                subject, status = self._found(request, reference), 409
            else:
                said = _("Corrected.") if changed else _("Nothing was changed.")
                messages.success(request, said)
                return redirect(DETAIL, subject.reference)
        self.record_reading(request, ReadingKind.DETAIL, [subject])
        newest = subject.events.order_by("pk").values_list("pk", flat=True).last()
        context = {
            **self.admin_site.each_context(request),
            "title": subject.reference,
            "opts": self.opts,
            "subject": subject,
            "form": form,
            "seen": newest,
            "page": PageTicket.signed(user, subject),
        }
        template = f"{TEMPLATES}/correct.html"
        return TemplateResponse(request, template, context, status=status)

    @transaction.atomic
    def _correct(self, user, subject, form, seen: str) -> bool:
        answers = form.answers
        changed = subject.correct(
            by=user,
            note=form.cleaned_data["note"],
            # Without its number nobody can tell what the page showed: nothing is saved.
            seen=int(seen) if seen.isascii() and seen.isdecimal() else 0,
            **form.changes,
        )
        if answers is not None:
            subject.add_details(reason=subject.reason, answers=answers, by=user)
        return changed or answers is not None
