"""What else changes how an article is found: its topics."""

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.dispatch import receiver

from articles.models import ArticlePage, Topic
from clinic.search_index import refresh


@receiver(m2m_changed, sender=ArticlePage.topics.through)
def topics_chosen(sender, instance, action, **kwargs):
    """Follow an article whose topics were changed."""
    if action.startswith("post_") and isinstance(instance, ArticlePage):
        refresh(instance.pk)


@receiver(post_save, sender=Topic)
def topic_renamed(sender, instance, raw=False, created=False, **kwargs):
    """Follow a topic's new name into each article about it."""
    if not raw and not created:
        for pk in instance.articles.values_list("pk", flat=True):
            refresh(pk)


@receiver(pre_delete, sender=Topic)
def topic_going(sender, instance, **kwargs):
    """Remember which articles are about a topic: afterwards nobody knows."""
    instance.articles_before = list(instance.articles.values_list("pk", flat=True))


@receiver(post_delete, sender=Topic)
def topic_gone(sender, instance, **kwargs):
    """Let articles forget a topic that is gone."""
    for pk in instance.articles_before:
        refresh(pk)
