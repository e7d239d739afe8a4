"""A list as a file: with a reason, after proving who one is, and written down first."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseNotAllowed, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.admin.proof import ask_for_proof, proven_lately
from consultations.admin.queue import (
    EXPORTS,
    FOUND_AT_MOST,
    LIST,
    TEMPLATES,
    THESE,
    QueueChangeList,
    way_back,
)
from consultations.export import EXPORTED_AT_MOST, USUAL, columns, csv_lines
from consultations.models import (
    ReadingEntry,
    ReadingExtent,
    ReadingKind,
    ReadingReason,
)
from consultations.models.lookups import normal_reference

ASKED_FOR = (
    ReadingReason.AUDIT,
    ReadingReason.MOVING,
    ReadingReason.FIGURES,
    ReadingReason.LAW,
)
# Of what one reading names; more would make single entries slow to check.
RECORDED_AT_ONCE = 1000


class RowlessChangeList(QueueChangeList):
    """The list with its tab and filters, without reading a row of it."""

    def get_results(self, request):
        self.result_list, self.result_count = [], 0


class ExportForm(forms.Form):
    """What the file is for, and whether it goes further than reaching people needs."""

    use_required_attribute = False
    reason = forms.ChoiceField(
        label=gettext_lazy("What for?"),
        choices=[(reason.value, reason.label) for reason in ASKED_FOR],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is for")},
    )
    story = forms.BooleanField(
        label=gettext_lazy("With what people wrote in their own words"), required=False
    )
    answers = forms.BooleanField(
        label=gettext_lazy("With the reason for consultation and the health answers"),
        required=False,
    )

    @property
    def extent(self) -> str:
        """Return how far the file goes, as the trail has it."""
        story, answers = self.cleaned_data["story"], self.cleaned_data["answers"]
        if story and answers:
            return ReadingExtent.BOTH
        if story:
            return ReadingExtent.STORY
        return ReadingExtent.ANSWERS if answers else ReadingExtent.USUAL


@dataclass(frozen=True)
class Chosen:
    """What is to be exported: the requests, and what was chosen, in words."""

    requests: QuerySet
    words: list[str]

    def ids(self) -> list[int]:
        """Return whom it is about, and one more if they are too many for a file."""
        few = self.requests.order_by().values_list("pk", flat=True)
        return sorted(few[: EXPORTED_AT_MOST + 1])


class ExportViews:
    """The page that says what will leave the desk, and the file itself."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.export_view)
        name = "consultations_consultationrequest_export"
        return [path("export/", view, name=name), *super().get_urls()]

    def get_changelist(self, request, **kwargs):
        if getattr(request, "wants_no_rows", False):
            return RowlessChangeList
        return super().get_changelist(request, **kwargs)

    def export_view(self, request):
        """Ask what the file is for, then send it; the address holds the list's codes.

        Who gave no password and no second step within the last minutes is asked now,
        and led back here.
        """
        if not request.user.has_perm(EXPORTS):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        if proven_lately(request):
            return self._export(request)
        if request.method == "POST":
            # A form is not kept over it: the page asks again, and it is short.
            messages.warning(request, _("Confirm that it is you, then choose again."))
        return ask_for_proof(request.get_full_path())

    def _export(self, request):
        try:
            chosen = self._chosen(request)
        except IncorrectLookupParameters:
            return redirect(LIST)
        ids = chosen.ids()
        form = ExportForm(request.POST if request.method == "POST" else None)
        fits = 0 < len(ids) <= EXPORTED_AT_MOST
        if request.method == "POST" and fits and form.is_valid():
            return self._file(request, chosen, ids, form)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Export"),
            "opts": self.opts,
            "way_back": way_back(request),
            "chosen": chosen.words,
            "number": len(ids),
            "fits": fits,
            "at_most": EXPORTED_AT_MOST,
            "columns": [column.title for column in USUAL],
            "form": form,
            "here": request.get_full_path(),
        }
        return TemplateResponse(request, f"{TEMPLATES}/export.html", context)

    def _chosen(self, request) -> Chosen:
        if THESE in request.GET:
            named = request.GET[THESE].split(".")[:FOUND_AT_MOST]
            references = [r for r in map(normal_reference, named) if r]
            found = self.get_queryset(request).filter(reference__in=references)
            return Chosen(found, [_("What you found")])
        request.wants_no_rows = True
        changelist = self.get_changelist_instance(request)
        tabs = changelist.state.choices(changelist)
        words = [str(tab["display"]) for tab in tabs if tab["selected"]]
        for spec in changelist.chosen_filters:
            labels = [option["label"] for option in spec.options if option["chosen"]]
            words.append(f"{spec.title}: {', '.join(map(str, labels))}")
        return Chosen(changelist.queryset, words)

    def _file(self, request, chosen, ids, form):
        """Write down who gets whom and why, then send; without the first, nothing."""
        given = form.cleaned_data
        with transaction.atomic():
            for start in range(0, len(ids), RECORDED_AT_ONCE):
                ReadingEntry.record(
                    ReadingKind.EXPORT,
                    by=request.user,
                    request_ids=ids[start : start + RECORDED_AT_ONCE],
                    reason=given["reason"],
                    extent=form.extent,
                )
        picked = columns(story=given["story"], answers=given["answers"])
        response = StreamingHttpResponse(
            csv_lines(self.get_queryset(request), ids, picked),
            content_type="text/csv; charset=utf-8",
        )
        name = f"consultation-requests-{timezone.localdate():%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
