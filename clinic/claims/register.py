"""The evidence register as a report: who allowed which wording, where, and on what."""

import django_filters
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from clinic.claims.rules import BY_ID, GROUPS
from clinic.models import ClaimEvidence, Reference, User
from clinic.spreadsheet import harmless


class RegisterFilterSet(WagtailFilterSet):
    group = django_filters.ChoiceFilter(
        label=_("Kind of claim"), choices=list(GROUPS.items())
    )
    standing = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("yes", _("Stands")), ("no", _("Withdrawn"))],
        method="filter_standing",
    )
    allowed_by = django_filters.ModelChoiceFilter(
        label=_("Allowed by"),
        queryset=lambda request: User.objects.filter(
            pk__in=ClaimEvidence.objects.values("allowed_by")
        ),
    )
    reference = django_filters.ModelChoiceFilter(
        label=_("Reference"),
        queryset=lambda request: Reference.objects.filter(
            pk__in=ClaimEvidence.objects.values("reference")
        ),
    )
    allowed_at = django_filters.DateFromToRangeFilter(
        label=_("Allowed"), widget=DateRangePickerWidget
    )

    class Meta:
        model = ClaimEvidence
        fields = ["group", "standing", "allowed_by", "reference", "allowed_at"]

    def filter_standing(self, queryset, name, value):
        """Keep what stands, or what was withdrawn."""
        return queryset.filter(withdrawn_at__isnull=value == "yes")


def group_name(entry) -> str:
    """Return the name of an entry's kind of claim, its key when the group is gone."""
    return GROUPS.get(entry.group, entry.group)


def rule_title(entry) -> str:
    """Return what an entry's rule is called, its key when the rule is gone."""
    return BY_ID[entry.rule].title if entry.rule in BY_ID else entry.rule


def state(entry) -> str:
    """Return whether an entry stands, or who withdrew it."""
    if entry.withdrawn_at is None:
        return gettext("Stands")
    return gettext("Withdrawn by %(person)s, %(day)s") % {
        "person": entry.withdrawn_by,
        "day": timezone.localdate(entry.withdrawn_at),
    }


def address(entry) -> str | None:
    """Return where an entry's object can be seen, None when it is gone."""
    kind = entry.content_type
    place = [kind.app_label, kind.model, entry.object_id]
    return reverse("claims_findings", args=place) if entry.is_there else None


class RegisterView(ReportView):
    """Every entry, withdrawn ones too; filters, and a table to take along."""

    page_title = _("Evidence register")
    header_icon = "clipboard-list"
    model = ClaimEvidence
    index_url_name = "claims_register"
    index_results_url_name = "claims_register_results"
    filterset_class = RegisterFilterSet
    default_ordering = "-allowed_at"
    permission_policy = ModelPermissionPolicy(ClaimEvidence)
    any_permission_required = ["view"]
    export_filename = "evidence-register"
    list_export = [
        "object_name",
        "content_type.name",
        "object_id",
        "group",
        "rule",
        "words",
        "wording",
        "missing",
        "reference.key",
        "reference.citation",
        "note",
        "allowed_by",
        "allowed_at",
        "withdrawn_by",
        "withdrawn_at",
    ]
    export_headings = {
        "object_name": _("Page or object"),
        "content_type.name": _("Type"),
        "object_id": _("Number"),
        "group": _("Kind of claim"),
        "rule": _("Rule"),
        "words": _("Words"),
        "wording": _("Exact wording"),
        "missing": _("Missing"),
        "reference.key": _("Reference"),
        "reference.citation": _("Citation"),
        "note": _("Note"),
        "allowed_by": _("Allowed by"),
        "allowed_at": _("Allowed at"),
        "withdrawn_by": _("Withdrawn by"),
        "withdrawn_at": _("Withdrawn at"),
    }

    def get_queryset(self):
        self.queryset = ClaimEvidence.objects.select_related(
            "content_type", "reference", "allowed_by", "withdrawn_by"
        )
        return super().get_queryset()

    @property
    def columns(self):
        return [
            TitleColumn("wording", label=_("Exact wording"), get_url=address),
            Column("object_name", label=_("Page or object")),
            Column("rule", label=_("What it is"), accessor=rule_title),
            Column("reference", label=_("Reference"), accessor="reference.key"),
            Column("note", label=_("Note")),
            Column("allowed_by", label=_("Allowed by")),
            DateColumn("allowed_at", label=_("Allowed"), width="10%"),
            Column("state", label=_("State"), accessor=state),
        ]

    def decorate_paginated_queryset(self, object_list):
        """Mark which entries are about something that is still there."""
        entries = list(object_list)
        ids: dict = {}
        for entry in entries:
            ids.setdefault(entry.content_type, set()).add(entry.object_id)
        there = {
            (kind.pk, str(pk))
            for kind, wanted in ids.items()
            if (model := kind.model_class())
            for pk in model._base_manager.filter(pk__in=wanted).values_list(
                "pk", flat=True
            )
        }
        for entry in entries:
            entry.is_there = (entry.content_type_id, entry.object_id) in there
        return entries

    def preprocess_field_value(self, field, value, export_format):
        """Keep a spreadsheet from running what somebody wrote."""
        return harmless(super().preprocess_field_value(field, value, export_format))
