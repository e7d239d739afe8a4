"""Copying one request into a chart: an export with its reason, by POST alone."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from consultations.admin.queue import TEMPLATES
from consultations.chart import chart_text
from consultations.models import ReadingKind, ReadingReason
from consultations.models.actors import decides

DETAIL = "admin:consultations_consultationrequest_change"
CHART = "admin:consultations_consultationrequest_chart"
ASKED_FOR = (
    ReadingReason.CHART,
    ReadingReason.CONSULTATION,
    ReadingReason.REFERRAL,
    ReadingReason.ASKED,
)


class ChartForm(forms.Form):
    """What a copy is for; chosen from a list, so that the trail holds no typed text."""

    use_required_attribute = False
    reason = forms.ChoiceField(
        label=_("What for?"),
        choices=[(reason.value, reason.label) for reason in ASKED_FOR],
        initial=ReadingReason.CHART,
        error_messages={"required": _("Choose what it is for")},
    )


class ChartViews:
    """The page with one request as text, and the form that leads there."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.chart_view)
        name = "consultations_consultationrequest_chart"
        return [path("<str:reference>/chart/", view, name=name), *super().get_urls()]

    def chart_context(self, subject) -> dict:
        """Return what the form on a request's own page needs."""
        return {
            "chart_form": ChartForm(prefix="chart"),
            "chart_url": reverse(CHART, args=[subject.reference]),
        }

    @method_decorator(sensitive_variables())
    def chart_view(self, request, reference):
        """Show the text and record the export with what it is for."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        subject = self._found(request, reference)
        form = ChartForm(request.POST, prefix="chart")
        if not form.is_valid():
            messages.error(request, _("Choose what the copy is for."))
            return redirect(DETAIL, subject.reference)
        reason = ReadingReason(form.cleaned_data["reason"])
        self.record_reading(request, ReadingKind.EXPORT, [subject], reason)
        reasons = decides(request.user)
        brought = ("actor", "suitability_reason") if reasons else ("actor",)
        text = chart_text(
            subject,
            subject.events.select_related(*brought),
            by=request.user,
            what_for=reason.label,
            reasons=reasons,
        )
        context = {
            **self.admin_site.each_context(request),
            **self.mail_context(request),
            "title": subject.reference,
            "opts": self.opts,
            "subject": subject,
            "text": text,
            "what_for": reason.label,
        }
        return TemplateResponse(request, f"{TEMPLATES}/chart.html", context)
