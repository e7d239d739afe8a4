"""How hard a page reads, for Wagtail's page editor."""

from django import template
from django.urls import reverse

from clinic.models import BasePage
from clinic.readability import Readability, measure_page

register = template.Library()

# The editor's own routes, and where the hint for what they show is fetched.
_ADDRESSES = {
    "wagtailadmin_pages:edit": "readability_on_edit",
    "wagtailadmin_pages:add": "readability_on_add",
}


@register.simple_tag(takes_context=True)
def readability_address(context, page) -> str:
    """Return where the hint for the page in the editor is fetched; else nothing."""
    request = context.get("request")
    match = request and request.resolver_match
    name = match and _ADDRESSES.get(match.view_name)
    if name is None or not isinstance(page, BasePage):
        return ""
    return reverse(name, kwargs=match.kwargs)


@register.filter
def readability(page) -> Readability:
    """Return what was counted in the page as it is in memory."""
    return measure_page(page)
