"""The links that stand in pages, and whether those within the site lead somewhere.

Links to other sites are noted with their host and never followed.
"""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.db import models
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import cached_property
from wagtail.blocks import PageChooserBlock, StructBlock
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import Page, Site

from clinic.models.cited import CitedSource
from clinic.models.register import Fault
from clinic.old_addresses import leading_on
from clinic.register.stored import stored_blocks, strings

WEB = ("http", "https")


class Link(NamedTuple):
    """A link as it is written: to a page, to a document, or to an address."""

    words: str
    page_id: int | None = None
    document_id: int | None = None
    address: str = ""


class Judged(NamedTuple):
    """Where a link leads: to another site's host, to a page of ours, or nowhere."""

    words: str
    address: str
    host: str
    target_id: int | None
    fault: str

    def in_words(self) -> str:
        """Return the link with what is wrong with it, as an editor looks for it."""
        fault = str(Fault(self.fault).label)
        where = f"“{self.words[:60]}”" if self.words else self.address[:120]
        return f"{where} ({fault})" if where else fault


class _Anchors(HTMLParser):
    """Collects the anchors of rich text, as Wagtail stores it."""

    def __init__(self):
        super().__init__()
        self.found: list[tuple[dict, str]] = []
        self._open: dict | None = None
        self._words: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self._open, self._words = dict(attrs), []

    def handle_data(self, data):
        if self._open is not None:
            self._words.append(data)

    def handle_endtag(self, tag):
        if tag == "a" and self._open is not None:
            self.found.append((self._open, " ".join("".join(self._words).split())))
            self._open = None


def links_in(page) -> list[Link]:
    """Return the links of a page's own fields and of the references it cites."""
    found = list(_in_blocks(page))
    for field in page._meta.concrete_fields:
        value = field.value_from_object(page) if field.editable else None
        if not value:
            continue
        if isinstance(field, models.URLField):
            found.append(Link(str(field.verbose_name), address=value))
        elif isinstance(field, models.TextField):
            found += _in_markup(value)
    for name in citing_relations(type(page)):
        for source in getattr(page, name).all():
            if source.reference.link:
                found.append(Link(source.reference.key, address=source.reference.link))
    return found


def citing_relations(model: type[Page]) -> list[str]:
    """Return the names under which a type of page keeps what it cites."""
    return [
        relation.get_accessor_name()
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, CitedSource)
    ]


def _in_blocks(page) -> Iterator[Link]:
    for _field, block, raw in stored_blocks(page):
        if isinstance(block, PageChooserBlock):
            yield Link("", page_id=int(raw))
        elif isinstance(block, DocumentChooserBlock):
            yield Link("", document_id=int(raw))
        elif not isinstance(block, StructBlock):
            for text in strings(raw):
                if text.startswith(("http://", "https://")) and " " not in text:
                    yield Link("", address=text)
                else:
                    yield from _in_markup(text)


def _in_markup(markup: str) -> Iterator[Link]:
    if "<a" not in markup:
        return
    anchors = _Anchors()
    anchors.feed(markup)
    for attributes, words in anchors.found:
        kind, number = attributes.get("linktype"), attributes.get("id") or ""
        if kind == "page" and number.isdigit():
            yield Link(words, page_id=int(number))
        elif kind == "document" and number.isdigit():
            yield Link(words, document_id=int(number))
        elif not kind and attributes.get("href"):
            yield Link(words, address=attributes["href"])


class Ground:
    """The addresses of the site, looked up for many links at once.

    Old addresses are read once for as long as it stands: they may be as many as pages.
    """

    def __init__(self):
        self._roots = [
            (site.root_page.url_path, site.hostname)
            for site in Site.objects.select_related("root_page").order_by(
                "-root_page__url_path", "-is_default_site"
            )
        ]
        own = {host for _path, host in self._roots}
        self._hosts = own | {urlsplit(settings.SITE_URL).hostname}

    def address(self, url_path: str) -> str:
        """Return where readers find a page, empty for one that no site holds."""
        for root, _host in self._roots:
            if url_path.startswith(root):
                return reverse("wagtail_serve", args=[url_path.removeprefix(root)])
        return ""

    @cached_property
    def _leading_on(self) -> set[str]:
        return leading_on(self.address)

    def leads_on(self, path: str) -> bool:
        """Return whether readers of an old address arrive somewhere after all."""
        return Redirect.normalise_path(path) in self._leading_on

    def judge(self, linked: Iterable[tuple[str, list[Link]]]) -> list[list[Judged]]:
        """Judge the links of many pages, each given with its address, in few queries.

        Five queries however many pages and links there are, three from the second
        time on.
        """
        linked = [
            (place, [link for link in links if self._is_web(place, link)])
            for place, links in linked
        ]
        everything = [(place, link) for place, links in linked for link in links]
        paths = {
            place_and_link: self._path(*place_and_link)
            for place_and_link in everything
            if place_and_link[1].address
        }
        inner = {path for path in paths.values() if path}
        known = _Known(
            page_ids={link.page_id for _place, link in everything if link.page_id},
            documents={link.document_id for _p, link in everything if link.document_id},
            url_paths={
                root + prefix
                for path in inner
                for prefix in _prefixes(path)
                for root, _host in self._roots
            },
        )
        return [
            [self._judged(link, place, paths, known) for link in links]
            for place, links in linked
        ]

    def _is_web(self, place: str, link: Link) -> bool:
        """Leave out numbers to call, addresses to write to and places in the page."""
        if not link.address:
            return True
        if link.address.startswith("#"):
            return False
        return self._split(place, link.address).scheme in WEB

    def _split(self, place: str, address: str):
        try:
            return urlsplit(urljoin(settings.SITE_URL + place, address.strip()))
        except ValueError:
            # Not even an address: nothing it could lead to.
            return urlsplit(settings.SITE_URL + "/\N{REPLACEMENT CHARACTER}")

    def _path(self, place: str, link: Link) -> str:
        """Return the path of an address within the site, empty on another one."""
        parts = self._split(place, link.address)
        return unquote(parts.path or "/") if parts.hostname in self._hosts else ""

    def _judged(self, link: Link, place: str, paths: dict, known: "_Known") -> Judged:
        if link.page_id:
            page = known.pages.get(link.page_id)
            address = self.address(page.url_path) if page else ""
            return self._at_page(link, page, address)
        if link.document_id:
            fault = "" if link.document_id in known.documents else Fault.DELETED
            return Judged(link.words, "", "", None, fault)
        path = paths[place, link]
        address = link.address[:2000]
        if not path:
            host = self._split(place, link.address).hostname or ""
            return Judged(link.words, address, host[:255], None, "")
        if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return Judged(link.words, address, "", None, "")
        try:
            match = resolve(path if path.endswith("/") else f"{path}/")
        except Resolver404:
            match = _resolved(path)
            if match is None:
                return self._nowhere(link, address, path)
        if match.url_name != "wagtail_serve":
            return Judged(link.words, address, "", None, "")
        page = self._page_at(path, known)
        if page is None:
            return self._nowhere(link, address, path)
        return self._at_page(link, page, address)

    def _at_page(self, link: Link, page, address: str) -> Judged:
        if page is None:
            return Judged(link.words, "", "", None, Fault.DELETED)
        fault = "" if page.live else Fault.UNPUBLISHED
        if fault and self.leads_on(self.address(page.url_path)):
            fault = ""
        return Judged(link.words, address, "", page.pk, fault)

    def _nowhere(self, link: Link, address: str, path: str) -> Judged:
        fault = "" if self.leads_on(path) else Fault.NOWHERE
        return Judged(link.words, address, "", None, fault)

    def _page_at(self, path: str, known: "_Known"):
        """Return the page at a path, or the one that answers for what is below it."""
        whole = _prefixes(path)[0]
        for prefix in _prefixes(path):
            for root, _host in self._roots:
                page = known.by_path.get(root + prefix)
                if page is None:
                    continue
                if prefix == whole or _answers(page, whole.removeprefix(prefix)):
                    return page
                return None
        return None


class _Known:
    """What stands in the database of all that some links lead to."""

    def __init__(self, *, page_ids: set, documents: set, url_paths: set):
        found = Page.objects.filter(
            models.Q(pk__in=page_ids) | models.Q(url_path__in=url_paths)
        ).only("pk", "url_path", "live", "content_type")
        self.pages = {page.pk: page for page in found}
        self.by_path = {page.url_path: page for page in self.pages.values()}
        self.documents = set(
            get_document_model()
            .objects.filter(pk__in=documents)
            .values_list("pk", flat=True)
        )


def _prefixes(path: str) -> list[str]:
    """Return a path below the root and every path above it, the longest first."""
    parts = [part for part in path.split("/") if part]
    return ["".join(f"{p}/" for p in parts[:n]) for n in range(len(parts), -1, -1)]


def _resolved(path: str):
    try:
        return resolve(path)
    except Resolver404:
        return None


def _answers(page, rest: str) -> bool:
    model = page.cached_content_type.model_class()
    if model is None or not issubclass(model, RoutablePageMixin):
        return False
    try:
        model().resolve_subpage(f"/{rest}")
    except Resolver404:
        return False
    return True
