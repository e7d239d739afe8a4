"""The register in Wagtail's admin: pages and links to look at, as lists and files."""

import django_filters
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Min
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.views.reports import PageReportView
from wagtail.admin.widgets import AdminDateInput
from wagtail.permissions import page_permission_policy

from clinic.models.register import (
    Fault,
    FindingKind,
    FoundLink,
    RegisterEntry,
    State,
)
from clinic.spreadsheet import harmless

# Whoever may do one of these to a page may see what is wrong with it.
ACTIONS = ["add", "change", "publish"]


def may_see_register(user) -> bool:
    """Return whether a person keeps pages: editors, reviewers, superusers."""
    return page_permission_policy.user_has_any_permission(user, ACTIONS)


def pages_of(user):
    """Return the pages whose entries a person may see."""
    return page_permission_policy.instances_user_has_any_permission_for(user, ACTIONS)


class RegisterReportView(PageReportView):
    """A report on pages whose spreadsheets run nothing."""

    any_permission_required = ACTIONS

    def preprocess_field_value(self, field, value, export_format):
        """Put an apostrophe before what a spreadsheet would take for a formula.

        Wagtail marks cells of an xlsx file as text; a CSV file cannot say so.
        """
        value = super().preprocess_field_value(field, value, export_format)
        return harmless(value) if export_format == self.FORMAT_CSV else value


def _reviewers(request):
    reviewed = RegisterEntry.objects.exclude(reviewed_by=None)
    return get_user_model().objects.filter(pk__in=reviewed.values("reviewed_by"))


def _types(request):
    listed = RegisterEntry.objects.values("page__content_type")
    return ContentType.objects.filter(pk__in=listed).order_by("model")


class RegisterFilters(WagtailFilterSet):
    """By state, finding, type, reviewer and the day a review is due."""

    state = django_filters.ChoiceFilter(label=_("Review"), choices=State.choices)
    finding = django_filters.ChoiceFilter(
        label=_("Finding"), field_name="findings__kind", choices=FindingKind.choices
    )
    content_type = ContentTypeFilter(
        label=_("Type"), field_name="page__content_type", queryset=_types
    )
    reviewed_by = django_filters.ModelChoiceFilter(
        label=_("Reviewed by"), queryset=_reviewers
    )
    due_before = django_filters.DateFilter(
        label=_("Review due before"),
        field_name="due_on",
        lookup_expr="lt",
        widget=AdminDateInput,
    )

    class Meta:
        model = RegisterEntry
        fields = []


class ReviewRegisterView(RegisterReportView):
    """Every public page: who vouches for it, until when, and what it lacks."""

    page_title = _("Review register")
    header_icon = "clipboard-list"
    results_template_name = "clinic/reports/register_results.html"
    index_url_name = "review_register"
    index_results_url_name = "review_register_results"
    filterset_class = RegisterFilters
    context_object_name = "entries"
    export_filename = "review-register"
    list_export = [
        "page.title",
        "page.page_type_display_name",
        "address",
        "page.owner",
        "state_label",
        "reviewed_on",
        "reviewed_by",
        "due_on",
        "findings_in_words",
        "looked_at",
    ]
    export_headings = {
        "page.title": _("Title"),
        "page.page_type_display_name": _("Type"),
        "address": _("Address"),
        "page.owner": _("Owner"),
        "state_label": _("Review"),
        "reviewed_on": _("Last reviewed"),
        "reviewed_by": _("Reviewed by"),
        "due_on": _("Next review due"),
        "findings_in_words": _("Findings"),
        "looked_at": _("Looked at"),
    }

    def get_queryset(self):
        self.queryset = (
            RegisterEntry.objects.most_urgent_first()
            .filter(page__in=pages_of(self.request.user))
            .select_related("page__content_type", "page__owner", "reviewed_by")
            .prefetch_related("findings")
        )
        return super().get_queryset()

    @cached_property
    def looked_at(self):
        """Return since when every page was looked at, None before the first time."""
        return RegisterEntry.objects.aggregate(since=Min("looked_at"))["since"]


class LinkFilters(WagtailFilterSet):
    """By what is wrong with a link, and by the site it leads to."""

    fault = django_filters.ChoiceFilter(label=_("Fault"), choices=Fault.choices)
    elsewhere = django_filters.BooleanFilter(
        label=_("Leads to another site"), method="filter_elsewhere"
    )
    host = django_filters.CharFilter(label=_("Other site"), lookup_expr="icontains")

    class Meta:
        model = FoundLink
        fields = []

    def filter_elsewhere(self, links, name, value):
        """Keep links to other sites, or those within this one."""
        return links.exclude(host="") if value else links.filter(host="")


class FoundLinksView(RegisterReportView):
    """Every link in a live page; the broken ones first, none of them followed."""

    page_title = _("Links")
    header_icon = "link"
    results_template_name = "clinic/reports/links_results.html"
    index_url_name = "review_links"
    index_results_url_name = "review_links_results"
    filterset_class = LinkFilters
    context_object_name = "links"
    export_filename = "links"
    list_export = ["page.title", "words", "address", "host", "get_fault_display"]
    export_headings = {
        "page.title": _("In the page"),
        "words": _("Words of the link"),
        "address": _("Leads to"),
        "host": _("Other site"),
        "get_fault_display": _("Fault"),
    }

    def get_queryset(self):
        self.queryset = (
            FoundLink.objects.filter(page__in=pages_of(self.request.user))
            .select_related("page", "target")
            .order_by("-fault", "page__title", "pk")
        )
        return super().get_queryset()
