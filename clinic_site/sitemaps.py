"""What the sitemap lists: the pages that editors make, and the page of words."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.models import Page, get_page_models

from clinic.memory import remembered
from clinic.models import GlossaryTerm
from clinic.models.base import public_address
from clinic.models.found import is_any_restricted, site_of

# So many addresses stand in one part: more would keep everybody else waiting.
PART = 1_000


class PageSitemap(WagtailSitemap):
    """Every page that everybody may see, each part of them from one query."""

    limit = PART

    def get_wagtail_site(self):
        """Return the site that the request is for."""
        return site_of(self.request) or super().get_wagtail_site()

    def items(self):
        """Return the pages without their texts, in the order of the tree."""
        home = self.get_wagtail_site().root_page
        pages = Page.objects.descendant_of(home, inclusive=True).live()
        return (pages.public() if is_any_restricted() else pages).order_by("path")

    def location(self, obj) -> str | None:
        return public_address(obj)

    @cached_property
    def extent(self) -> dict:
        """Return how many pages there are and when one changed last.

        Both take a look at every page: each process takes it once for a generation.
        """
        every = self.items().order_by()
        return remembered(
            ("extent of the sitemap", self.get_wagtail_site().pk),
            lambda: every.aggregate(count=Count("pk"), at=Max("last_published_at")),
        )

    @property
    def paginator(self) -> Paginator:
        """Return the parts, which nobody has to count once more."""
        parts = super().paginator
        parts.count = self.extent["count"]
        return parts

    def get_latest_lastmod(self):
        """Return when a page changed last, without reading all of them."""
        return self.extent["at"]

    def _urls(self, page, protocol, domain):
        urls = []
        for item in self.paginator.page(page).object_list.iterator():
            if issubclass(item.specific_class or Page, own_addresses()):
                urls += item.specific.get_sitemap_urls(self.request)
            else:
                urls.append(
                    {"location": self.location(item), "lastmod": self.lastmod(item)}
                )
        changed = {url["lastmod"] for url in urls}
        if changed and None not in changed:
            self.latest_lastmod = max(changed)
        return urls


def own_addresses() -> tuple[type[Page], ...]:
    """Return the types of pages that have more addresses than their own."""
    return tuple(
        model
        for model in get_page_models()
        if model.get_sitemap_urls is not Page.get_sitemap_urls
    )


class GlossarySitemap(Sitemap):
    """The page that explains the words, once it explains one."""

    def items(self) -> list[str]:
        return ["glossary"] if GlossaryTerm.objects.agreed().exists() else []

    def location(self, item) -> str:
        return reverse(item)

    def get_protocol(self, protocol=None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None) -> str:
        """Return the name that the settings give the site, as pages do."""
        return urlsplit(settings.SITE_URL).netloc


SITEMAPS = {"pages": PageSitemap, "glossary": GlossarySitemap}


def site_map(request) -> HttpResponse:
    """List the pages, or the parts of the list where they are too many for one."""
    pages = PageSitemap(request)
    if pages.paginator.num_pages == 1:
        return sitemap(request, SITEMAPS | {"pages": pages})
    changed_at = pages.get_latest_lastmod()
    parts = [
        SitemapIndexItem(f"{_part('pages')}?p={number}", changed_at)
        for number in pages.paginator.page_range
    ]
    if GlossarySitemap().items():
        parts.append(SitemapIndexItem(_part("glossary")))
    answer = render(
        request,
        "sitemap_index.xml",
        {"sitemaps": parts},
        content_type="application/xml",
    )
    # As the parts say it: for search engines to read, not to show.
    answer.headers["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return answer


def site_map_part(request, section: str) -> HttpResponse:
    """List one part of the pages."""
    return sitemap(request, SITEMAPS, section=section)


def _part(section: str) -> str:
    return settings.SITE_URL + reverse("sitemap_part", kwargs={"section": section})
