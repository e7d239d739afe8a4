"""When a page's row in the search is written anew.

`save()` of a page writes its children after the signal of its own row, so topics have
a signal of theirs (`articles.search_signals`).
"""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from clinic.models import GlossaryTerm
from clinic.search_index import glossary_words, learn, refresh, refresh_below

# Columns that say nothing to a reader: editing a draft writes only these.
_SILENT = """
    draft_title has_unpublished_changes latest_revision latest_revision_created_at
    locked locked_at locked_by expire_at go_live_at approved_go_live_at live_revision
"""
SILENT = frozenset(_SILENT.split())


@receiver(post_save)
def page_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Follow a page that was saved in whatever way, a draft's autosave excepted."""
    if raw or not isinstance(instance, Page):
        return
    if update_fields is not None and set(update_fields) <= SILENT:
        return
    refresh(instance.pk)


@receiver([page_published, page_unpublished])
def page_came_or_went(sender, instance, **kwargs):
    """Follow a page that went live, its children now stored, or was taken down."""
    refresh(instance.pk)


@receiver(post_page_move)
def page_moved(sender, instance, **kwargs):
    """Follow a page into a part of the site that may be private, or no longer is."""
    refresh_below(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def privacy_changed(sender, instance, raw=False, **kwargs):
    """Take pages away that ask for a password now, bring back those that do not."""
    if not raw:
        refresh_below(instance.page)


@receiver(post_save, sender=GlossaryTerm)
def glossary_saved(sender, instance, raw=False, **kwargs):
    """Learn how else people call a thing; the search reads the rest as it is."""
    if not raw:
        learn(glossary_words())
