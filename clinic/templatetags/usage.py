"""Where something is shown, for the admin's screens."""

from django import template

from clinic import usage

register = template.Library()


@register.simple_tag
def places_showing(shown, user) -> list[usage.Place]:
    """Return the pages, snippets and settings that show or link to an object."""
    return usage.places(shown, user)
