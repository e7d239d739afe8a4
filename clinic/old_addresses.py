"""Where an address leads at which no page stands: on, nowhere any more, or unknown.

Asked only once nothing else has answered. Redirects (made by hand or by a move) and
pages taken down are followed to their end at once, so a reader takes one step at
most, and a ring of them ends in "gone" instead of turning for ever.
"""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from clinic.models.taken_down import TakenDown, path_of

# Ends of a way: no path is written like them.
ARRIVED, NOWHERE = "arrived", "nowhere"


class Moved(NamedTuple):
    """What stood here stands at `url` now."""

    url: str
    permanent: bool = True


class Gone(NamedTuple):
    """What stood here was taken down; `notice` says why, or nothing."""

    notice: str = ""


def find(request, full_path: str) -> Moved | Gone | None:
    """Return what became of an address, None where nothing ever stood.

    `full_path` may carry a query string, which only redirects made with one heed.
    """
    return _Search(request).follow(full_path)


def own_path(site: Site | None, link: str) -> str | None:
    """Return the path of a link into this site, None for one that leaves it."""
    parts = urlsplit(link)
    own_hosts = {
        "",
        site.hostname if site else "",
        urlsplit(settings.SITE_URL).hostname,
    }
    if (parts.hostname or "") not in own_hosts or not parts.path.startswith("/"):
        return None
    return Redirect.normalise_path(parts.path)


def page_at(site: Site | None, path: str) -> Page | None:
    """Return the live page at a path of a site, or None."""
    return Page.objects.live().filter(url_path=_url_path(site, path)).first()


def leading_on(address: Callable[[str], str]) -> set[str]:
    """Return every old address from which readers arrive somewhere, in two queries.

    `address` tells where a page stands by its `url_path`. An address outside the site,
    or one of it that no page owns, counts as arriving.
    """
    following = _taken_down(address) | _redirected(address)
    return {path for path in following if _arrives(path, following)}


def _arrives(path: str, following: dict[str, str]) -> bool:
    seen = set()
    while path in following and path not in seen:
        seen.add(path)
        path = following[path]
    return path == ARRIVED


def _redirected(address) -> dict[str, str]:
    rows = Redirect.objects.exclude(redirect_page=None, redirect_link="")
    return {
        path: ARRIVED if live in (None, True) else _after(address(url_path))
        for path, live, url_path in rows.values_list(
            "old_path", "redirect_page__live", "redirect_page__url_path"
        )
    }


def _taken_down(address) -> dict[str, str]:
    rows = TakenDown.objects.filter(Q(page__live=True) | ~Q(target=None))
    return {
        path: ARRIVED if back or live else _after(address(url_path))
        for path, back, live, url_path in rows.values_list(
            "path", "page__live", "target__live", "target__url_path"
        )
    }


def _after(address: str) -> str:
    return Redirect.normalise_path(address) if address else NOWHERE


class _Search:
    def __init__(self, request):
        self.request = request
        self.site = Site.find_for_request(request)
        self.permanent = True

    def follow(self, full_path: str) -> Moved | Gone | None:
        """Go from step to step until a page stands there, or nothing is left."""
        seen: set[str] = set()
        redirect, path = self._redirect(full_path)
        while path not in seen:
            seen.add(path)
            step = self._by_redirect(redirect) if redirect else self._by_record(path)
            if not isinstance(step, str):
                return step
            redirect, path = self._redirect(step)
        return Gone()

    def _redirect(self, full_path: str) -> tuple[Redirect | None, str]:
        """Return the redirect of an address, with its query string or without."""
        whole = Redirect.normalise_path(full_path, decode_unicode=False)
        bare = urlsplit(whole).path
        found = get_redirect(self.request, whole)
        if found is None and bare != whole:
            found = get_redirect(self.request, bare)
        return found, Redirect.normalise_path(bare)

    def _by_redirect(self, redirect: Redirect) -> Moved | Gone | str | None:
        self.permanent = self.permanent and redirect.is_permanent
        if page := redirect.redirect_page:
            return Moved(redirect.link, self.permanent) if page.live else path_of(page)
        if not redirect.redirect_link:
            return None
        path = own_path(self.site, redirect.redirect_link)
        if path is None or page_at(self.site, path) or not self._known(path):
            return Moved(redirect.redirect_link, self.permanent)
        return path

    def _by_record(self, path: str) -> Moved | Gone | str | None:
        row = TakenDown.objects.filter(path=path).first()
        if row is None:
            return self._gone_or_never(path)
        pages = Page.objects.in_bulk([pk for pk in (row.page_id, row.target_id) if pk])
        itself, target = pages.get(row.page_id), pages.get(row.target_id)
        # Live again elsewhere: its old address leads there without a word.
        for page in (itself, target):
            if page and page.live:
                return Moved(page.specific_deferred.url, self.permanent)
        return path_of(target) if target else Gone(row.notice)

    def _known(self, path: str) -> bool:
        """Return whether something but a page answers for a path."""
        redirects = Redirect.get_for_site(self.site).filter(old_path=path)
        return redirects.exists() or TakenDown.objects.filter(path=path).exists()

    def _gone_or_never(self, path: str) -> Gone | None:
        """Tell a page that was public, whose taking down nobody noted, from a draft."""
        there = Page.objects.filter(url_path=_url_path(self.site, path), live=False)
        was_public = there.filter(first_published_at__isnull=False).exists()
        return Gone() if was_public else None


def _url_path(site: Site | None, path: str) -> str:
    root = site.root_page.url_path if site else "/"
    return root + path.strip("/") + ("/" if path != "/" else "")
