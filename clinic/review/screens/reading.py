"""All that one page of the review shows: the text, its differences, who may answer."""

from dataclasses import dataclass, field
from hashlib import sha256

from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, TaskState, WorkflowState

from clinic import claims
from clinic.models.review_task import MedicalReviewTask
from clinic.reading import reading_minutes
from clinic.review import gate, pair
from clinic.review.authors import before_last_author, is_reviewer, last_author
from clinic.review.difference import PartChange, difference
from clinic.review.suggesting import SUGGESTED, tidy
from clinic.review.words import compared

# A page with more pieces than this is changed in the editor: a form has its limits.
MOST_PIECES = 400
THUMBNAIL = "max-320x240"


@dataclass
class Fold:
    """Parts next to each other that stayed as they were."""

    parts: list[PartChange]
    is_fold = True


@dataclass
class Typed:
    """What came with a press: kept on the page when the press is refused."""

    words: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    comment_error: str = ""
    is_stale: bool = False


class Reading:
    """The latest text of a page as one person sees it in the review."""

    def __init__(self, stored, user):
        self.stored = stored
        self.user = user
        self.page = stored.get_latest_revision_as_object()
        self.digest = self.page.reader_digest()

    @classmethod
    def of(cls, page_id: int, user) -> "Reading | None":
        """Return the reading of a page; None for one that needs no review."""
        page = Page.objects.filter(pk=page_id).first()
        page = page and page.specific
        if not getattr(page, "needs_review", False):
            return None
        return cls(page, user)

    @cached_property
    def workflow_state(self) -> WorkflowState | None:
        return self.stored.current_workflow_state

    @cached_property
    def task_state(self) -> TaskState | None:
        """Return what waits for an answer, None while nothing does."""
        state = self.stored.current_workflow_task_state
        if state and isinstance(state.task.specific, MedicalReviewTask):
            return state
        return None

    @cached_property
    def returned(self) -> TaskState | None:
        """Return the last time a reviewer sent this text back, with the comment."""
        if self.workflow_state is None:
            return None
        states = TaskState.objects.filter(
            workflow_state=self.workflow_state, status=TaskState.STATUS_REJECTED
        )
        return states.select_related("finished_by").order_by("-finished_at").first()

    @property
    def is_returned(self) -> bool:
        state = self.workflow_state
        return bool(state) and state.status == WorkflowState.STATUS_NEEDS_CHANGES

    @cached_property
    def author(self):
        return last_author(self.page)

    @cached_property
    def before(self):
        """Return the revision that a reviewer changed, None where none did."""
        if self.author is None or not is_reviewer(self.author):
            return None
        return before_last_author(self.page)

    @cached_property
    def note(self) -> str:
        """Return what a reviewer said about the change that now waits."""
        if self.before is None:
            return ""
        entries = PageLogEntry.objects.filter(
            page_id=self.page.pk,
            action=SUGGESTED,
            user_id=self.author.pk,
            timestamp__gt=self.before.created_at,
        )
        notes = [entry.data.get("note", "") for entry in entries.order_by("timestamp")]
        return "\n".join(note for note in notes if note)

    @cached_property
    def who_can_agree(self) -> list:
        return pair.who_can_agree(self.page) if self.task_state else []

    @cached_property
    def is_reviewer(self) -> bool:
        return is_reviewer(self.user)

    @property
    def can_approve(self) -> bool:
        return self.user in self.who_can_agree and not self.stopped

    @property
    def accepts(self) -> bool:
        """Tell whether approving is accepting a reviewer's words."""
        return self.before is not None

    @property
    def can_return(self) -> bool:
        return self.is_reviewer and self.task_state is not None

    @cached_property
    def locked(self) -> str:
        """Say who has locked the page against this person, if anybody."""
        lock = self.stored.get_lock()
        return (
            str(lock.get_message(self.user))
            if lock and lock.for_user(self.user)
            else ""
        )

    @property
    def can_suggest(self) -> bool:
        return self.can_return and not self.locked

    @cached_property
    def stopped(self) -> list[str]:
        return gate.unready(self.page)

    @cached_property
    def findings(self) -> list:
        return claims.page_findings(self.page)

    @property
    def scheduled_for(self):
        at = self.page.go_live_at
        return at if at and at > timezone.now() else None

    @cached_property
    def changes(self) -> list[PartChange]:
        """Return the difference from what readers see; all of a text they do not."""
        return difference(self.stored if self.stored.live else None, self.page)

    @property
    def folded(self) -> list:
        """Return the changes, with runs of unchanged parts folded into one."""
        return folded(self.changes) if self.stored.live else self.changes

    @property
    def differs_unseen(self) -> bool:
        """Tell whether something is different that no words can show."""
        if not self.stored.live or any(not change.is_same for change in self.changes):
            return False
        return self.stored.reader_digest() != self.digest

    @cached_property
    def suggested(self) -> list[PartChange]:
        """Return what the last reviewer changed, and nothing else."""
        if self.before is None:
            return []
        changes = difference(self.before.as_object(), self.page)
        return [change for change in changes if not change.is_same]

    @cached_property
    def search_result(self) -> dict:
        """Return how the page is announced elsewhere, word by word against now."""
        old = self.stored if self.stored.live else self.page
        return {
            "title": compared(_search_title(old), _search_title(self.page)),
            "description": compared(old.description, self.page.description),
        }

    @cached_property
    def figures(self) -> dict:
        """Return how long the text is, and its sentences."""
        words = self.page.reader_text().split()
        sentences = sum(word.rstrip('”")]').endswith((".", "?", "!")) for word in words)
        return {
            "words": len(words),
            "minutes": reading_minutes(" ".join(words)),
            "a_sentence": round(len(words) / sentences) if sentences else 0,
        }

    @cached_property
    def pictures(self) -> dict:
        """Return the pictures that were shown or are, by key, read at once."""
        changed = [
            piece
            for part in [*self.changes, *self.suggested]
            for piece in part.pieces
            if not part.is_same or not self.stored.live
        ]
        keys = {piece.piece.picture for piece in changed}
        keys |= {piece.picture_gone for piece in changed}
        found = get_image_model().objects.filter(pk__in=keys - {None})
        return {one.pk: one for one in found.prefetch_renditions(THUMBNAIL)}

    @cached_property
    def pieces(self) -> dict:
        """Return the pieces that can be given other words, by place."""
        if not self.can_suggest:
            return {}
        pieces = [
            change.piece
            for part in self.changes
            for change in part.pieces
            if change.piece.write and change.state != "removed"
        ]
        return {piece.place: piece for piece in pieces[:MOST_PIECES]}


def _search_title(page) -> str:
    return page.seo_title or page.title


def folded(changes: list[PartChange]) -> list:
    """Return the changes, runs of what stayed as it was as one `Fold` each."""
    found: list = []
    for change in changes:
        if not change.is_same:
            found.append(change)
        elif found and isinstance(found[-1], Fold):
            found[-1].parts.append(change)
        else:
            found.append(Fold([change]))
    return found


def field_name(piece) -> str:
    """Return the form's name for a piece; it tells whether its words were changed."""
    mark = _mark(tidy(piece.words, one_line=piece.one_line))
    return f"words:{mark}:{piece.place}"


def typed_words(data) -> dict[str, str]:
    """Return the words of the pieces that somebody changed, by place."""
    found = {}
    for name, value in data.items():
        if not name.startswith("words:"):
            continue
        _words, mark, place = name.split(":", 2)
        ways = {_mark(tidy(value, one_line=one_line)) for one_line in (True, False)}
        if mark not in ways:
            found[place] = value
    return found


def _mark(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:12]
