"""Who saw what: the manager's report, by person, request, kind and day."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from consultations.admin import trail
from consultations.admin.trail import (
    NAMED_AT_MOST,
    NUMBER_LENGTH,
    number_in,
    page_of,
    readings,
    references_of,
)
from consultations.admin.trail_state import REPORT, trail_state
from consultations.models import ConsultationRequest, ReadingEntry, ReadingKind
from consultations.models.lookups import normal_reference


class ReportForm(forms.Form):
    """What the report is asked for: codes, numbers and days, never what was typed."""

    use_required_attribute = False
    by = forms.ModelChoiceField(
        label=_("Who"), queryset=None, required=False, empty_label=_("Anybody")
    )
    reference = forms.CharField(
        label=_("Reference"), required=False, max_length=20, strip=True
    )
    kind = forms.ChoiceField(
        label=_("How"), required=False, choices=[("", _("Any")), *ReadingKind.choices]
    )
    since = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("To, this day included"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = get_user_model().objects.order_by("first_name", "last_name")
        self.fields["by"].queryset = people
        self.fields["reference"].widget.attrs |= {
            "autocomplete": "off",
            "spellcheck": "false",
        }
        self.subject = None

    def clean_reference(self) -> str:
        """Find the request, so that the address never holds anything but a code."""
        typed = self.cleaned_data["reference"]
        if not typed:
            return ""
        reference = normal_reference(typed)
        found = ConsultationRequest.objects.filter(reference=reference or None)
        self.subject = found.values_list("pk", flat=True).first()
        if self.subject is None:
            raise ValidationError(_("No request has this reference."))
        return reference

    def codes(self) -> dict[str, str]:
        """Return what leads back to this report, checked values alone."""
        if not hasattr(self, "cleaned_data"):
            return {}
        chosen = dict(self.cleaned_data)
        if chosen.get("by"):
            chosen["by"] = chosen["by"].pk
        return {name: str(value) for name, value in chosen.items() if value}

    def found(self, before: int | None):
        """Return a page of readings that fit, and one more; a range of an index."""
        asked, fits = self.cleaned_data, {}
        if asked.get("by"):
            fits["actor"] = asked["by"]
        if asked.get("kind"):
            fits["kind"] = asked["kind"]
        if asked.get("since"):
            fits["at__gte"] = _midnight(asked["since"])
        if asked.get("until"):
            fits["at__lt"] = _midnight(asked["until"] + timedelta(days=1))
        every, limit = ReadingEntry.objects, trail.PAGE + 1
        if self.subject is not None:
            return every.of([self.subject], before=before, limit=limit, **fits)
        return every.filter(**fits).older_than(before)[:limit]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@admin.register(ReadingEntry)
class ReadingEntryAdmin(admin.ModelAdmin):
    """The report, and one reading with all it showed; nothing can be changed."""

    def get_urls(self):
        report = self.admin_site.admin_view(self.changelist_view)
        entry = self.admin_site.admin_view(self.entry_view)
        return [
            path("", report, name="consultations_readingentry_changelist"),
            path("<int:number>/", entry, name="consultations_readingentry_entry"),
        ]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    @method_decorator(sensitive_post_parameters())
    @method_decorator(sensitive_variables())
    def changelist_view(self, request, extra_context=None):
        """Show who saw what; a POST is checked first, then led to an address of codes.

        Readings of the report itself are in the trail: it names requests.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        typed = request.POST if request.method == "POST" else None
        form = ReportForm(typed if typed is not None else request.GET)
        valid = form.is_valid()
        if typed is not None and valid:
            return redirect(f"{reverse(REPORT)}?{urlencode(form.codes())}")
        if typed is None and not valid:
            # Whatever an address holds besides our codes is not repeated either.
            form = ReportForm(form.codes())
            form.is_valid()
        before = number_in(request.GET.get("before"))
        entries, older = [], None
        if form.is_valid():
            entries, older = page_of(form.found(before).select_related("actor"))
        return self._report(request, form, entries, older, before)

    def _report(self, request, form, entries, older, before):
        ids = [pk for e in entries for pk in e.request_ids[:NAMED_AT_MOST]]
        references = references_of(ids)
        if references:
            ReadingEntry.record(
                ReadingKind.TRAIL, by=request.user, request_ids=sorted(references)
            )
        codes = form.codes()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Who saw what"),
            "opts": self.opts,
            "form": form,
            "asked": bool(codes),
            "state": trail_state(),
            "readings": readings(entries, references),
            "older": older and f"?{urlencode(codes | {'before': older})}",
            "newest": before and f"?{urlencode(codes)}",
        }
        return TemplateResponse(request, "admin/consultations/trail.html", context)

    def entry_view(self, request, number):
        """Show one reading with every request that it showed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        entries = ReadingEntry.objects.select_related("actor")
        if len(str(number)) >= NUMBER_LENGTH:
            raise Http404
        entry = entries.filter(number=number).first()
        if entry is None:
            raise Http404
        ids = list(dict.fromkeys(entry.request_ids))
        references = references_of(ids)
        ReadingEntry.record(
            ReadingKind.TRAIL, by=request.user, request_ids=sorted(references)
        )
        (reading,) = readings([entry], references, named=ids)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Reading %s") % number,
            "opts": self.opts,
            "reading": reading,
        }
        return TemplateResponse(request, "admin/consultations/reading.html", context)
