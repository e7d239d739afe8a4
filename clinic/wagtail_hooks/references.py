"""Tells an editor early that numbers and references do not fit together."""

from django.contrib import messages
from django.utils.html import format_html_join
from wagtail import hooks


def _tell(request, page) -> None:
    # A save in the background shows no messages: the preview says it there.
    in_background = "application/json" in request.headers.get("Accept", "")
    found = [] if in_background else page.citation_mistakes()
    if found and page.has_unpublished_changes:
        messages.warning(request, format_html_join(" ", "{}", ((s,) for s in found)))


@hooks.register("after_create_page")
def tell_after_first_save(request, page) -> None:
    """Name the mistakes of a draft that was just made."""
    if hasattr(page, "citation_mistakes"):
        _tell(request, page)


@hooks.register("after_edit_page")
def tell_after_save(request, page) -> None:
    """Name the mistakes of a draft that was just saved.

    Who pressed *Publish* hears them from the review gate, among what else is missing.
    """
    if hasattr(page, "citation_mistakes") and not request.POST.get("action-publish"):
        _tell(request, page)
