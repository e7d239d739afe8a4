"""The list that people at the desk begin with, and its search."""

from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.desk_notices import desk_notices
from clinic.hours import time_words
from consultations import inbox
from consultations.admin import empty
from consultations.admin.filters import FILTERS, PARAMETERS, StateFilter, trust_ids
from consultations.admin.presenting import grouped, shown
from consultations.fields import printable
from consultations.models import Bucket, ReadingEntry, ReadingKind
from consultations.models.buckets import COUNTED_AT_MOST

FOUND_AT_MOST = 50
QUERY_LIMIT = 200
WRITES_PROCEDURE = "consultations.change_readfirstprocedure"
# What no list shows is not even decrypted for one.
NOT_LISTED = ("reason", "message", "answers")
# A refresh writes down whom it showed unless a list showed them this lately.
SHOWN_LATELY = timedelta(minutes=30)
TEMPLATES = "admin/consultations/consultationrequest"
LIST = "admin:consultations_consultationrequest_changelist"
# Which list somebody came from: codes and ids, gone with the browser's session.
CAME_FROM = "desk_list"
CODE_LENGTH = 20
EXPORTS = "consultations.export_requests"
EXPORT = "admin:consultations_consultationrequest_export"
# The parameter of what a search found: references, with dots between them.
THESE = "these"


class QueueChangeList(ChangeList):
    """Django's list, read a bucket at a time and never counted to its end."""

    @property
    def state(self) -> StateFilter:
        """The filter behind the tabs; always there, always last."""
        return self.filter_specs[-1]

    def get_results(self, request):
        count, size = min(self.state.size, COUNTED_AT_MOST), self.list_per_page
        self.paginator = Paginator(range(count), size)
        # Others work on the same list: the page one was on may be gone.
        self.page_num = min(max(self.page_num, 1), self.paginator.num_pages)
        first = (self.page_num - 1) * size
        listed = self.state.rows(self.queryset, first, first + size)
        listed = listed.select_related("assigned_to").defer(*NOT_LISTED)
        self.result_list = list(listed)
        self.result_count = count
        self.multi_page = count > size
        self.can_show_all = self.show_full_result_count = False
        self.full_result_count, self.show_admin_actions = None, False

    @property
    def is_cut(self) -> bool:
        """Say whether there are more than are listed."""
        return self.state.size >= COUNTED_AT_MOST

    @property
    def chosen_filters(self) -> list:
        """Return the filters that are on, the tab aside."""
        return [spec for spec in self.filter_specs[:-1] if spec.value()]

    def codes(self) -> dict[str, str]:
        """Return what leads back to this list, checked values alone."""
        chosen = {spec.parameter_name: spec.value() for spec in self.chosen_filters}
        if self.state.value() != StateFilter.default:
            chosen["state"] = self.state.value()
        return chosen | ({"p": str(self.page_num)} if self.page_num > 1 else {})


class QueueViews:
    """List and search; each of them goes into the reading trail."""

    actions = None
    list_filter = FILTERS
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    sortable_by = ()
    list_display_links = None

    def get_queryset(self, request):
        queryset = super().get_queryset(request).visible_to(request.user)
        return queryset.select_related("assigned_to")

    def get_changelist(self, request, **kwargs):
        return QueueChangeList

    def lookup_allowed(self, lookup, value, request=None) -> bool:
        """Let an address hold our codes alone, never a column and what it says."""
        return lookup in PARAMETERS

    def get_urls(self):
        name = "consultations_consultationrequest"
        search = self.admin_site.admin_view(self.search_view)
        rows = self.admin_site.admin_view(self.rows_view)
        return [
            path("search/", search, name=f"{name}_search"),
            path("rows/", rows, name=f"{name}_rows"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        response = self._list(request, extra_context)
        if getattr(response, "context_data", None) and "cl" in response.context_data:
            changelist = response.context_data["cl"]
            self.record_reading(request, ReadingKind.LIST, changelist.result_list)
            # Where everybody begins; a filtered list asks enough already.
            if not changelist.chosen_filters:
                response.context_data["notices"] = desk_notices(request.user)
            codes = urlencode(changelist.codes())
            if codes != request.COOKIES.get(CAME_FROM, ""):
                response.set_cookie(
                    CAME_FROM,
                    codes,
                    path=reverse(LIST),
                    secure=request.is_secure(),
                    httponly=True,
                    samesite="Lax",
                )
        return response

    def rows_view(self, request):
        """Answer a list that looks again by itself: its tabs and rows as they are now.

        Whoever leaves a list open reads it once, not every half minute: written down
        are those that no list has shown the person lately.
        """
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET"])
        trust_ids(request)
        response = self._list(request)
        context = getattr(response, "context_data", None) or {}
        if "cl" in context:
            response.template_name = f"{TEMPLATES}/fragment.html"
            ids = [found.pk for found in context["cl"].result_list]
            fresh = ReadingEntry.not_shown_since(
                timezone.now() - SHOWN_LATELY, ids, by=request.user
            )
            if fresh:
                ReadingEntry.record(
                    ReadingKind.LIST, by=request.user, request_ids=fresh
                )
        return response

    def _list(self, request, extra_context=None):
        """Return Django's list with what our templates show of it."""
        response = super().changelist_view(
            request, {"title": _("Consultation requests")} | (extra_context or {})
        )
        changelist = getattr(response, "context_data", {}).get("cl")
        if changelist is None:
            return response
        state = changelist.state
        tabs = list(state.choices(changelist))
        response.context_data |= self.mail_context(request)
        rows = shown(
            changelist.result_list,
            request.user,
            intake=state.intake,
            unsent=response.context_data["mail_unsent"],
        )
        codes = changelist.codes()
        response.context_data |= {
            "rows": rows,
            "groups": grouped(rows, by_bucket=state.value() not in Bucket.values),
            "tabs": tabs,
            "chosen": next(tab for tab in tabs if tab["selected"]),
            "filters": changelist.filter_specs[:-1],
            "chosen_filters": changelist.chosen_filters,
            "unwritten": _unwritten(state.procedure, request.user),
            "empty": empty.of_list(
                state.value(), request.user, filtered=bool(changelist.chosen_filters)
            ),
            "here": f"?{urlencode(codes)}" if codes else "",
            "without_filters": f"?state={state.value()}",
            "as_of": time_words(timezone.localtime()),
        }
        return response

    def search_view(self, request):
        """Find by reference, e-mail, phone or words of a name; nothing in the URL."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method in ("GET", "HEAD"):
            return redirect(LIST)
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "POST"])
        inbox.open_waiting()
        text = printable(request.POST.get("q", ""))[:QUERY_LIMIT].strip()
        depth = FOUND_AT_MOST + 1
        fits = self.get_queryset(request).matching(text, newest=depth)
        found = list(fits.defer(*NOT_LISTED).order_by("-pk")[:depth])
        is_cut, found = len(found) > FOUND_AT_MOST, found[:FOUND_AT_MOST]
        self.record_reading(request, ReadingKind.SEARCH, found)
        mail = self.mail_context(request)
        rows = shown(found, request.user, unsent=mail["mail_unsent"])
        context = {
            **self.admin_site.each_context(request),
            **mail,
            "title": _("Search"),
            "typed": text,
            "empty": empty.NOTHING_FOUND,
            "rows": rows,
            "groups": grouped(rows, by_bucket=False),
            "is_cut": is_cut,
            "way_back": way_back(request),
            "opts": self.opts,
        }
        if found and request.user.has_perm(EXPORTS):
            context["export"] = export_these(found)
        return TemplateResponse(request, f"{TEMPLATES}/search.html", context)

    def record_reading(self, request, kind, found, reason="") -> None:
        """Seal into the trail who saw which requests, and what an export is for."""
        ids = [r.pk for r in found]
        ReadingEntry.record(kind, by=request.user, request_ids=ids, reason=reason)


def export_these(requests) -> str:
    """Return where requests that were found can be exported; references alone."""
    named = ".".join(request.reference for request in requests)
    return f"{reverse(EXPORT)}?{urlencode({THESE: named})}"


def way_back(request) -> str:
    """Return the address of the list somebody came from, with its tab and filters."""
    pairs = parse_qsl(request.COOKIES.get(CAME_FROM, ""))
    codes = {
        name: value
        for name, value in pairs
        if name in {*PARAMETERS, "p"}
        and len(value) <= CODE_LENGTH
        and value.replace("_", "").isalnum()
        and value.isascii()
    }
    return f"{reverse(LIST)}?{urlencode(codes)}" if codes else reverse(LIST)


def procedure_url() -> str:
    """Return where the procedure for what is read first is written."""
    return reverse("admin:consultations_readfirstprocedure_change", args=[1])


def _unwritten(procedure, user) -> str:
    """Return where whoever answers for the desk writes a procedure that is missing."""
    answers = user.has_perm("consultations.work_requests")
    if procedure.is_written or not (answers and user.has_perm(WRITES_PROCEDURE)):
        return ""
    return procedure_url()
