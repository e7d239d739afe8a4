"""Publishes what two people vouch for and the gate lets pass; the rest is listed."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.imports.refused import ImportRefused
from articles.imports.storing.pages import MODELS, written_digest
from articles.imports.storing.work import Outcome, Stopped, Work
from articles.models import ImportedItem
from clinic.models import Approval
from clinic.review.gate import NotApproved

OURS = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)


def publish_all(work: Work) -> None:
    """Publish the posts and pages of the run that were public in WordPress."""
    items = work.run.items.filter(kind__in=MODELS, outcome__in=OURS, page__isnull=False)
    for key in list(items.order_by("pk").values_list("pk", flat=True)):
        item = ImportedItem.objects.select_related("page").get(pk=key)
        if item.published or item.proof.get("asked_to_publish"):
            continue
        if work.should_stop():
            raise Stopped
        with transaction.atomic():
            _publish_one(work, item)
            item.proof["asked_to_publish"] = True
            item.save(update_fields=["published", "proof", "notes", "written_digest"])


def _publish_one(work: Work, item: ImportedItem) -> None:
    page = item.page.specific
    latest = page.get_latest_revision_as_object()
    untouched = written_digest(latest) == item.written_digest
    if page.live and not (page.has_unpublished_changes and untouched):
        return
    if not item.proof.get("public"):
        item.notes.append(_("not public in WordPress, so it stays a draft"))
    elif not page.live and page.last_published_at:
        item.notes.append(_("was taken offline here, so it stays a draft"))
    else:
        item.published = _publish(work, latest, item.notes)
        if untouched:
            item.written_digest = written_digest(latest)


def _publish(work: Work, page, notes: list[str]) -> bool:
    approvers = work.approvers
    try:
        with transaction.atomic():
            # What came from nobody becomes the editor's by being saved.
            revision = page.save_revision(user=approvers.editor)
            if page.needs_review:
                Approval.record(
                    page, edited_by=approvers.editor, reviewed_by=approvers.reviewer
                )
            revision.publish(user=approvers.editor)
    except (ValidationError, NotApproved) as refusal:
        reasons = getattr(refusal, "messages", None) or refusal.reasons
        notes.append(_("stays a draft: %(why)s") % {"why": " ".join(reasons)})
        return False
    except PermissionDenied as error:
        raise ImportRefused(
            _("“%(name)s” may not publish articles.")
            % {"name": approvers.editor.get_username()}
        ) from error
    return True
