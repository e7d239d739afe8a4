"""Articles for pages that do not know them."""

from django import template
from django.urls import reverse
from wagtail.models import Page

from articles.models import ArticlePage
from articles.share_picture import HEIGHT, WIDTH
from clinic.models import Approval, ClinicSettings

register = template.Library()


@register.simple_tag
def latest_articles(count: int = 3) -> list[ArticlePage]:
    """Return the newest articles with what a card shows."""
    newest = ArticlePage.objects.live().public().for_cards().newest()
    return Approval.objects.vouch_for(newest[:count])


@register.simple_tag
def drawn_share_picture(page: Page | None, clinic: ClinicSettings | None) -> dict:
    """Return the picture drawn for a stored article; nothing for any other page."""
    if not isinstance(page, ArticlePage) or not page.pk or not clinic:
        return {}
    words = page.share_words(clinic.clinic_name)
    address = {"page_id": page.pk, "digest": words.digest}
    return {
        "url": reverse("share_picture", kwargs=address),
        "width": WIDTH,
        "height": HEIGHT,
    }
