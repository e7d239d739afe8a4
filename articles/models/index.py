from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from articles.models.article import ArticlePage
from articles.models.topic import Topic
from clinic.models import Approval, BasePage

PER_PAGE = 12


class ArticleIndexPage(RoutablePageMixin, BasePage):
    """All articles, the newest first, or those of one topic."""

    parent_page_types = ["clinic.HomePage"]
    subpage_types = ["articles.ArticlePage"]
    max_count = 1
    lists_children = True

    class Meta:
        verbose_name = _("list of articles")

    @path("")
    def every_article(self, request):
        """Show all articles."""
        return self._listing(request)

    @path("topics/<slug:slug>/", name="topic")
    def one_topic(self, request, slug):
        """Show the articles of one topic."""
        return self._listing(request, get_object_or_404(Topic, slug=slug))

    def _listing(self, request, topic: Topic | None = None):
        articles = ArticlePage.objects.child_of(self).live().public()
        if topic:
            articles = articles.filter(topics=topic)
        pages = Paginator(articles.for_cards().newest(), PER_PAGE)
        shown = pages.get_page(request.GET.get("page"))
        shown.object_list = Approval.objects.vouch_for(shown.object_list)
        return self.render(
            request,
            context_overrides={
                "topic": topic,
                "topics": self.topics(),
                "articles": shown,
            },
        )

    def topics(self):
        """Return the topics that have a live article."""
        live = ArticlePage.objects.child_of(self).live().public()
        return Topic.objects.filter(articles__in=live).distinct()

    def get_sitemap_urls(self, request=None):
        """Return this list and each topic's for the sitemap."""
        pages = super().get_sitemap_urls(request)
        return pages + [
            {
                "location": self.get_full_url(request)
                + self.reverse_subpage("topic", kwargs={"slug": topic.slug}),
                "lastmod": pages[0]["lastmod"],
            }
            for topic in self.topics()
        ]
