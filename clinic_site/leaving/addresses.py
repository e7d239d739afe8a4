"""Addresses at which no page stands: those that lead on, and those taken down."""

from wagtail.contrib.redirects.models import Redirect

from clinic.models import TakenDown
from clinic_site.leaving.keys import Keys
from clinic_site.leaving.pages import told

REDIRECTS, TAKEN_DOWN = "redirects.json", "taken-down.json"


def redirects(keys: Keys) -> list[dict]:
    """Return every redirect, by address."""
    return sorted(
        (redirect(row, keys) for row in Redirect.objects.all()),
        key=lambda said: (said["from"], said["of_one_site"]),
    )


def redirect(row: Redirect, keys: Keys) -> dict:
    """Return a redirect: to a page, maybe to a place on it, or to an address."""
    return {
        "from": row.old_path,
        "to_page": keys.name("page", row.redirect_page_id),
        "place_on_page": row.redirect_page_route_path,
        "to_address": row.redirect_link,
        "permanent": row.is_permanent,
        "made_by_a_move": row.automatically_created,
        "of_one_site": row.site_id is not None,
    }


def taken_down(keys: Keys) -> list[dict]:
    """Return every address whose page was taken down, and what it answers."""
    return [gone(row, keys) for row in TakenDown.objects.order_by("path")]


def gone(row: TakenDown, keys: Keys) -> dict:
    """Return one of them; who took the page down stays inside."""
    return {
        "from": row.path,
        "page": keys.name("page", row.page_id),
        "title": row.page_title,
        "at": told(row.taken_down_at),
        "to_page": keys.name("page", row.target_id),
        "notice": row.notice,
    }
