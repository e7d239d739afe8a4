"""Tags of the frame around the desk's pages."""

from django import template

from clinic_site.desk_menu import DAILY, MANAGE, entries

register = template.Library()


@register.inclusion_tag("admin/desk_menu.html")
def desk_menu(user, here: str) -> dict:
    """The menu as a person may use it on the page `here`."""
    return {
        "daily": entries(DAILY, user, here),
        "manage": entries(MANAGE, user, here),
    }
