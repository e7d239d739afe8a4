"""A report of the words that people looked for and no page holds."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from clinic.models import UnansweredWord

PERMISSION = "clinic.view_unansweredword"


class UnansweredWordsView(ReportView):
    """Single words, on how many days each was looked for, and when last.

    There is nothing else to show: no question, address or session is kept, and a word
    stands here only once it was looked for on three days.
    """

    model = UnansweredWord
    permission_policy = ModelPermissionPolicy(UnansweredWord)
    permission_required = "view"
    index_url_name = "unanswered_words"
    index_results_url_name = "unanswered_words_results"
    page_title = _("Searches without an answer")
    header_icon = "search"
    default_ordering = "-days"
    is_searchable = False
    columns = [
        Column("word", label=_("Word"), sort_key="word"),
        Column("days", label=_("Days"), sort_key="days"),
        DateColumn("last_on", label=_("Last day"), sort_key="last_on"),
    ]
    list_export = ["word", "days", "last_on"]
    export_headings = {
        "word": _("Word"),
        "days": _("Days"),
        "last_on": _("Last day"),
    }

    def get_base_queryset(self):
        return UnansweredWord.objects.shown()

    def get_queryset(self):
        return self.order_queryset(self.get_base_queryset())


@hooks.register("register_admin_urls")
def addresses() -> list:
    """Put the report beside Wagtail's own."""
    view = UnansweredWordsView.as_view
    return [
        path("reports/unanswered-words/", view(), name="unanswered_words"),
        path(
            "reports/unanswered-words/results/",
            view(results_only=True),
            name="unanswered_words_results",
        ),
    ]


class UnansweredWordsItem(MenuItem):
    """The report's line in the menu, for whoever may read it."""

    def is_shown(self, request) -> bool:
        return request.user.has_perm(PERMISSION)


@hooks.register("register_reports_menu_item")
def line_in_menu() -> MenuItem:
    """Add the report to the menu of reports."""
    return UnansweredWordsItem(
        _("Searches without an answer"),
        reverse("unanswered_words"),
        icon_name="search",
        order=900,
    )
