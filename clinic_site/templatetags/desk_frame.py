"""Tags of the frame around the desk's pages."""

from django import template

from clinic.models import StaffEvent
from clinic.models.membership import MANAGES_STAFF
from clinic_site.desk_menu import DAILY, MANAGE, entries

register = template.Library()


@register.inclusion_tag("admin/desk_menu.html")
def desk_menu(user, here: str) -> dict:
    """The menu as a person may use it on the page `here`."""
    return {
        "daily": entries(DAILY, user, here),
        "manage": entries(MANAGE, user, here),
    }


@register.simple_tag
def glass_broken(user) -> dict | None:
    """The newest use of the emergency account that a manager has yet to take note of.

    None for whoever manages no staff: their pages ask nothing for it.
    """
    if not user.is_active or not user.has_perm(MANAGES_STAFF):
        return None
    unseen = StaffEvent.objects.unseen_by(user).order_by("-pk")
    return unseen.values("at", "subject_id").first()
