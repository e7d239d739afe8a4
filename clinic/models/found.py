"""How a page is found and named, in as few queries as that takes.

Lists, ancestors and restrictions are the same for most pages; each process keeps them
for a generation.
"""

import copy
from collections.abc import Iterable

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet

from clinic.memory import remembered


def is_any_restricted() -> bool:
    """Say whether there is a page that not everybody may see."""
    return remembered("restricted", PageViewRestriction.objects.exists)


def is_one_site() -> bool:
    """Say whether an address is all that names a page, whatever host is asked."""
    return len(Site.get_site_root_paths()) == 1


def site_of(request) -> Site | None:
    """Return the site that a request is for, with its home page in its own type."""
    name = "site", request.get_host(), request.get_port()
    known = remembered(name, lambda: _found_site(request))
    if known is None:
        return None
    site = copy.copy(known)
    # Pages keep what they work out: each request has copies of its own.
    site.root_page = copy.copy(known.root_page)
    return site


def _found_site(request) -> Site | None:
    site = Site.find_for_request(request)
    if site is not None:
        (site.root_page,) = _with_pictures([site.root_page.specific])
    return site


def _with_pictures(pages: Iterable[Page]) -> list[Page]:
    """Return the pages, each of ours with the picture it is shared with."""
    pages = list(pages)
    ours = [page for page in pages if isinstance(page, Found)]
    prefetch_related_objects(ours, "share_image")
    return pages


class FoundQuerySet(PageQuerySet):
    """Pages that need not ask for restrictions where there are none."""

    def public(self):
        """Return those that everybody may see."""
        return super().public() if is_any_restricted() else self


class Found:
    """A page that is found with one query where its parent has one type of children."""

    # Whether the page lists the pages right below it, so that readers find them.
    lists_children = False
    # What each of its readers sees and other rows hold: read with it, right after it.
    read_with = ("share_image",)
    read_after: tuple[str, ...] = ()

    @property
    def localized(self):
        """Return the page in the reader's language; with one language, itself."""
        return super().localized if len(settings.LANGUAGES) > 1 else self

    def get_view_restrictions(self):
        """Return what keeps readers out, without a query where nothing does."""
        if not is_any_restricted():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @cached_property
    def way(self) -> list[Page]:
        """Return the live pages from the home page to this one."""
        above = self.path[: -self.steplen]
        return [*remembered(("way", above), lambda: self._live_along(above)), self]

    def _live_along(self, above: str) -> list[Page]:
        # The same statement for all pages of a list: it is asked once for all of them.
        ends = range(2 * self.steplen, len(above) + 1, self.steplen)
        paths = [above[:end] for end in ends]
        return list(Page.objects.filter(path__in=paths).live().order_by("path"))

    def route(self, request, path_components):
        """Find the page at an address below this one."""
        if path_components:
            slug, *rest = path_components
            found = self._list_below(slug) or self._only_kind_below(slug)
            if found is not None:
                return found.route(request, rest)
        return super().route(request, path_components)

    def _list_below(self, slug: str) -> Page | None:
        lists = remembered(("lists", self.pk), self._lists_below)
        found = lists.get(slug)
        return found and copy.copy(found)

    def _lists_below(self) -> dict[str, Page]:
        """Return the lists right below, of which there are few, by their addresses."""
        kinds = [m for m in self.allowed_subpage_models() if _is_list(m)]
        if not kinds:
            return {}
        below = _with_pictures(self.get_children().type(*kinds).specific())
        return {page.slug: page for page in below}

    def _only_kind_below(self, slug: str) -> Page | None:
        kinds = self.allowed_subpage_models()
        if len(kinds) != 1 or not issubclass(kinds[0], Found):
            return None
        kind = kinds[0]
        pages = kind.objects.child_of(self).filter(slug=slug)
        return (
            pages.select_related(*kind.read_with)
            .prefetch_related(*kind.read_after)
            .first()
        )


def _is_list(kind: type[Page]) -> bool:
    return getattr(kind, "lists_children", False)
