"""The second page as it is asked now: every question in order, and a digest of it."""

import hashlib
import json
from dataclasses import dataclass, field

from clinic.models import ServicePage
from consultations.models import ClearanceQuestion, IntakeSettings, OwnQuestion
from consultations.models.questions import Question, lines_of


@dataclass(frozen=True)
class Questionnaire:
    """What to ask; `services` are pairs of slug and title."""

    reasons: list[str] = field(default_factory=list)
    treatments: list[str] = field(default_factory=list)
    services: list[tuple[str, str]] = field(default_factory=list)
    clearance: list[Question] = field(default_factory=list)
    own: list[Question] = field(default_factory=list)

    @classmethod
    def current(cls) -> "Questionnaire":
        """Return what the clinic asks at this moment."""
        intake = IntakeSettings.load()
        services = ServicePage.objects.live().public().order_by("path")
        return cls(
            reasons=lines_of(intake.reasons),
            treatments=lines_of(intake.treatments),
            services=list(services.values_list("slug", "title")),
            clearance=list(ClearanceQuestion.objects.asked()),
            own=list(OwnQuestion.objects.asked()),
        )

    @property
    def digest(self) -> str:
        """Return what tells this wording of the page from every other.

        Services are left out: what is chosen there is a page, not a wording.
        """
        asked = [
            [q.name, q.kind, q.wording, q.hint, lines_of(q.choices), q.is_required]
            for q in (*self.clearance, *self.own)
        ]
        text = json.dumps([self.reasons, self.treatments, asked])
        return hashlib.sha256(text.encode()).hexdigest()[:16]
