"""Takes one import back: what it made goes, what it changed is as it was before.

Whatever somebody worked on since stays, and so does what others need. Each thing is
taken back whole, in a transaction of its own: an undo that was cut short goes on.
"""

from collections.abc import Callable
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from articles.imports import addresses, uploads
from articles.imports.since import Since
from articles.models import ImportedItem, ImportRun
from clinic.models import PersonPage, TakenDown

Undone = ImportedItem.Undone
Outcome = ImportedItem.Outcome


class Step(NamedTuple):
    """What an undo does with one item, and why where it does nothing."""

    item: ImportedItem
    what: str
    why: str


def plan(run: ImportRun) -> list[Step]:
    """Say what an undo would do with each item, in the order in which it does it."""
    steps: list[Step] = []
    going: set[int] = set()
    for items in _in_order(run):
        since = Since(items, going)
        for item in _listed(items):
            step = decide(item, since)
            steps.append(step)
            if step.what in (Undone.REMOVED, Undone.PUT_BACK):
                going.add(item.page_id)
    return steps


def carry_out(run: ImportRun, should_stop: Callable[[], bool]) -> None:
    """Undo a run, or as much of it as is left; ends early when it should stop."""
    uploads.forget(run)
    for items in _in_order(run):
        for pk in [item.pk for item in _listed(items.filter(undone=""))]:
            if should_stop():
                return
            _undo(pk, run.undone_by)
    addresses.take_back(run, run.undone_by)
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportRun.State.UNDONE, undone_at=timezone.now()
    )


def decide(item: ImportedItem, since: Since) -> Step:
    """Say what becomes of one thing."""
    if item.outcome == Outcome.UPDATED and item.page:
        why = since.why_page_stays(item)
        if not why and not _before(item):
            why = _("the version before it is gone")
        return Step(item, Undone.KEPT if why else Undone.PUT_BACK, why)
    if item.outcome != Outcome.CREATED:
        return Step(item, Undone.NOTHING, "")
    if item.page:
        why = since.why_page_stays(item) or since.why_page_is_needed(item)
    elif item.picture:
        why = since.why_picture_stays(item)
    elif item.topic:
        why = since.why_topic_stays(item)
    else:
        return Step(item, Undone.NOTHING, "")
    return Step(item, Undone.KEPT if why else Undone.REMOVED, why)


def _in_order(run: ImportRun):
    """Yield the items so that nothing goes before what needs it."""
    items = run.items.select_related("run", "page", "picture", "topic")
    created = items.filter(outcome=Outcome.CREATED)
    people = Q(page__in=PersonPage.objects.values("pk"))
    yield items.filter(outcome=Outcome.UPDATED)
    yield created.exclude(page=None).exclude(people)
    yield created.filter(people)
    yield created.filter(page=None).exclude(picture=None)
    yield created.filter(page=None, picture=None).exclude(topic=None)
    yield items.exclude(outcome=Outcome.UPDATED).exclude(
        Q(outcome=Outcome.CREATED) & ~Q(page=None, picture=None, topic=None)
    )


def _listed(items) -> list[ImportedItem]:
    """Return items with the deepest page first: a page goes before the one above it."""
    return sorted(items, key=lambda item: -len(item.page.path) if item.page else 0)


@transaction.atomic
def _undo(pk: int, by) -> None:
    items = ImportedItem.objects.filter(pk=pk)
    item = items.select_related("run", "page", "picture", "topic").get()
    if item.page_id:
        # Nobody edits it between the question and the answer.
        Page.objects.select_for_update().get(pk=item.page_id)
    step = decide(item, Since(items, set()))
    if step.what != Undone.KEPT:
        _drop_redirects(item, by)
    if step.what == Undone.PUT_BACK:
        _put_back(item, by)
    elif step.what == Undone.REMOVED:
        _remove(item, by)
    items.update(undone=step.what, undone_why=step.why[:400])


def _drop_redirects(item: ImportedItem, by) -> None:
    """Delete what the run led on for this, unless somebody led it elsewhere since.

    Only for a page it is told apart: what stood for a topic leads to a list.
    """
    for redirect in Redirect.objects.filter(pk__in=item.redirects):
        if not item.page_id or redirect.redirect_page_id in (None, item.page_id):
            log(instance=redirect, action="wagtail.delete", user=by, deleted=True)
            redirect.delete()


def _before(item: ImportedItem) -> Revision | None:
    return Revision.objects.filter(
        pk=item.revision_before, object_id=str(item.page_id)
    ).first()


def _put_back(item: ImportedItem, by) -> None:
    revision = _before(item)
    page = revision.as_object()
    page.save_revision(user=by, log_action=True, previous_revision=revision)


def _remove(item: ImportedItem, by) -> None:
    """Delete what the run made; every other run that knew it knows that it is gone."""
    for name in ("page", "picture", "topic"):
        thing = getattr(item, name)
        if thing is None:
            continue
        known = ImportedItem.objects.filter(**{name: thing}).exclude(pk=item.pk)
        known.filter(undone="").update(undone=Undone.REMOVED)
        if name == "page":
            _delete_page(thing, by)
        else:
            log(instance=thing, action="wagtail.delete", user=by, deleted=True)
            thing.delete()


def _delete_page(page: Page, by) -> None:
    never_out = page.last_published_at is None
    DeletePageAction(page.specific, user=by).execute(skip_permission_checks=True)
    if never_out:
        # No reader ever found it at its new address, which tells of nothing now.
        TakenDown.objects.filter(page_id=page.pk).delete()
