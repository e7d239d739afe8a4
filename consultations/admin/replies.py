"""Replies: the templates that managers keep, and sending one to a person."""

import secrets
from urllib.parse import quote

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from consultations.admin.actions import PressForm
from consultations.admin.detail import CHANGES
from consultations.admin.presenting import told
from consultations.admin.queue import TEMPLATES
from consultations.models import (
    EventKind,
    NotAllowed,
    PageTicket,
    ReadingKind,
    ReplyChannel,
    ReplyTemplate,
)
from consultations.models.refusals import Refused
from consultations.models.reply import why_not
from consultations.typed import DETAIL

KEY_PATTERN = r"[0-9a-f]{32}"


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(admin.ModelAdmin):
    """Words that the desk sends again and again; managers keep them."""

    fields = ["name", "channel", "language", "subject", "body", "position", "is_on"]
    list_display = ["name", "channel", "language", "position", "is_on"]
    list_filter = ["channel", "language", "is_on"]
    ordering = ["position", "pk"]
    actions = None

    def has_delete_permission(self, request, obj=None) -> bool:
        """Refuse: what was sent names its template. It is switched off instead."""
        return False


class ReplyForm(PressForm):
    """The press that sends: which words were looked at, and a key that counts once."""

    looked_at = forms.CharField(widget=forms.HiddenInput, max_length=64)
    key = forms.RegexField(rf"^{KEY_PATTERN}$", widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def arguments(self) -> dict:
        names = ("looked_at", "key", "seen")
        chosen = {name: self.cleaned_data[name] for name in names}
        return super().arguments() | chosen


class ReplyViews:
    """Choosing a template, its exact words for one request, and sending them."""

    def get_urls(self):
        views = {
            "replies": ("<str:reference>/reply/", self.replies_view),
            "reply": ("<str:reference>/reply/<int:number>/", self.reply_view),
            "replied": ("<str:reference>/replied/<int:number>/", self.replied_view),
        }
        own = []
        for name, (pattern, view) in views.items():
            view = self.keeping(self.admin_site.admin_view(view), "reply")
            name = f"consultations_consultationrequest_{name}"
            own.append(path(pattern, view, name=name))
        return own + super().get_urls()

    def replies_view(self, request, reference):
        """List what can be sent, and why some of it may not."""
        subject = self._answering(request, reference)
        refused = {channel: why_not(subject, channel) for channel in ReplyChannel}
        offered = [
            {
                "template": one,
                "url": _url("reply", subject.reference, one.pk),
                "why_not": refused[one.channel],
            }
            for one in ReplyTemplate.objects.in_use(subject.language)
        ]
        context = {"title": _("Send a reply"), "offered": offered}
        return self._shown(request, "replies", subject, context)

    @method_decorator(sensitive_post_parameters())
    @method_decorator(sensitive_variables())
    def reply_view(self, request, reference, number):
        """Show the exact words for this request; a POST sends them."""
        sends = request.method == "POST"
        subject = self._answering(request, reference, or_none=sends)
        if subject is None:
            return self.gone(request, reference, "reply")
        template = ReplyTemplate.objects.filter(pk=number, is_on=True).first()
        if template is None:
            raise Http404
        if not sends:
            return self._preview(request, subject, template)
        form = self._form(request, subject, request.POST)
        if not form.is_valid():
            return self._preview(request, subject, template, form)
        try:
            event = subject.reply(template, by=request.user, **form.arguments())
        except Refused as refused:
            return self._refused(request, reference, template, refused, form)
        if event.details["channel"] == ReplyChannel.TEXT:
            return redirect(_url("replied", subject.reference, event.pk))
        messages.success(request, _("Sent; it goes out in a moment."))
        return redirect(DETAIL, subject.reference)

    @method_decorator(sensitive_variables())
    def replied_view(self, request, reference, number):
        """Offer the words of a text to the phone, while the person still allows it."""
        subject = self._answering(request, reference)
        texts = subject.events.filter(
            kind=EventKind.REPLIED, details__channel=ReplyChannel.TEXT.value
        )
        event = texts.filter(pk=number, corrections=None).first()
        if event is None:
            raise Http404
        refused = why_not(subject, ReplyChannel.TEXT)
        words = event.note
        number = subject.phone.partition(";")[0]
        context = {
            "title": _("Text it"),
            "why_not": refused,
            "words": "" if refused else words,
            "sms": "" if refused else f"sms:{number}?body={quote(words)}",
        }
        return self._shown(request, "replied", subject, context)

    def _answering(self, request, reference, or_none=False):
        if not request.user.has_perm(CHANGES):
            raise PermissionDenied
        return self._found(request, reference, or_none)

    def _form(self, request, subject, data=None, **initial) -> ReplyForm:
        given = {"user": request.user, "subject": subject, "prefix": "reply"}
        return ReplyForm(data, initial=initial, **given)

    def _preview(self, request, subject, template, form=None, status=200):
        """Show the words, or why they cannot be sent."""
        refused, words = why_not(subject, template.channel), None
        if not refused and not subject.can("reply"):
            refused = _("It is closed. Reopen it first.")
        if not refused:
            try:
                words = template.words_for(subject)
            except NotAllowed as stands_against:
                refused = str(stands_against)
        if words and (form is None or status == 409):
            did = form.data.get("reply-did", "") if form else ""
            newest = subject.events.values_list("pk", flat=True).last()
            form = self._form(
                request,
                subject,
                looked_at=words.digest,
                key=secrets.token_hex(16),
                seen=newest,
                did=did,
            )
        by_mail = template.channel == ReplyChannel.MAIL
        context = {
            "title": _("Send a reply"),
            "template": template,
            "words": words,
            "why_not": refused,
            "form": form if words else None,
            "to": subject.email if by_mail else subject.phone,
            "by_mail": by_mail,
            "page": PageTicket.signed(request.user, subject),
            "replies": _url("replies", subject.reference),
        }
        return self._shown(request, "reply", subject, context, status)

    def _refused(self, request, reference, template, refused, form):
        """Say what stands in the way, with the words as they would go out now."""
        messages.warning(request, told(refused))
        subject = self._found(request, reference, or_none=True)
        if subject is None:
            return self.gone(request, reference, "reply", had_it=True)
        return self._preview(request, subject, template, form, status=409)

    def _shown(self, request, name, subject, context, status=200):
        self.record_reading(request, ReadingKind.DETAIL, [subject])
        context |= {"subject": subject, "opts": self.opts}
        context = self.admin_site.each_context(request) | context
        template = f"{TEMPLATES}/{name}.html"
        return TemplateResponse(request, template, context, status=status)


def _url(name: str, *args) -> str:
    return reverse(f"admin:consultations_consultationrequest_{name}", args=args)
