"""Looks at a page again as soon as it was published, taken down or approved."""

from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from clinic.models import Approval, BasePage, FoundLink
from clinic.register.stocktaking import look_at


@receiver(page_published, dispatch_uid="register_published")
@receiver(page_unpublished, dispatch_uid="register_unpublished")
def look_at_page(instance, **kwargs) -> None:
    """Look at the page and at those that link to it."""
    if isinstance(instance, BasePage):
        _look_later(instance.pk, with_linking=True)


@receiver(post_save, sender=Approval, dispatch_uid="register_approved")
def look_at_approved(instance, **kwargs) -> None:
    """Look at the page whose text was approved, or is no more."""
    if instance.page_id:
        _look_later(instance.page_id, with_linking=False)


@receiver(pre_delete, sender=Page, dispatch_uid="register_deleted")
def look_at_linking(instance, **kwargs) -> None:
    """Look at the pages that link to one about to be deleted."""
    _look_later(instance.pk, with_linking=True)


def _look_later(page_id: int, *, with_linking: bool) -> None:
    looked_at = {page_id}
    if with_linking:
        linking = FoundLink.objects.filter(target_id=page_id)
        looked_at |= set(linking.values_list("page_id", flat=True))
    # The page is already out or down: a register that stumbles must not undo that.
    transaction.on_commit(lambda: look_at(looked_at), robust=True)
