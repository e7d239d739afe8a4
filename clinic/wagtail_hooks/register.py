"""The review register in Wagtail's admin: its reports, and a word on the first page."""

from django.db.models import Count
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from clinic.models.register import RegisterEntry, State
from clinic.register.calendar import CalendarView
from clinic.register.report import (
    FoundLinksView,
    ReviewRegisterView,
    may_see_register,
    pages_of,
)


@hooks.register("register_admin_urls")
def register_urls():
    """Give the reports their addresses, beside Wagtail's own reports."""
    return [
        path(
            "reports/review-register/",
            ReviewRegisterView.as_view(),
            name="review_register",
        ),
        path(
            "reports/review-register/results/",
            ReviewRegisterView.as_view(results_only=True),
            name="review_register_results",
        ),
        path("reports/links/", FoundLinksView.as_view(), name="review_links"),
        path(
            "reports/links/results/",
            FoundLinksView.as_view(results_only=True),
            name="review_links_results",
        ),
        path("reports/calendar/", CalendarView.as_view(), name="review_calendar"),
    ]


class RegisterMenuItem(MenuItem):
    """Shown to whoever the report behind it lets in."""

    def is_shown(self, request):
        return may_see_register(request.user)


@hooks.register("register_reports_menu_item")
def register_menu_item():
    return RegisterMenuItem(
        _("Review register"),
        reverse("review_register"),
        name="review-register",
        icon_name="clipboard-list",
        order=100,
    )


@hooks.register("register_reports_menu_item")
def links_menu_item():
    return RegisterMenuItem(
        _("Links"),
        reverse("review_links"),
        name="review-links",
        icon_name="link",
        order=110,
    )


@hooks.register("register_reports_menu_item")
def calendar_menu_item():
    return RegisterMenuItem(
        _("Calendar of pages"),
        reverse("review_calendar"),
        name="review-calendar",
        icon_name="calendar-alt",
        order=120,
    )


class ReviewsPanel(Component):
    """How many reviews are overdue, due, missing: one line with links."""

    name = "reviews"
    template_name = "wagtailadmin/home/reviews.html"
    order = 60
    shown = (State.OVERDUE, State.NEVER, State.CHANGED, State.DUE)

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        entries = RegisterEntry.objects.with_state().filter(page__in=pages_of(user))
        counted = dict(
            entries.order_by().values_list("state").annotate(number=Count("pk"))
        )
        url = reverse("review_register")
        return {
            "url": url,
            "empty": not counted,
            "counts": [
                {
                    "number": counted[state],
                    "label": state.label,
                    "url": f"{url}?{urlencode({'state': state})}",
                }
                for state in self.shown
                if counted.get(state)
            ],
        }


@hooks.register("construct_homepage_panels")
def reviews(request, panels) -> None:
    """Tell editors and reviewers what the register says."""
    if may_see_register(request.user):
        panels.append(ReviewsPanel())
