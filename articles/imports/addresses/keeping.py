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
from wagtail.models import Page, Site

from articles.imports.addresses.stood import ATTACHMENT
from articles.models import ArticleIndexPage, ImportedItem, ImportRun
from clinic.old_spellings import kept_form

LONGEST = Redirect._meta.get_field("old_path").max_length
AT_ONCE = 500
# What belongs to the old site as a whole: its lists, years and feeds.
SITE = 0
PAGES = "wagtail_serve"


class Place(NamedTuple):
    """Where a redirect leads: to a page, to a part of it, or to an address."""

    page_id: int | None = None
    route: str = ""
    link: str = ""


def keep(run: ImportRun, home: str) -> dict:
    """Lead every old address of a run's items to what became of it; return the count.

    `home` is the address of the old front page. The items learn the keys of their
    redirects; what is taken by something else here is left to it. The same is
    written into the run's summary: `kept`, `taken` (address, why) and `redirects`
    (keys of those that belong to no item).
    """
    with transaction.atomic():
        count = _Keeping(run, home).all()
        run.summary["addresses"] = count
        run.save(update_fields=["summary"])
    return count


def take_back(run: ImportRun) -> int:
    """Delete the redirects that a run made, and return how many."""
    keys = list(run.summary.get("addresses", {}).get("redirects", []))
    for redirects in run.items.values_list("redirects", flat=True).iterator():
        keys += redirects
    deleted = 0
    for some in _parts(keys):
        deleted += Redirect.objects.filter(pk__in=some).delete()[0]
    return deleted


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
        items = list(
            self.run.items.select_related("picture", "topic", "page").defer("proof")
        )
        self._forget_hidden(items)
        by_number = {_number(item): item for item in items if item.page_id}
        # The proof of an item is large, and only this is needed of it.
        parents = dict(
            self.run.items.filter(kind=ATTACHMENT).values_list("pk", "proof__parent")
        )
        for item in items:
            above = by_number.get(parents.get(item.pk))
            for address in item.old_urls:
                self._want(item.pk, address, self._place(item, address, above))
        for address, place in self._of_the_site(items):
            self._want(SITE, address, place)
        for some in _parts(list(self.wanted.items())):
            self._make(dict(some))
        self._tell(items)
        return {
            "kept": self.kept,
            "taken": [[address, why] for _key, address, why in self.taken],
            "redirects": self.made.get(SITE, []),
        }

    def _forget_hidden(self, items: list[ImportedItem]) -> None:
        """Drop what led to a page that is public neither here nor there any more."""
        hidden = [item.page_id for item in items if item.page_id and not item.old_urls]
        for some in _parts(hidden):
            Redirect.objects.filter(
                automatically_created=True,
                redirect_page__in=some,
                redirect_page__live=False,
                redirect_page__last_published_at=None,
            ).delete()

    def _place(self, item: ImportedItem, address: str, above) -> Place | None:
        if item.kind == ATTACHMENT:
            return self._place_of_file(item, address, above)
        if item.kind == "author":
            live = item.page is not None and item.page.live
            return Place(item.page_id) if live else self.list_of_all
        if item.topic is not None:
            return Place(self.list_of_all.page_id, f"/topics/{item.topic.slug}/")
        if item.page_id:
            return Place(item.page_id)
        return self.list_of_all if item.kind in ("category", "post_tag") else None

    def _place_of_file(self, item, address: str, above) -> Place | None:
        """Lead a file's address to the file, and the page about it to its article."""
        article = Place(above.page_id) if above and above.old_urls else None
        file = Place(link=item.picture.file.url) if item.picture else None
        if "/wp-content/" in address:
            return file or article
        return article or file or self.list_of_all

    def _of_the_site(self, items: list[ImportedItem]) -> Iterator[tuple[str, Place]]:
        feed = Place(link=reverse("article_feed"))
        yield f"{self.home}/feed/", feed
        yield f"{self.home}/page/2/", self.list_of_all
        # The front page of a WordPress below the main site listed its posts.
        yield f"{self.home}/", self.list_of_all
        for year in sorted(_years(items)):
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

    def _tell(self, items: list[ImportedItem]) -> None:
        changed = [item for item in items if item.pk in self.made]
        for item in changed:
            item.redirects = [*item.redirects, *self.made[item.pk]]
        ImportedItem.objects.bulk_update(changed, ["redirects"], AT_ONCE)


def _parts(things: list) -> Iterator[list]:
    for first in range(0, len(things), AT_ONCE):
        yield things[first : first + AT_ONCE]


def _number(item: ImportedItem) -> int | None:
    kind, _, number = item.source.rpartition(" ")
    return int(number) if kind and number.isdecimal() else None


def _years(items: list[ImportedItem]) -> set[int]:
    """Return the years in which posts were published, by any clock."""
    years = set()
    for item in items:
        if item.kind == "post" and item.old_urls and item.page:
            at = item.page.first_published_at
            if at:
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
