from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Exists, Max, OuterRef, Q
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from articles.models.article import ArticlePage, cards
from articles.models.listed import ListedArticle
from articles.models.topic import Topic
from clinic.models import BasePage
from clinic.models.found import is_any_restricted
from clinic.share_picture import Words

PER_PAGE = 12


class ArticleIndexPage(RoutablePageMixin, BasePage):
    """All articles, the newest first, or those of one topic."""

    parent_page_types = ["clinic.HomePage"]
    subpage_types = ["articles.ArticlePage"]
    max_count = 1
    lists_children = True

    # The topic and the number of the list that this very request shows.
    topic: Topic | None = None
    number = 1

    class Meta:
        verbose_name = _("list of articles")

    @property
    def shown_title(self):
        return self.topic.title if self.topic else self.title

    @property
    def shown_summary(self):
        return self.topic.summary if self.topic else self.summary

    @property
    def head_title(self):
        return self.topic.title if self.topic else super().head_title

    @property
    def description(self):
        return (self.topic and self.topic.summary) or super().description

    @property
    def canonical_url(self):
        address = self.full_url
        if address and self.topic:
            address += self.reverse_subpage("topic", kwargs={"slug": self.topic.slug})
        return f"{address}?page={self.number}" if self.number > 1 else address

    @property
    def crumbs(self):
        if not self.topic:
            return super().crumbs
        return [
            (gettext("Home"), f"{settings.SITE_URL}/"),
            (self.title, self.full_url),
            (self.topic.title, self.canonical_url),
        ]

    def share_words(self, clinic_name):
        if self.topic:
            return self._topic_words(self.topic, clinic_name)
        return super().share_words(clinic_name)

    def shared_words(self, clinic_name):
        return [
            self.share_words(clinic_name),
            *(self._topic_words(topic, clinic_name) for topic in self.shown_topics),
        ]

    def _topic_words(self, topic: Topic, clinic_name: str) -> Words:
        return Words(topic.title, self.title, topic.illustration, clinic_name)

    @path("")
    def every_article(self, request):
        """Show all articles."""
        return self._listing(request)

    @path("topics/<slug:slug>/", name="topic")
    def one_topic(self, request, slug):
        """Show the articles of one topic."""
        return self._listing(request, get_object_or_404(Topic, slug=slug))

    def _listing(self, request, topic: Topic | None = None):
        pages = Paginator(self.newest(topic), PER_PAGE)
        shown = pages.get_page(request.GET.get("page"))
        self.topic, self.number = topic, shown.number
        shown.object_list = cards(shown.object_list)
        return self.render(
            request,
            context_overrides={
                "topic": topic,
                "topics": self.shown_topics,
                "articles": shown,
            },
        )

    def newest(self, topic: Topic | None = None):
        """Return the keys of the articles that everybody may see, the newest first."""
        places = ListedArticle.objects.newest(self, topic)
        if is_any_restricted():
            places = places.filter(article__in=ArticlePage.objects.public())
        return places.values_list("article_id", flat=True)

    @cached_property
    def shown_topics(self) -> list[Topic]:
        """Return the topics that have a live article."""
        return list(self.live_topics())

    def live_topics(self):
        """Return those topics, for more to be asked of them."""
        return Topic.objects.filter(Exists(self.newest(OuterRef("pk")).order_by()))

    def get_sitemap_urls(self, request=None):
        """Return this list and each topic's, changed when an article in it was."""
        articles = ArticlePage.objects.child_of(self).live().public()
        newest = articles.aggregate(at=Max("last_published_at"))["at"]
        own, *others = super().get_sitemap_urls(request)
        own["lastmod"] = max(filter(None, [own["lastmod"], newest]), default=None)
        topics = self.live_topics().annotate(
            changed_at=Max("articles__last_published_at", filter=Q(articles__live=True))
        )
        base = self.get_full_url(request)
        return [
            own,
            *others,
            *(
                {
                    "location": base
                    + self.reverse_subpage("topic", kwargs={"slug": topic.slug}),
                    "lastmod": topic.changed_at or own["lastmod"],
                }
                for topic in topics
            ),
        ]
