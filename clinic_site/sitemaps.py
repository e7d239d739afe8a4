"""What the sitemap lists beside the pages that editors make."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as PageSitemap

from clinic.models import GlossaryTerm


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
