from django import template
from django.conf import settings
from django.urls import reverse

from clinic.phone import display
from consultations.admin import keys

register = template.Library()


@register.simple_tag
def demo_site() -> bool:
    """Say whether demo accounts are let in."""
    return settings.DEMO


@register.filter
def as_phone(number: str) -> str:
    """Show a stored number as people here write it."""
    return display(number)


@register.simple_tag
def desk_keys(request) -> dict:
    """Return what the card of keys shows to whoever asks."""
    return {
        "on": keys.are_on(request),
        "groups": keys.groups(),
        "switch": reverse(keys.SWITCH),
        "here": request.path if request.method == "GET" else "",
    }
