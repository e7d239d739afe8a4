"""Articles for pages that do not know them."""

from django import template

from articles.models import ArticlePage
from clinic.models import Approval

register = template.Library()


@register.simple_tag
def latest_articles(count: int = 3) -> list[ArticlePage]:
    """Return the newest articles with what a card shows."""
    newest = ArticlePage.objects.live().public().for_cards().newest()
    return Approval.objects.vouch_for(newest[:count])
