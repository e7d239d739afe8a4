"""Looks at a page again as soon as it was published, taken down or approved."""

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from clinic.models import Approval, BasePage, FoundLink
from clinic.register.stocktaking import CHUNK, look_at


@receiver(page_published, dispatch_uid="register_published")
def look_at_published(instance, **kwargs) -> None:
    """Look at the page, and at those whose link to it led nowhere until now."""
    if isinstance(instance, BasePage):
        _look_later(instance.pk, _linking(instance).exclude(fault=""))


@receiver(page_unpublished, dispatch_uid="register_unpublished")
def look_at_taken_down(instance, **kwargs) -> None:
    """Look at the page, and at those whose link to it leads nowhere now."""
    if isinstance(instance, BasePage):
        _look_later(instance.pk, _linking(instance))


@receiver(pre_delete, sender=Page, dispatch_uid="register_deleted")
def look_at_deleted(instance, **kwargs) -> None:
    """Look at the pages that link to one about to be deleted."""
    _look_later(instance.pk, _linking(instance))


@receiver(post_save, sender=Approval, dispatch_uid="register_approved")
def look_at_approved(instance, **kwargs) -> None:
    """Look at the page whose text was approved, and at those that show the same."""
    if instance.page_id:
        aliases = Page.objects.filter(alias_of=instance.page_id).order_by("pk")
        _look_later(instance.page_id, aliases.values_list("pk", flat=True))


def _linking(page):
    """Return the numbers of the pages that link to one."""
    links = FoundLink.objects.filter(target_id=page.pk)
    return links.order_by("page_id").values_list("page_id", flat=True).distinct()


def _look_later(page_id: int, others) -> None:
    # Somebody waits for the press to be over: a page that everything links to leaves
    # the rest to the next stocktaking.
    looked_at = {page_id, *others[: CHUNK - 1]}
    # The page is already out or down: a register that stumbles must not undo that.
    transaction.on_commit(lambda: look_at(looked_at), robust=True)
