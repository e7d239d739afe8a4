"""The list that people at the desk begin with, and its search."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from consultations.admin.presenting import Shown
from consultations.fields import printable
from consultations.models import ReadingEntry, ReadingKind, Status

FOUND_AT_MOST = 50
QUERY_LIMIT = 200


class StateFilter(admin.SimpleListFilter):
    """Which requests are listed; open ones unless something else is asked for."""

    title = _("state")
    parameter_name = "state"
    default = "open"

    def lookups(self, request, model_admin):
        return [
            ("open", _("Open")),
            ("mine", _("With me")),
            ("nobody", _("With nobody")),
            (Status.QUARANTINED.value, _("Possible spam")),
            (Status.SCHEDULED.value, _("Scheduled")),
            (Status.CLOSED.value, _("Closed")),
            ("all", _("All")),
        ]

    def value(self):
        chosen = super().value()
        known = {str(value) for value, _label in self.lookup_choices}
        return chosen if chosen in known else self.default

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            yield {
                "value": value,
                "selected": self.value() == str(value),
                "query_string": changelist.get_query_string(
                    {self.parameter_name: value}, remove=["p"]
                ),
                "display": label,
            }

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen == "open":
            return queryset.open()
        if chosen == "mine":
            return queryset.open().filter(assigned_to=request.user)
        if chosen == "nobody":
            return queryset.open().filter(assigned_to=None)
        if chosen == "all":
            return queryset
        return queryset.filter(status=chosen)


class QueueViews:
    """List and search; each of them goes into the reading trail."""

    actions = None
    list_filter = [StateFilter]
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    sortable_by = ()
    list_display_links = None

    def get_queryset(self, request):
        queryset = super().get_queryset(request).visible_to(request.user)
        return queryset.select_related("assigned_to").by_urgency()

    def get_urls(self):
        search = self.admin_site.admin_view(self.search_view)
        name = "consultations_consultationrequest_search"
        return [path("search/", search, name=name), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(
            request, {"title": _("Consultation requests")} | (extra_context or {})
        )
        changelist = getattr(response, "context_data", {}).get("cl")
        if changelist is not None:
            found = list(changelist.result_list)
            response.context_data["rows"] = [Shown(r, request.user) for r in found]
            state = changelist.filter_specs[0]
            tabs = list(state.choices(changelist))
            response.context_data["tabs"] = tabs
            response.context_data["chosen"] = next(t for t in tabs if t["selected"])
            self.record_reading(request, ReadingKind.LIST, found)
        return response

    def search_view(self, request):
        """Find by reference, e-mail, phone or words of a name; nothing in the URL."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method in ("GET", "HEAD"):
            return redirect("admin:consultations_consultationrequest_changelist")
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "POST"])
        text = printable(request.POST.get("q", ""))[:QUERY_LIMIT].strip()
        found = list(self.get_queryset(request).matching(text)[:FOUND_AT_MOST])
        self.record_reading(request, ReadingKind.SEARCH, found)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Search"),
            "typed": text,
            "rows": [Shown(r, request.user) for r in found],
            "opts": self.opts,
        }
        return TemplateResponse(request, f"{TEMPLATES}/search.html", context)

    def record_reading(self, request, kind, found) -> None:
        """Seal into the trail who saw which requests."""
        ReadingEntry.record(kind, by=request.user, request_ids=[r.pk for r in found])


TEMPLATES = "admin/consultations/consultationrequest"
