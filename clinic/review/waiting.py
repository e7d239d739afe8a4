"""What waits for a person: texts to agree on, and texts that came back to them.

The list reads all of it in a few queries, however many texts wait.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState

from clinic import claims
from clinic.review.authors import last_author
from clinic.roles import EDITORS, MEDICAL_REVIEWERS

REVIEW, SUGGESTED, RETURNED = "review", "suggested", "returned"
# As many of a text's latest revisions as tell who changed it; saving more often than
# that without a change is asked for one page at a time.
LOOKED_AT = 4


@dataclass
class Waiting:
    """One text that waits, as it is now, with who changed it and since when it waits.

    `kind` says what is asked: a review, a word on what a reviewer changed, or another
    try at what came back with a comment.
    """

    kind: str
    page: Page
    author: object
    changed_at: datetime
    since: datetime
    comment: str = ""
    task_state_id: int | None = None
    findings: list = field(default_factory=list)

    @property
    def scheduled_for(self) -> datetime | None:
        """Return when the text is to go live, None where that is at once."""
        at = self.page.go_live_at
        return at if at and at > timezone.now() else None


def list_for(user) -> list[Waiting]:
    """Return what waits for this person, the longest wait first, with its findings."""
    found = sorted(_waiting_for(user), key=lambda one: one.since)
    for one in found:
        one.findings = claims.page_findings(one.page)
    return found


def answerable(user) -> list[int]:
    """Return the ids of the task states that this person can complete the pair for."""
    return [one.task_state_id for one in _waiting_for(user) if one.kind != RETURNED]


@dataclass(frozen=True)
class _Roles:
    """Who holds the two roles that agree on texts, by primary key."""

    reviewers: frozenset[int]
    active_reviewers: frozenset[int]
    active_editors: frozenset[int]

    @classmethod
    def read(cls) -> "_Roles":
        held: dict[tuple, set[int]] = defaultdict(set)
        users = get_user_model().objects.filter(
            groups__name__in=[EDITORS, MEDICAL_REVIEWERS]
        )
        for pk, role, active in users.values_list("pk", "groups__name", "is_active"):
            held[role].add(pk)
            if active:
                held[role, "active"].add(pk)
        return cls(
            frozenset(held[MEDICAL_REVIEWERS]),
            frozenset(held[MEDICAL_REVIEWERS, "active"]),
            frozenset(held[EDITORS, "active"]),
        )

    def asks(self, user, author) -> bool:
        """Tell whether this person can complete the pair with that author."""
        if author is None or user.pk == author.pk:
            return False
        if user.pk in self.active_reviewers:
            return True
        return user.pk in self.active_editors and author.pk in self.reviewers

    def returned_to(self, user, author, requested_by) -> bool:
        """Tell whether what came back is this person's: the last author's, if there."""
        working = self.active_editors | self.active_reviewers
        for owner in (author, requested_by):
            if owner is not None and owner.pk in working:
                return owner.pk == user.pk
        return user.pk in self.active_editors


def _waiting_for(user) -> list[Waiting]:
    roles = _Roles.read()
    if user.pk not in roles.active_editors | roles.active_reviewers:
        return []
    states = list(
        WorkflowState.objects.active()
        .filter(current_task_state__task__medicalreviewtask__isnull=False)
        .select_related("current_task_state", "requested_by")
    )
    found = []
    for state, text, author, changed_at in _read(states):
        task = state.current_task_state
        is_returned = state.status == WorkflowState.STATUS_NEEDS_CHANGES
        if is_returned:
            is_mine = roles.returned_to(user, author, state.requested_by)
            kind = RETURNED
        else:
            is_mine = roles.asks(user, author)
            kind = SUGGESTED if author and author.pk in roles.reviewers else REVIEW
        if is_mine:
            since = (
                task.finished_at if is_returned else max(task.started_at, changed_at)
            )
            comment = task.comment if is_returned else ""
            found.append(
                Waiting(kind, text, author, changed_at, since, comment, task.pk)
            )
    return found


def _read(states: list[WorkflowState]):
    """Give each state with its page's latest text, that one's author and its time."""
    ids = [state.object_id for state in states]
    pages = {str(page.pk): page for page in Page.objects.filter(pk__in=ids).specific()}
    latest: dict[str, list[Revision]] = defaultdict(list)
    place = Window(
        RowNumber(),
        partition_by=F("object_id"),
        order_by=[F("created_at").desc(), F("pk").desc()],
    )
    revisions = Revision.objects.page_revisions().filter(object_id__in=ids)
    revisions = revisions.annotate(place=place).filter(place__lte=LOOKED_AT)
    for revision in revisions.select_related("user").order_by("object_id", "place"):
        latest[revision.object_id].append(revision)
    for state in states:
        page = pages.get(state.object_id)
        if page is not None and latest[state.object_id]:
            yield state, *_authored(page, latest[state.object_id])


def _authored(page, revisions: list[Revision]) -> tuple:
    """Return the latest text with whoever it is from and since when it is so."""
    texts = [text_of(page, revision) for revision in revisions]
    digest, author, changed_at = texts[0].reader_digest(), None, None
    for revision, text in zip(revisions, texts, strict=True):
        if text.reader_digest() != digest:
            break
        author = revision.user or author
        changed_at = revision.created_at
    else:
        if len(revisions) == LOOKED_AT:
            author = last_author(texts[0])
    return texts[0], author, changed_at


def text_of(page, revision: Revision):
    """Return what a revision of `page` holds, to be read only, without a query."""
    text = type(page).from_serializable_data(revision.content, check_fks=False)
    for name in ("pk", "live", "alias_of_id", "first_published_at", "path", "depth"):
        setattr(text, name, getattr(page, name))
    return text
