"""Where an address leads at which no page stands: on, nowhere any more, or unknown.

Asked once nothing else has answered, or where a query string asks for what WordPress
had. Redirects (made by hand, by a move or by an import) and pages taken down are
followed to their end at once, so a reader takes one step at most, and a ring of them
ends in "gone" instead of turning for ever.
"""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from clinic.models.taken_down import TakenDown, path_of
from clinic.old_spellings import by_path, by_query

# Ends of a way: no path is written like them.
ARRIVED, NOWHERE = "arrived", "nowhere"


class Moved(NamedTuple):
    """What stood here stands at `url` now."""

    url: str
    permanent: bool = True


class Gone(NamedTuple):
    """What stood here was taken down; `notice` says why, or nothing."""

    notice: str = ""


class Waiting(NamedTuple):
    """What stood here was moved in and was not public on this site yet."""

    page_id: int


Answer = Moved | Gone | Waiting | None


def find(request, full_path: str) -> Answer:
    """Return what became of an address, None where nothing ever stood.

    `full_path` may carry a query string, which only redirects made with one heed, and
    what WordPress was asked by.
    """
    return _elsewhere(_Search(request).follow(full_path), full_path)


def find_asked(request, full_path: str) -> Answer:
    """Return what a query string asks for that WordPress knew, in one query.

    None where it asks for nothing that is known: then the page itself answers.
    """
    return _elsewhere(_Search(request).asked(full_path), full_path)


def _elsewhere(found: Answer, full_path: str) -> Answer:
    """Drop what would lead to the very address that was asked."""
    return None if isinstance(found, Moved) and found.url == full_path else found


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

    def follow(self, full_path: str) -> Answer:
        """Go from step to step until a page stands there, or nothing is left."""
        whole = Redirect.normalise_path(full_path, decode_unicode=False)
        bare = urlsplit(whole).path
        path = Redirect.normalise_path(bare)
        exact = [uri_to_iri(whole), whole, uri_to_iri(bare), bare]
        likely = [*by_query(full_path), *by_path(full_path)]
        found = self._redirects([*exact, *likely])
        redirect = _first(found, exact)
        if redirect is None and (answer := self._by_record(path)) is not None:
            return self._onwards(answer, path)
        redirect = redirect or _first(found, likely)
        return self._onwards(self._by_redirect(redirect), path) if redirect else None

    def asked(self, full_path: str) -> Answer:
        """Go where a query string leads, None where nobody knows it."""
        likely = by_query(full_path)
        redirect = _first(self._redirects(likely), likely)
        if redirect is None:
            return None
        return self._onwards(self._by_redirect(redirect), redirect.old_path)

    def _onwards(self, step: "Answer | str", path: str) -> Answer:
        seen = {path}
        while isinstance(step, str):
            if step in seen:
                return Gone()
            seen.add(step)
            redirect = self._redirects([step]).get(step)
            step = self._by_redirect(redirect) if redirect else self._by_record(step)
        return step

    def _redirects(self, paths: list[str]) -> dict[str, Redirect]:
        """Return the redirects of addresses in one query; the site's own come first."""
        rows = Redirect.get_for_site(self.site).filter(
            old_path__in={path for path in paths if "\0" not in path}
        )
        found: dict[str, Redirect] = {}
        for row in rows.select_related("redirect_page"):
            if row.old_path not in found or row.site_id:
                found[row.old_path] = row
        return found

    def _by_redirect(self, redirect: Redirect) -> Answer | str:
        self.permanent = self.permanent and redirect.is_permanent
        if page := redirect.redirect_page:
            if page.live:
                return Moved(redirect.link, self.permanent)
            return Waiting(page.pk) if _is_waiting(page) else path_of(page)
        if not redirect.redirect_link:
            return None
        path = own_path(self.site, redirect.redirect_link)
        if path is None or page_at(self.site, path) or not self._known(path):
            return Moved(redirect.redirect_link, self.permanent)
        return path

    def _by_record(self, path: str) -> Answer | str:
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
        """Tell a page that was public, whose taking down nobody noted, from a draft.

        What was moved in brings the day along on which others published it first.
        """
        there = Page.objects.filter(url_path=_url_path(self.site, path), live=False)
        was_public = there.filter(last_published_at__isnull=False).exists()
        return Gone() if was_public else None


def _is_waiting(page: Page) -> bool:
    """Tell a page that was public elsewhere, and not here yet, from any other draft."""
    return page.first_published_at is not None and page.last_published_at is None


def _first(found: dict[str, Redirect], paths: list[str]) -> Redirect | None:
    return next((found[path] for path in paths if path in found), None)


def _url_path(site: Site | None, path: str) -> str:
    root = site.root_page.url_path if site else "/"
    return root + path.strip("/") + ("/" if path != "/" else "")
