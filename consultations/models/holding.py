"""Legal hold: a request that may not be purged, whatever its clock says."""

from django.core.exceptions import PermissionDenied
from django.views.decorators.debug import sensitive_variables

from .actors import Outsider
from .choices import EventKind
from .transitions import IllegalTransition

ANSWERS_RIGHTS = "consultations.answer_rights"


def answers_rights(user) -> bool:
    """Say whether somebody holds, gives out and erases what is kept about people."""
    return not isinstance(user, Outsider) and user.has_perm(ANSWERS_RIGHTS)


class Holding:
    """Holding and releasing; mixed into the model."""

    @property
    def is_held(self) -> bool:
        """Say whether neither the retention clock nor a wish may end it."""
        return self.held_at is not None

    @sensitive_variables()
    def hold(self, *, by, note, seen=None, at=None) -> None:
        """Keep the request until it is released, and say why.

        PermissionDenied for whoever does not answer for people's rights,
        IllegalTransition without a reason or when it is held already.
        """
        self._by_right(by, note)
        with self._acting("hold", by, seen, at) as act:
            if self.is_held:
                raise IllegalTransition("it is on hold already", self._newest_event())
            act.set(held_at=act.at)
            act.record(EventKind.HELD, note=note)

    @sensitive_variables()
    def release(self, *, by, note, seen=None, at=None) -> None:
        """Let the retention clock run again, and say why."""
        self._by_right(by, note)
        with self._acting("release", by, seen, at) as act:
            if not self.is_held:
                raise IllegalTransition("it is not on hold", self._newest_event())
            act.set(held_at=None)
            act.record(EventKind.RELEASED, note=note)

    def _by_right(self, by, note: str) -> None:
        if not answers_rights(by):
            raise PermissionDenied("A hold is set and ended by a manager.")
        if not note.strip():
            raise IllegalTransition("a hold is set and ended with a reason")
