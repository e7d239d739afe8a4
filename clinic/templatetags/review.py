"""Filters of the review's screens."""

from django import template

from clinic.review.screens import reading

register = template.Library()


@register.filter
def field_name(piece) -> str:
    """Return the name under which other words for a piece are sent."""
    return reading.field_name(piece)
