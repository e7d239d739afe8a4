"""What Wagtail's admin offers for pages that are to leave the site."""

from django.urls import path
from wagtail import hooks

from clinic.links import LivePageLinkHandler
from clinic.redirects import CreateRedirectView, EditRedirectView
from clinic.taking_down import TakeDownItem, TakeDownView, TakenDownViewSet


@hooks.register("register_admin_urls")
def addresses() -> list:
    """Give the screen that takes a page down its address."""
    return [
        path("pages/<int:page_id>/take-down/", TakeDownView.as_view(), name="take_down")
    ]


# Before Wagtail's own routes of these two addresses.
@hooks.register("register_admin_urls", order=-1)
def checked_redirects() -> list:
    """Put screens that refuse rings where Wagtail's screens would be."""
    return [
        path("redirects/add/", CreateRedirectView.as_view(), name="add_redirect"),
        path(
            "redirects/<int:redirect_id>/",
            EditRedirectView.as_view(),
            name="edit_redirect",
        ),
    ]


@hooks.register("register_rich_text_features", order=10)
def live_links(features) -> None:
    """Write links to pages that are there, and plain words for those that are not."""
    features.register_link_type(LivePageLinkHandler)


@hooks.register("register_admin_viewset")
def records() -> TakenDownViewSet:
    """List the addresses of pages that were taken down."""
    return TakenDownViewSet()


@hooks.register("register_page_header_buttons")
def from_the_page(page, user, view_name, next_url=None):
    """Offer it on the screens of a page."""
    yield TakeDownItem(page=page, priority=5)


@hooks.register("register_page_listing_more_buttons")
def from_the_listing(page, user, next_url=None):
    """Offer it beside each page of a listing."""
    yield TakeDownItem(page=page, priority=1)
