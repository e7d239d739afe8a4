"""The feed of articles, for feed readers: Atom 1.0 (RFC 4287)."""

import re
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from articles.models import ArticleIndexPage, ArticlePage
from clinic.models import ClinicSettings

LATEST = 30
# All that an entry says or its address is made of: no body is read for it.
SHOWN = (
    "title",
    "summary",
    "translation_key",
    "url_path",
    "first_published_at",
    "last_published_at",
    "latest_revision_created_at",
)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
# What no XML can hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Source(NamedTuple):
    """Whose articles the feed tells of, and the page that lists them."""

    clinic: ClinicSettings
    index: ArticleIndexPage | None


class AtomFeed(feedgenerator.Atom1Feed):
    """Atom that says the same each time it is asked, empty or not."""

    def latest_post_date(self):
        """Return when the newest entry changed, a day long ago without any."""
        return super().latest_post_date() if self.items else LONG_AGO


class ArticleFeed(Feed):
    """The latest articles with their summaries.

    Summaries and not whole texts: an article that is corrected or taken down would
    stay in a reader's copy, without the notices that stand around it on the site.
    """

    feed_type = AtomFeed
    language = settings.LANGUAGE_CODE

    def get_object(self, request, *args, **kwargs):
        index = ArticleIndexPage.objects.live().first()
        return Source(ClinicSettings.load(request), index)

    def title(self, source):
        name = _words(source.clinic.clinic_name)
        return _("Articles by %(clinic)s") % {"clinic": name}

    def subtitle(self, source):
        return _words(source.clinic.description or source.clinic.tagline)

    def author_name(self, source):
        return _words(source.clinic.clinic_name)

    def author_link(self):
        return f"{settings.SITE_URL}/"

    def link(self, source):
        index = source.index
        return index.full_url if index else f"{settings.SITE_URL}/articles/"

    def feed_url(self):
        return f"{settings.SITE_URL}{reverse('article_feed')}"

    def feed_guid(self, source):
        """Return what the feed keeps for ever, wherever the site stands."""
        return _identity(source.index) if source.index else self.feed_url()

    def items(self, source):
        if source.index is None:
            return []
        # In the order of an index; by their own dates a database would sort them all.
        newest = list(source.index.newest()[:LATEST])
        articles = ArticlePage.objects.live().only(*SHOWN).in_bulk(newest)
        return [articles[pk] for pk in newest if pk in articles]

    def item_title(self, item):
        return _words(item.title)

    def item_description(self, item):
        # Feed readers take a summary for HTML.
        return escape(_words(item.summary))

    def item_link(self, item):
        return item.full_url

    def item_guid(self, item):
        """Return what an article keeps for ever: not its address, which may change."""
        return _identity(item)

    def item_pubdate(self, item):
        return item.first_published_at or item.latest_revision_created_at

    def item_updateddate(self, item):
        return item.last_published_at or self.item_pubdate(item) or LONG_AGO


# A reader that has what there is gets 304 and nothing else.
article_feed = conditional_page(ArticleFeed())


def _identity(page) -> str:
    return f"urn:uuid:{page.translation_key}"


def _words(text: str) -> str:
    return _CONTROL.sub("", text)
