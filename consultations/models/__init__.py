from .activity import RequestEvent, RequestLookup
from .actors import REQUESTER, SYSTEM
from .choices import (
    CONVERSATIONS,
    OPEN,
    ActorKind,
    Channel,
    ContactMethod,
    Disposition,
    EventKind,
    ForWhom,
    LookupKind,
    Outcome,
    QuarantineReason,
    Status,
)
from .consent import ConsentWording
from .request import ConsultationRequest
from .settings import IntakeSettings
from .trail import ReadingEntry, ReadingKind, TrailHead, first_broken_link
from .transitions import Conflict, IllegalTransition

__all__ = [
    "CONVERSATIONS",
    "OPEN",
    "REQUESTER",
    "SYSTEM",
    "ActorKind",
    "Channel",
    "Conflict",
    "ConsentWording",
    "ConsultationRequest",
    "ContactMethod",
    "Disposition",
    "EventKind",
    "ForWhom",
    "IllegalTransition",
    "IntakeSettings",
    "LookupKind",
    "Outcome",
    "QuarantineReason",
    "ReadingEntry",
    "ReadingKind",
    "RequestEvent",
    "RequestLookup",
    "Status",
    "TrailHead",
    "first_broken_link",
]
