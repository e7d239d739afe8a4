"""The claims guard in Wagtail's admin: live checks, findings, evidence register."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.admin.widgets.button import Button

from clinic.claims.checked import ClaimsChecked
from clinic.claims.live import ClaimsCheckerItem
from clinic.claims.register import RegisterView
from clinic.claims.screens import FindingsView, findings_url
from clinic.models import BasePage


@hooks.register("construct_wagtail_userbar")
def check_claims(request, items, page) -> None:
    """Put the guard's rules among the checks that run while somebody edits a page."""
    if not isinstance(page, BasePage):
        return
    previewed = getattr(request, "is_preview", False)
    for number, item in enumerate(items):
        if isinstance(item, ContentCheckerItem) and (item.in_editor or previewed):
            items[number] = ClaimsCheckerItem(page, in_editor=item.in_editor)


@hooks.register("insert_editor_js")
def words_in_the_panel() -> str:
    """Show beside each check which words it means."""
    return format_html('<script src="{}"></script>', static("js/claims_panel.js"))


@hooks.register("register_admin_urls")
def claims_urls() -> list:
    """Add the guard's screens."""
    return [
        path("claims/", RegisterView.as_view(), name="claims_register"),
        path(
            "claims/results/",
            RegisterView.as_view(results_only=True),
            name="claims_register_results",
        ),
        path(
            "claims/<slug:app_label>/<slug:model_name>/<slug:object_id>/",
            FindingsView.as_view(),
            name="claims_findings",
        ),
    ]


class RegisterMenuItem(MenuItem):
    """Shown to those who may read the register."""

    def is_shown(self, request) -> bool:
        return request.user.has_perm("clinic.view_claimevidence")


@hooks.register("register_reports_menu_item")
def register_in_the_menu() -> MenuItem:
    """List the register among the reports."""
    return RegisterMenuItem(
        _("Evidence register"),
        reverse("claims_register"),
        name="evidence-register",
        icon_name="clipboard-list",
        order=850,
    )


@hooks.register("register_page_header_buttons")
def findings_of_page(page, user, view_name, next_url=None):
    """Lead from a page to what the guard found on it."""
    if issubclass(page.specific_class, BasePage) and (
        page.permissions_for_user(user).can_edit()
    ):
        yield Button(
            _("What the guard found"),
            findings_url(page),
            icon_name="warning",
            priority=12,
        )


@hooks.register("register_snippet_listing_buttons")
def findings_of_snippet(snippet, user, next_url=None):
    """Lead from a snippet to where a wording can be allowed."""
    if isinstance(snippet, ClaimsChecked):
        yield Button(
            _("Claims guard"), findings_url(snippet), icon_name="warning", priority=30
        )
