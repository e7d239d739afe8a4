"""Articles for pages that do not know them."""

from django import template

from articles.models import ArticlePage

register = template.Library()


@register.simple_tag
def latest_articles(count: int = 3) -> list[ArticlePage]:
    """Return the newest articles with what a card shows."""
    return ArticlePage.objects.live().public().newest()[:count].as_cards()
