"""Who acts on a request: a user, or one of two that have no account."""

import enum

from clinic.roles import CLINICIANS, holds_role

from .choices import ActorKind

DECIDES = "consultations.decide_suitability"


class Outsider(enum.Enum):
    """An actor without an account."""

    REQUESTER = ActorKind.REQUESTER.value
    SYSTEM = ActorKind.SYSTEM.value


REQUESTER = Outsider.REQUESTER
SYSTEM = Outsider.SYSTEM


def actor_fields(by) -> dict:
    """Return the columns that record `by`; anything but an actor is an error."""
    if isinstance(by, Outsider):
        return {"actor": None, "actor_kind": by.value}
    if getattr(by, "pk", None) is None:
        raise TypeError("by= takes a saved user, REQUESTER or SYSTEM.")
    return {"actor": by, "actor_kind": ActorKind.STAFF}


def decides(user) -> bool:
    """Say whether somebody decides suitability, and reads why others decided so.

    A superuser does so as a clinician alone.
    """
    if isinstance(user, Outsider) or not user.has_perm(DECIDES):
        return False
    return not user.is_superuser or holds_role(user, CLINICIANS)
