"""What a person adds to a request once it is in: the optional second page."""

import json
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from .actors import REQUESTER, actor_fields
from .choices import OPEN, AnswerKind, EventKind, Sureness
from .notices import announce
from .questions import CLEARANCE
from .transitions import IllegalTransition

KEEP = object()
_TYPED = (AnswerKind.LINE, AnswerKind.TEXT)


@dataclass(frozen=True)
class Answer:
    """One answer with the question as the person read it.

    `answer` is text, for several choices a list of them, for yes, no or not sure the
    value of `Sureness`. `key` is the name of the question's field.
    """

    kind: str
    question: str
    answer: str | list[str]
    key: str = ""

    @property
    def words(self) -> str:
        """Return the answer as people read it."""
        if self.kind == AnswerKind.SURENESS:
            return str(dict(Sureness.choices).get(self.answer, self.answer))
        if isinstance(self.answer, list):
            return "; ".join(self.answer)
        return self.answer

    @property
    def wants_a_look(self) -> bool:
        """Say whether it is about health and no plain no: a clinician asks on."""
        return self.key.startswith(CLEARANCE) and self.answer != Sureness.NO


class Details:
    """The answers of a request; mixed into the model."""

    @sensitive_variables()
    def add_details(
        self,
        *,
        reason: str = "",
        answers: dict[str, Answer] | None = None,
        service=KEEP,
        by=REQUESTER,
        at=None,
    ) -> None:
        """Keep the answers of the second page in place of earlier ones.

        The earlier ones stay in the event; the same answers again change nothing.
        IllegalTransition when the request is closed. `service` is a page or None;
        left out, the service of the request stays.
        """
        kept = {
            key: {"kind": a.kind, "question": a.question, "answer": a.answer}
            for key, a in (answers or {}).items()
        }
        with transaction.atomic():
            self._lock()
            if self.status not in OPEN:
                raise IllegalTransition(
                    "a closed request takes no more answers", self._newest_event()
                )
            earlier = self._details()
            now = {"reason": reason, "answers": kept} | _chosen(service)
            if earlier | now == earlier:
                return
            was_first = self.read_first
            danger = self.mark_read_first(_typed(answers))
            self._write(
                **now | {"answers": json.dumps(kept)},
                read_first=self.read_first,
                pinned=self.pinned,
            )
            had = bool(earlier["reason"] or earlier["answers"])
            event = self.events.create(
                kind=EventKind.DETAILS_ADDED,
                at=at or timezone.now(),
                details={
                    "answered": len(kept) + bool(reason),
                    "again": had,
                    **danger,
                },
                earlier=json.dumps(earlier) if had else "",
                **actor_fields(by),
            )
            if danger and not was_first:
                announce(self, event.pk, to_requester=False)

    def _details(self) -> dict:
        return {
            "reason": self.reason,
            "answers": self.answers_by_question,
            "service_id": self.service_id,
            "service_title": self.service_title,
        }

    @property
    def answers_by_question(self) -> dict:
        """Return the answers to the optional questions, each by its key."""
        return json.loads(self.answers or "{}")

    @property
    def has_details(self) -> bool:
        """Say whether the second page has been answered."""
        return bool(self.reason or self.answers_by_question)

    @property
    def told(self) -> list[Answer]:
        """Return every answer of the second page, in its order."""
        return told_in({"reason": self.reason, "answers": self.answers_by_question})


def told_in(details: dict) -> list[Answer]:
    """Return the answers in what a request, or an event's earlier version, holds."""
    answers = details.get("answers", {}).items()
    told = [Answer(**stored, key=key) for key, stored in answers]
    if reason := details.get("reason"):
        told.insert(0, Answer(AnswerKind.CHOICE, _("Reason for consultation"), reason))
    return told


def _chosen(service) -> dict:
    """Return the columns that a choice of service changes; none when it is kept."""
    if service is KEEP:
        return {}
    if service is None:
        return {"service_id": None, "service_title": ""}
    return {"service_id": service.pk, "service_title": service.title}


def _typed(answers: dict | None) -> str:
    typed = (a.answer for a in (answers or {}).values() if a.kind in _TYPED)
    return "\n".join(typed)
