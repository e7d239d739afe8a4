from . import own_link
from .activity import RequestEvent, RequestLookup
from .actors import REQUESTER, SYSTEM
from .choices import (
    CONVERSATIONS,
    OPEN,
    ActorKind,
    AnswerKind,
    Channel,
    ContactMethod,
    Disposition,
    EventKind,
    ForWhom,
    LookupKind,
    Outcome,
    QuarantineReason,
    Status,
    Sureness,
)
from .consent import ConsentWording
from .details import Answer
from .questions import ClearanceQuestion, OwnQuestion
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
    "Answer",
    "AnswerKind",
    "Channel",
    "ClearanceQuestion",
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
    "OwnQuestion",
    "QuarantineReason",
    "ReadingEntry",
    "ReadingKind",
    "RequestEvent",
    "RequestLookup",
    "Status",
    "Sureness",
    "TrailHead",
    "first_broken_link",
    "own_link",
]
