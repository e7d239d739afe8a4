"""The list that people at the desk begin with, and its search."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from consultations.admin.presenting import shown
from consultations.fields import printable
from consultations.models import ReadingEntry, ReadingKind, Status

FOUND_AT_MOST = 50
QUERY_LIMIT = 200


class StateFilter(admin.SimpleListFilter):
    """Which requests are listed; open ones unless something else is asked for."""

    title = _("state")
    parameter_name = "state"
    default = "open"

    TABS = [
        ("open", _("Open")),
        ("mine", _("With me")),
        ("nobody", _("With nobody")),
        (Status.QUARANTINED.value, _("Possible spam")),
        (Status.SCHEDULED.value, _("Scheduled")),
        (Status.CLOSED.value, _("Closed")),
        ("all", _("All")),
    ]

    def lookups(self, request, model_admin):
        return self.TABS

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


# What an empty tab says, and the tab it leads on to.
EMPTY = {
    "open": (
        _("Nobody is waiting"),
        _("Everyone who wrote or rang has been seen to. What comes in next is here."),
        "",
    ),
    "mine": (
        _("Nothing is with you"),
        _("Requests that nobody has taken yet are under “With nobody”."),
        "nobody",
    ),
    "nobody": (
        _("Every open request is with somebody"),
        _("Yours are under “With me”."),
        "mine",
    ),
    "quarantined": (
        _("Nothing looks like spam"),
        _("What the form finds odd waits here until one of you has looked at it."),
        "",
    ),
    "scheduled": (
        _("No consultation is scheduled"),
        _("A request is listed here once its day and time are agreed."),
        "open",
    ),
    "closed": (
        _("Nothing has been closed yet"),
        _("A closed request stays here, and can be reopened."),
        "open",
    ),
    "all": (
        _("No request has come in yet"),
        _("Those from the web form arrive by themselves; add callers by hand."),
        "",
    ),
}
NOTHING_HANDED_OVER = (
    _("Nothing is with you"),
    _("A request is listed here once a coordinator hands it over to you."),
    "",
)
NOTHING_FOUND = (
    _("Nothing fits"),
    _("A name is found by whole words, a phone number in any writing."),
    "",
)


def _empty(state: str, user) -> dict:
    """Return what to say instead of rows."""
    works = user.has_perm("consultations.work_requests")
    return _said(EMPTY[state] if works else NOTHING_HANDED_OVER)


def _said(words) -> dict:
    title, text, state = words
    tab = dict(StateFilter.TABS).get(state)
    return {"title": title, "text": text, "state": state, "tab": tab}


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
            response.context_data |= self.mail_context(request)
            response.context_data["rows"] = shown(found, request.user)
            state = changelist.filter_specs[0]
            tabs = list(state.choices(changelist))
            response.context_data["tabs"] = tabs
            response.context_data["chosen"] = next(t for t in tabs if t["selected"])
            response.context_data["empty"] = _empty(state.value(), request.user)
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
            **self.mail_context(request),
            "title": _("Search"),
            "typed": text,
            "empty": _said(NOTHING_FOUND),
            "rows": shown(found, request.user),
            "opts": self.opts,
        }
        return TemplateResponse(request, f"{TEMPLATES}/search.html", context)

    def record_reading(self, request, kind, found, reason="") -> None:
        """Seal into the trail who saw which requests, and what an export is for."""
        ids = [r.pk for r in found]
        ReadingEntry.record(kind, by=request.user, request_ids=ids, reason=reason)


TEMPLATES = "admin/consultations/consultationrequest"
