"""The feed of articles, for feed readers."""

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import feedgenerator
from django.utils.translation import gettext as _

from articles.models import ArticlePage
from clinic.models import ClinicSettings

LATEST = 30


class ArticleFeed(Feed):
    """The latest articles with their summaries."""

    feed_type = feedgenerator.Atom1Feed

    def title(self):
        name = ClinicSettings.load().clinic_name
        return _("Articles by %(clinic)s") % {"clinic": name}

    def subtitle(self):
        return ClinicSettings.load().description

    def link(self):
        return "/articles/"

    def feed_url(self):
        return reverse("article_feed")

    def items(self):
        return ArticlePage.objects.live().public().newest()[:LATEST]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_link(self, item):
        return item.full_url

    def item_pubdate(self, item):
        return item.first_published_at

    def item_updateddate(self, item):
        return item.last_published_at
