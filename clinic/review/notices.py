"""Whom a review is told to: outbox rows with ids, written with what they tell of."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import WorkflowState

from clinic.models.outbox import OutboxMessage
from clinic.review import pair
from clinic.review.authors import before_last_author, is_reviewer, last_author
from clinic.roles import EDITORS, MEDICAL_REVIEWERS

WAITS = "clinic.review_waits"
RETURNED = "clinic.review_returned"
APPROVED = "clinic.review_approved"
REFUSED = "clinic.publish_refused"
# Who changes a text that waits is seldom done with the first word.
STILL_WRITING = timedelta(minutes=10)


def it_waits(page, task_state, *, in_a_while: bool = False) -> None:
    """Tell whoever the text of `page` waits for, once for each turn of its authors.

    What a reviewer changed goes to the editor who had it last, where they can agree.
    """
    author = last_author(page)
    if author is None:
        return
    before = before_last_author(page)
    people = pair.who_can_agree(page)
    if is_reviewer(author) and before and before.user in people:
        people = [before.user]
    after = timezone.now() + STILL_WRITING if in_a_while else None
    for person in people:
        _enqueue(
            WAITS,
            f"{task_state.pk}:{before.pk if before else 0}",
            page,
            person,
            not_before=after,
            state=task_state.pk,
        )


def returned(instance: WorkflowState, user=None, **kwargs) -> None:
    """Tell the last author, when a review sends a text back, that it did."""
    page = instance.content_object.specific.get_latest_revision_as_object()
    task_state = instance.current_task_state
    for person in _owners(page, instance.requested_by):
        if person != user:
            _enqueue(RETURNED, task_state.pk, page, person, state=task_state.pk)


def approved(instance: WorkflowState, user=None, **kwargs) -> None:
    """Tell whoever handed a text in, when it is through, unless they finished it."""
    person = instance.requested_by
    if person is not None and person != user:
        _enqueue(APPROVED, instance.pk, instance.content_object, person)


def refused(page, entry) -> None:
    """Tell the author that a text was not published at its time, and why not."""
    for person in _owners(page):
        _enqueue(REFUSED, entry.pk, page, person, entry=entry.pk)


def _owners(page, requested_by=None) -> list:
    """Return the last author, else who handed it in, else every editor."""
    working = pair.people_with_a_role([EDITORS, MEDICAL_REVIEWERS])
    for owner in (last_author(page), requested_by):
        if owner in working:
            return [owner]
    return list(pair.people_with_a_role([EDITORS]))


def _enqueue(kind: str, about, page, person, *, not_before=None, **ids) -> None:
    OutboxMessage.enqueue(
        kind,
        dedupe_key=f"{kind}:{about}:{person.pk}",
        payload={"page": page.pk, "user": person.pk, **ids},
        not_before=not_before,
    )
