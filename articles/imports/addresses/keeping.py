"""Redirects for all that a run brought in, made at once and tied to where things are.

They are read from the run's rows, so a run that was cut short makes the rest when it
goes on, and one that is repeated makes none twice.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Site

from articles.imports.addresses.stood import FILES, LISTS, UPLOADS, Thing, things
from articles.models import ArticleIndexPage, ImportedItem, ImportRun
from clinic.old_spellings import kept_form

LONGEST = Redirect._meta.get_field("old_path").max_length
AT_ONCE = 500
# What belongs to the old site as a whole: its lists, years and feeds.
SITE = 0
PAGES = "wagtail_serve"
SITEMAPS = ("wp-sitemap.xml", "sitemap_index.xml")


class Place(NamedTuple):
    """Where a redirect leads: to a page, to a part of it, or to an address."""

    page_id: int | None = None
    route: str = ""
    link: str = ""


def keep(run: ImportRun, home: str) -> dict:
    """Lead every old address of a run's items to what became of it; return the count.

    `home` is the address of the old front page. The items learn the keys of their
    redirects; what is taken by something else here is left to it. The same is
    written into the run's summary: `kept`, `taken` (address, why), `site` (addresses
    of the old site as a whole) and `redirects` (the keys of theirs).
    """
    with transaction.atomic():
        count = _Keeping(run, home).all()
        run.summary["addresses"] = count
        run.save(update_fields=["summary"])
    return count


def take_back(run: ImportRun, by=None) -> None:
    """Delete the redirects of the old site as a whole, like those of its archives.

    Those of a post or a picture go with it, or stay as it does. What another import
    of the same site needs, too, is that one's from now on.
    """
    keys = run.summary.get("addresses", {}).get("redirects", [])
    others = _others(run) if keys else {}
    for some in _parts(keys):
        for redirect in Redirect.objects.filter(pk__in=some):
            if other := others.get(redirect.old_path):
                _hand_over(redirect, other)
                continue
            log(instance=redirect, action="wagtail.delete", user=by, deleted=True)
            redirect.delete()


def _others(run: ImportRun) -> dict[str, ImportRun]:
    """Return an import that stands for each address of the old site as a whole."""
    found = {}
    standing = ImportRun.objects.filter(state=ImportRun.State.DONE, dry_run=False)
    for other in standing.exclude(pk=run.pk):
        for address in other.summary.get("addresses", {}).get("site", []):
            found.setdefault(kept_form(address), other)
    return found


def _hand_over(redirect: Redirect, run: ImportRun) -> None:
    keys = run.summary["addresses"].setdefault("redirects", [])
    if redirect.pk not in keys:
        keys.append(redirect.pk)
        run.save(update_fields=["summary"])


class _Keeping:
    def __init__(self, run: ImportRun, home: str):
        self.run = run
        self.home = home.rstrip("/")
        self.index = ArticleIndexPage.objects.first()
        self.list_of_all = Place(self.index.pk if self.index else None)
        self.site = Site.objects.filter(is_default_site=True).first()
        self.wanted: dict[str, tuple[int, str, Place]] = {}
        self.taken: list[tuple[int, str, str]] = []
        self.made: dict[int, list[int]] = {}
        self.kept = 0

    def all(self) -> dict:
        """Make what is missing and tell each item of its own."""
        found = list(things(self.run, self.home))
        by_number = {thing.number: thing for thing in found if thing.number}
        pages = [thing.page_id for thing in found if thing.page_id]
        self.live = _in_parts(Page.objects.live(), pages)
        self._forget_hidden(found)
        for thing in found:
            above = by_number.get(thing.parent)
            for address in self._public(thing, above):
                self._want(thing.pk, address, self._place(thing, address, above))
        of_the_site = list(self._of_the_site(found))
        for address, place in of_the_site:
            self._want(SITE, address, place)
        for some in _parts(list(self.wanted.items())):
            self._make(dict(some))
        self._tell()
        return {
            "kept": self.kept,
            "taken": [[address, why] for _key, address, why in self.taken],
            "site": [address for address, _place in of_the_site],
            # Those of a trial are taken back with it.
            "redirects": [] if self.run.dry_run else self.made.get(SITE, []),
        }

    def _forget_hidden(self, found: list[Thing]) -> None:
        """Drop what led to a page that is public neither here nor there any more."""
        hidden = [t.page_id for t in found if t.page_id and not t.is_public]
        for some in _parts(hidden):
            Redirect.objects.filter(
                automatically_created=True,
                redirect_page__in=some,
                redirect_page__live=False,
                redirect_page__last_published_at=None,
            ).delete()

    def _public(self, thing: Thing, above: Thing | None) -> list[str]:
        """Return the addresses of a thing that anybody could open.

        What hangs on a private post is as private, but for the file itself.
        """
        if not thing.is_public:
            return []
        if above and not above.is_public:
            return [url for url in thing.addresses if UPLOADS in url]
        return list(thing.addresses)

    def _place(self, thing: Thing, address: str, above: Thing | None) -> Place | None:
        if thing.kind in FILES:
            return self._place_of_file(thing, address, above)
        if thing.kind == "author":
            live = thing.page_id in self.live
            return Place(thing.page_id) if live else self.list_of_all
        if thing.topic:
            return Place(self.list_of_all.page_id, f"/topics/{thing.topic}/")
        if thing.page_id:
            return Place(thing.page_id)
        return self.list_of_all if thing.kind in LISTS else None

    def _place_of_file(self, thing: Thing, address: str, above) -> Place | None:
        """Lead a file's address to the file, and the page about it to its article."""
        shown = above is not None and above.is_public and above.page_id
        article = Place(above.page_id) if shown else None
        file = Place(link=thing.file) if thing.file else None
        if UPLOADS in address or thing.kind == "picture" and thing.number is None:
            return file or article
        return article or file or self.list_of_all

    def _of_the_site(self, found: list[Thing]) -> Iterator[tuple[str, Place]]:
        feed = Place(link=reverse("article_feed"))
        yield f"{self.home}/feed/", feed
        yield f"{self.home}/page/2/", self.list_of_all
        # What search engines were told to ask for, by WordPress and by its SEO plugins.
        for name in SITEMAPS:
            yield f"{self.home}/{name}", Place(link=reverse("sitemap"))
        # The front page of a WordPress below the main site listed its posts.
        yield f"{self.home}/", self.list_of_all
        for year in sorted(_years(found)):
            yield f"{self.home}/{year}/", self.list_of_all

    def _want(self, key: int, address: str, place: Place | None) -> None:
        path = kept_form(address)
        if not path:
            return
        if place is None or not (place.page_id or place.link):
            self._note(key, address, _("nothing of it is here"))
        elif len(path) > LONGEST or len(place.link) > LONGEST:
            self._note(key, address, _("the address is too long for a redirect"))
        elif path not in self.wanted:
            self.wanted[path] = key, address, place
        elif self.wanted[path][2] != place and key != SITE:
            self._note(key, address, _("something else in the export has it too"))

    def _make(self, wanted: dict[str, tuple[int, str, Place]]) -> None:
        there = _led(wanted)
        pages = self._pages(wanted)
        new, owners = [], []
        for path, (key, address, place) in wanted.items():
            page = pages.get(path)
            if page and page != place.page_id:
                self._note(key, address, _("a page stands there"))
            elif path in there and there[path] != place:
                self._note(key, address, _("it has a redirect already"))
            elif page is None and _is_a_route(path):
                self._note(key, address, _("the site itself answers there"))
            elif path in there:
                self.kept += 1
            else:
                owners.append(key)
                new.append(_redirect(path, place))
        for key, redirect in zip(
            owners, Redirect.objects.bulk_create(new), strict=True
        ):
            self.made.setdefault(key, []).append(redirect.pk)
        self.kept += len(new)

    def _pages(self, paths: Iterable[str]) -> dict[str, int]:
        """Return the live page at each of some paths."""
        root = self.site.root_page.url_path.rstrip("/") if self.site else ""
        found = Page.objects.live().filter(url_path__in=[f"{root}{p}/" for p in paths])
        return {
            url_path.removeprefix(root).rstrip("/"): pk
            for url_path, pk in found.values_list("url_path", "pk")
        }

    def _note(self, key: int, address: str, why: str) -> None:
        # Nobody misses what the old site as a whole may not have had.
        if key != SITE:
            self.taken.append((key, address, why))

    def _tell(self) -> None:
        for some in _parts([pk for pk in self.made if pk != SITE]):
            items = list(ImportedItem.objects.filter(pk__in=some).only("redirects"))
            for item in items:
                item.redirects = [*item.redirects, *self.made[item.pk]]
            ImportedItem.objects.bulk_update(items, ["redirects"])


def _parts(rows: list) -> Iterator[list]:
    for first in range(0, len(rows), AT_ONCE):
        yield rows[first : first + AT_ONCE]


def _in_parts(pages, keys: list[int]) -> set[int]:
    found = set()
    for some in _parts(keys):
        found.update(pages.filter(pk__in=some).values_list("pk", flat=True))
    return found


def _years(found: list[Thing]) -> set[int]:
    """Return the years in which posts were published, by any clock."""
    posts = [t.page_id for t in found if t.kind == "post" and t.is_public and t.page_id]
    years = set()
    for some in _parts(posts):
        dated = Page.objects.filter(pk__in=some, first_published_at__isnull=False)
        for at in dated.values_list("first_published_at", flat=True):
            day = timezone.localdate(at)
            years |= {(day + timedelta(days=n)).year for n in (-1, 0, 1)}
    return years


def _led(paths: Iterable[str]) -> dict[str, Place]:
    """Return where redirects that are there lead, by their path."""
    rows = Redirect.objects.filter(old_path__in=list(paths)).values_list(
        "old_path", "redirect_page", "redirect_page_route_path", "redirect_link"
    )
    return {path: Place(*place) for path, *place in rows}


def _redirect(path: str, place: Place) -> Redirect:
    return Redirect(
        old_path=path,
        redirect_page_id=place.page_id,
        redirect_page_route_path=place.route,
        redirect_link=place.link,
        automatically_created=True,
    )


def _is_a_route(path: str) -> bool:
    """Say whether something but a page answers at a path, with its slash or without."""
    if "?" in path:
        return False
    for address in (path, f"{path}/"):
        try:
            if resolve(address).view_name != PAGES:
                return True
        except Resolver404:
            continue
    return False
