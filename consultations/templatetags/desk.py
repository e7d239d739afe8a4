from django import template
from django.conf import settings
from django.urls import reverse

from clinic.alarms import checks
from clinic.models import RaisedAlarm
from clinic.phone import display
from consultations.admin import keys

register = template.Library()


@register.simple_tag
def demo_site() -> bool:
    """Say whether demo accounts are let in."""
    return settings.DEMO


@register.simple_tag
def desk_alarms(user) -> list[RaisedAlarm]:
    """Return what is wrong with the site, to managers, who can have it mended."""
    if not user.has_perm("clinic.view_raisedalarm"):
        return []
    told = [check.code for check in checks().values() if check.on_desk]
    return list(RaisedAlarm.objects.lasting().filter(code__in=told))


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
