"""Brings old addresses in: those that lead on, and those that are gone."""

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from clinic.models import TakenDown
from clinic_site.leaving import addresses, brought
from clinic_site.leaving.blocks import is_safe_address
from clinic_site.leaving.coming import Coming
from clinic_site.leaving.keys import Malformed
from clinic_site.leaving.pages import digest
from clinic_site.leaving.report import DELETED, LEFT, NEW, SAME, UPDATED


def bring_redirects(coming: Coming) -> None:
    """Bring redirects in; one that is here already with another target stays."""
    site = Site.objects.filter(is_default_site=True).first()
    known = brought.known(Redirect)
    for said in coming.listed(addresses.REDIRECTS):
        with coming.whole("redirect", str(said.get("from"))):
            path = _path(said["from"])
            of = site if said["of_one_site"] else None
            row = Redirect.objects.filter(old_path=path, site=of).first()
            row = row or Redirect(old_path=path, site=of)
            _bring(row, path, said, coming, known, addresses.redirect, _put_redirect)


def bring_taken_down(coming: Coming) -> None:
    """Bring in what the addresses of pages that were taken down answer."""
    known = brought.known(TakenDown)
    for said in coming.listed(addresses.TAKEN_DOWN):
        with coming.whole("address taken down", str(said.get("from"))):
            path = _path(said["from"])
            row = TakenDown.objects.filter(path=path).first() or TakenDown(path=path)
            _bring(row, path, said, coming, known, addresses.gone, _put_gone)


def _bring(row, path: str, said: dict, coming: Coming, known, told, put) -> None:
    kind = row._meta.verbose_name
    if row.pk is None and path in known:
        coming.report.add(kind, path, DELETED)
        return
    came, done = digest(said), NEW
    if row.pk is not None:
        here = digest(told(row, coming.keys))
        standing = brought.standing(row, came=came, here=here)
        if standing != brought.WANTED:
            is_same = standing == brought.SAME
            coming.report.add(kind, path, SAME if is_same else LEFT)
            return
        done = UPDATED
    put(row, said, coming)
    row.full_clean(exclude=["page", "taken_down_by", "redirect_link"])
    row.save()
    here = digest(told(row, coming.keys))
    brought.remember(row, path, came=came, here=here, user=coming.editor)
    coming.report.add(kind, path, done)


def _path(value) -> str:
    if not isinstance(value, str) or not value.startswith("/"):
        raise Malformed(_("this is no address on a site"))
    return value


def _page(said: dict, name: str, coming: Coming) -> int | None:
    if said[name] is None:
        return None
    pk = coming.keys.pk("page", said[name])
    if pk is None:
        raise Malformed(_("the page that it leads to is not here"))
    return pk


def _address(value) -> str:
    """Return where a redirect leads: an address, a path on this site, or "" for none.

    Raises ValidationError for anything else.
    """
    value = str(value)
    if not is_safe_address(value):
        raise ValidationError(_("It leads to what is no address."))
    if value:
        # A field for addresses takes a path only behind the name of a site.
        is_path = value.startswith("/") and not value.startswith("//")
        whole = f"https://clinic.example{value}" if is_path else value
        Redirect._meta.get_field("redirect_link").clean(whole, None)
    return value


def _put_redirect(row: Redirect, said: dict, coming: Coming) -> None:
    row.redirect_page_id = _page(said, "to_page", coming)
    row.redirect_page_route_path = str(said["place_on_page"])
    row.redirect_link = _address(said["to_address"])
    row.is_permanent = bool(said["permanent"])
    row.automatically_created = bool(said["made_by_a_move"])


def _put_gone(row: TakenDown, said: dict, coming: Coming) -> None:
    at = parse_datetime(str(said["at"]))
    if at is None or at.tzinfo is None:
        raise Malformed(_("the time is none"))
    row.page_id = coming.keys.pk("page", said["page"])
    row.target_id = _page(said, "to_page", coming)
    row.page_title, row.notice = str(said["title"]), str(said["notice"])
    row.taken_down_at = at
