from django import template
from django.conf import settings

from clinic.phone import display

register = template.Library()


@register.simple_tag
def demo_site() -> bool:
    """Say whether demo accounts are let in."""
    return settings.DEMO


@register.filter
def as_phone(number: str) -> str:
    """Show a stored number as people here write it."""
    return display(number)
