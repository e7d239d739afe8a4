"""Which words of the glossary a published page holds, and where."""

import uuid

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.signals import page_published

from clinic.glossary import Links, find_words
from clinic.models.glossary import GlossaryTerm

BATCH = 100
# What is read of a page to find the words in its text.
TEXT = ("pk", "body")


class GlossaryUseQuerySet(models.QuerySet):
    def on(self, page) -> list["GlossaryUse"]:
        """Return the words of a published page; an alias has those of its source.

        None that nobody agreed on: a link would lead to no meaning.
        """
        source = getattr(page, "alias_of_id", None) or page.pk
        found = self.filter(page_id=source).exclude(term__approved_at=None)
        return list(found.select_related("term"))


class GlossaryUse(models.Model):
    """The first occurrence of a term on a page: in which block of its text."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(GlossaryTerm, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(_("block"), max_length=36)

    objects = GlossaryUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("use of a term")
        verbose_name_plural = _("uses of terms")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "term"], name="clinic_glossary_use_once"
            )
        ]

    def __str__(self):
        return f"term {self.term_id} on page {self.page_id}"

    @classmethod
    def found_in(cls, page, terms=None) -> list["GlossaryUse"]:
        """Return the words of a page as it is in memory, stored nowhere.

        `terms` are those agreed on; whoever looks through many pages brings them.
        """
        if terms is None:
            terms = GlossaryTerm.objects.agreed()
        body = getattr(page, "body", None) or []
        for child in body:
            child.id = child.id or str(uuid.uuid4())
        return [
            cls(page_id=page.pk, term=term, block=child.id)
            for term, child in find_words(body, terms)
        ]

    @classmethod
    @transaction.atomic
    def work_out(cls, page) -> None:
        """Store anew which words a published page holds."""
        cls.objects.filter(page_id=page.pk).delete()
        cls.objects.bulk_create(cls.found_in(page))


def links_by_block(uses: list[GlossaryUse]) -> dict[str, Links]:
    """Return the links that each block of a page wants, by the block's id."""
    terms: dict[str, list] = {}
    for use in uses:
        terms.setdefault(use.block, []).append(use.term)
    return {block: Links(found) for block, found in terms.items()}


@receiver(page_published)
def note_words(instance, **kwargs) -> None:
    """Work out the words of a page that has just gone live."""
    if hasattr(instance, "body") and not instance.alias_of_id:
        GlossaryUse.work_out(instance)


@receiver(pre_save, sender=GlossaryTerm)
def remember_name(instance, raw=False, **kwargs) -> None:
    """Keep in mind under which name pages link the term so far, if any does."""
    stored = GlossaryTerm.objects.agreed().filter(pk=instance.pk)
    instance.linked_as = None if raw else stored.values_list("term", flat=True).first()


@receiver(post_save, sender=GlossaryTerm)
def freshen_pages(instance, raw=False, **kwargs) -> None:
    """Work out anew the pages that hold a term now, or held it under another name.

    A term that waits for its second person is linked nowhere, and another meaning
    moves no link.
    """
    if not raw and instance.is_vouched and instance.term != instance.linked_as:
        _work_out(_holding(instance))


@receiver(pre_delete, sender=GlossaryTerm)
def remember_pages(instance, **kwargs) -> None:
    """Keep in mind which pages lose a word: a shorter one may stand in it."""
    instance.lost_by = _holding(instance)


@receiver(post_delete, sender=GlossaryTerm)
def let_go(instance, **kwargs) -> None:
    """Work out anew the pages that held a term which is gone."""
    _work_out(instance.lost_by)


def _holding(term: GlossaryTerm) -> list[int]:
    """Return the live pages that use a term, or whose stored text may hold it."""
    found = set(GlossaryUse.objects.filter(term=term).values_list("page_id", flat=True))
    for model in _models_with_text():
        pages = model.objects.live().filter(alias_of=None)
        # Other scripts may be stored as escapes: then every page is looked at.
        if term.term.isascii():
            pages = pages.annotate(stored=Cast("body", models.TextField()))
            for word in term.term.split():
                pages = pages.filter(stored__icontains=word)
        found.update(pages.values_list("pk", flat=True))
    return sorted(found)


def _work_out(page_ids: list[int]) -> None:
    terms = list(GlossaryTerm.objects.agreed())
    for model in _models_with_text():
        for first in range(0, len(page_ids), BATCH):
            some = page_ids[first : first + BATCH]
            pages = list(model.objects.filter(pk__in=some, live=True).only(*TEXT))
            uses = [use for page in pages for use in GlossaryUse.found_in(page, terms)]
            with transaction.atomic():
                found = GlossaryUse.objects.filter(page_id__in=[p.pk for p in pages])
                found.delete()
                GlossaryUse.objects.bulk_create(uses)


def _models_with_text() -> list:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Page)
        and any(
            field.name == "body" and isinstance(field, StreamField)
            for field in model._meta.get_fields()
        )
    ]
