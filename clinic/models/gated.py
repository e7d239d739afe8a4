from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.log_actions import log
from wagtail.models import Page, PagePermissionTester, Revision
from wagtail.signals import page_unpublished

from clinic.models.review import Approval
from clinic.review import gate, notices

SCHEDULED = "wagtail.publish.scheduled"


class GatedPermissionTester(PagePermissionTester):
    """What somebody may do with a page of ours: publish only what is agreed on."""

    def may_publish(self) -> bool:
        """Tell whether the person may publish pages here, whatever the text says."""
        return super().can_publish()

    def can_publish(self) -> bool:
        """Tell whether the person may publish, and two people agree on the text."""
        if not self.may_publish():
            return False
        return not self.page.needs_review or not gate.refusals(self.page)

    def can_submit_for_moderation(self) -> bool:
        """A page that nobody reviews is published without being handed in."""
        return self.page.needs_review and super().can_submit_for_moderation()

    def can_unschedule(self) -> bool:
        """Taking a page back never needs an approval."""
        return self.may_publish()

    def can_set_view_restrictions(self) -> bool:
        """Whom a page is shown to is no part of its text."""
        return self.may_publish()


class GatedPage(Page):
    """A page whose text goes live only through the review gate.

    The gate stands where the row is saved and where a revision is given a time to go
    live, because each way to publish passes one of the two: a live page's schedule
    saves no page, and everything else does.
    """

    # Whether two people have to agree on the text, one of them a medical reviewer.
    needs_review = False

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Save the page; a text that may not go live raises NotApproved.

        A new page, such as a copy, begins as a draft instead: nobody can have agreed
        on it yet, and what was written is kept.
        """
        update_fields = kwargs.get("update_fields")
        if update_fields and "alias_of_id" in update_fields and not self.alias_of_id:
            source = gate.stored_page(self).alias_of_id
            Approval.objects.carry_over(source, self)
        if not self.live or not self._touches_text(update_fields):
            return super().save(*args, **kwargs)
        if self.pk is None and gate.refusals(self):
            self.live, self.live_revision = False, None
            self.has_unpublished_changes = True
            return super().save(*args, **kwargs)
        gate.check(self)
        result = super().save(*args, **kwargs)
        self._void_replaced(self.reader_digest())
        return result

    def _touches_text(self, update_fields) -> bool:
        if update_fields is None:
            return True
        return not {"live", *self._digested_fields()}.isdisjoint(update_fields)

    def save_revision(self, *args, **kwargs):
        """Save a revision; approvals of texts that it replaces end."""
        revision = super().save_revision(*args, **kwargs)
        self._void_replaced(self.reader_digest())
        return revision

    def _void_replaced(self, digest: str) -> None:
        """End the approvals of every text but this one, the live and the scheduled."""
        standing = Approval.objects.filter(page_id=self.pk, voided_at=None)
        if not standing.exclude(page_digest=digest).exists():
            return
        kept = {digest}
        stored = gate.stored_page(self)
        if stored.live:
            kept.add(stored.reader_digest())
        for revision in self.revisions.exclude(approved_go_live_at=None):
            kept.add(revision.as_object().reader_digest())
        Approval.objects.void(self, but=kept)

    def publish(self, revision, user=None, log_action=True, **kwargs):
        """Publish a revision; what nobody agreed on raises NotApproved.

        A schedule runs when nobody is there to read an error: there the refusal is
        kept in the page's history, and the revision loses its time.
        """
        # Asked here, before Wagtail refuses without a reason or ends the schedule of
        # other revisions, and in `save()` again, which every other way passes. A
        # verdict handed on would be a way around for whoever can hand on one.
        refused = gate.refusals(revision.as_object())
        if refused and log_action == SCHEDULED:
            self.revisions.filter(pk=revision.pk).update(approved_go_live_at=None)
            entry = log(
                self,
                "clinic.publish_refused",
                revision=revision,
                data={"reasons": refused},
            )
            notices.refused(revision.as_object(), entry)
            return None
        if refused:
            raise gate.NotApproved(self, refused)
        return super().publish(revision, user=user, log_action=log_action, **kwargs)

    def copy(self, *args, **kwargs):
        """Copy the page; the copy of a text that needs a review is a draft."""
        if self.needs_review:
            kwargs["keep_live"] = False
        return super().copy(*args, **kwargs)

    def permissions_for_user(self, user):
        """Return what this person may do with the page."""
        return GatedPermissionTester(user, self)

    def get_workflow(self):
        """Return the way to an approval, for pages that need one."""
        return super().get_workflow() if self.needs_review else None


# What stands in the row that all types of pages share, and is read or decides on it.
SHARED_ROW = ("live", "title", "seo_title", "search_description")


@receiver(pre_save, sender=Page)
def check_bare_page(sender, instance, update_fields=None, **kwargs) -> None:
    """Hold the gate where somebody saves a page without its type."""
    if instance.pk is None or not instance.live or not instance.specific_class:
        return
    if update_fields is not None and set(SHARED_ROW).isdisjoint(update_fields):
        return
    page = instance.specific_class.objects.filter(pk=instance.pk).first()
    if not isinstance(page, GatedPage):
        return
    for name in SHARED_ROW:
        setattr(page, name, getattr(instance, name))
    gate.check(page)


@receiver(pre_save, sender=Revision)
def check_schedule(sender, instance, update_fields=None, **kwargs) -> None:
    """Refuse a time to go live to a text that nobody agreed on."""
    if instance.approved_go_live_at is None:
        return
    page = instance.as_object()
    if isinstance(page, GatedPage):
        gate.check(page)


@receiver(page_unpublished)
def end_approvals(sender, instance, **kwargs) -> None:
    """Let nothing that was taken down come back without a fresh look."""
    Approval.objects.void(instance)
