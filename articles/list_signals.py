"""When an article's places in the lists are written anew.

`save()` of a page writes its topics after the signal of its own row, so they have a
signal of theirs. A topic that is deleted takes its places along.
"""

from django.db.models.signals import m2m_changed, post_save
from django.dispatch import receiver
from wagtail.signals import post_page_move

from articles.models import ArticlePage, ListedArticle
from clinic.search_signals import SILENT


@receiver(post_save, sender=ArticlePage)
def article_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Follow an article that was saved in whatever way, a draft's autosave excepted."""
    if raw or (update_fields is not None and set(update_fields) <= SILENT):
        return
    ListedArticle.objects.bring_up_to_date([instance.pk])


@receiver(m2m_changed, sender=ArticlePage.topics.through)
def topics_chosen(sender, instance, action, **kwargs):
    """Follow an article whose topics were changed, or each one of a topic's."""
    if action.startswith("post_"):
        articles = [instance.pk] if isinstance(instance, ArticlePage) else None
        ListedArticle.objects.bring_up_to_date(articles)


@receiver(post_page_move)
def page_moved(sender, instance, **kwargs):
    """Follow articles into another list."""
    below = ArticlePage.objects.descendant_of(instance, inclusive=True)
    if articles := list(below.values_list("pk", flat=True)):
        ListedArticle.objects.bring_up_to_date(articles)
