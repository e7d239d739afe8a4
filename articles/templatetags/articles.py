"""Articles for pages that do not know them."""

from django import template

from articles.models import ArticleIndexPage, ArticlePage

register = template.Library()


@register.simple_tag
def latest_articles(count: int = 3) -> list[ArticlePage]:
    """Return the newest articles with what a card shows."""
    return list(ArticlePage.objects.live().public().for_cards().newest()[:count])


@register.simple_tag
def article_index() -> ArticleIndexPage | None:
    """Return the list of all articles, None where there is none yet."""
    return ArticleIndexPage.objects.live().first()


@register.simple_tag
def topic_url(index: ArticleIndexPage, topic) -> str:
    """Return the address of a topic's list of articles."""
    return index.topic_url(topic)
