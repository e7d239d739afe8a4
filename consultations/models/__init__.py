from . import own_link
from .activity import RequestEvent, RequestLookup
from .actors import REQUESTER, SYSTEM
from .anchored import Misfit, first_unfit_anchor
from .buckets import URGENT, Bucket
from .choices import (
    ATTEMPTS,
    CONVERSATIONS,
    ENDINGS,
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
    PurgeRule,
    QuarantineReason,
    Status,
    Sureness,
)
from .details import Answer
from .kept import KeptPost, PageTicket
from .procedure import ReadFirstProcedure
from .purge import PurgeHead, PurgeRecord, first_broken_record
from .questions import ClearanceQuestion, OwnQuestion
from .refusals import Conflict, IllegalTransition
from .reply import NotAllowed, ReplyChannel, ReplyTemplate, WordsChanged
from .request import ConsultationRequest
from .retention import RetentionSettings
from .sealed import SealedForm
from .settings import IntakeSettings
from .steps import Step, StepCount
from .suitability import SuitabilityReason
from .tally import CountsAs, Tally, TallyProgress
from .trail import (
    ReadingEntry,
    ReadingExtent,
    ReadingKind,
    ReadingOf,
    ReadingReason,
    TrailHead,
)
from .trail_check import BrokenLink, Fault, TrailCheck, first_broken_link
from .unclaimed import UnclaimedContact
from .undoing import CannotUndo, Story
from .wordings import Wording, WordingKind, WordingSet

__all__ = [
    "ATTEMPTS",
    "CONVERSATIONS",
    "ENDINGS",
    "OPEN",
    "REQUESTER",
    "SYSTEM",
    "URGENT",
    "ActorKind",
    "Answer",
    "AnswerKind",
    "BrokenLink",
    "Bucket",
    "CannotUndo",
    "Channel",
    "ClearanceQuestion",
    "Conflict",
    "ConsultationRequest",
    "ContactMethod",
    "CountsAs",
    "Disposition",
    "EventKind",
    "Fault",
    "ForWhom",
    "IllegalTransition",
    "IntakeSettings",
    "KeptPost",
    "LookupKind",
    "NotAllowed",
    "Outcome",
    "OwnQuestion",
    "PageTicket",
    "PurgeHead",
    "PurgeRecord",
    "PurgeRule",
    "QuarantineReason",
    "ReadFirstProcedure",
    "ReadingEntry",
    "ReadingExtent",
    "ReadingKind",
    "ReadingOf",
    "ReadingReason",
    "ReplyChannel",
    "ReplyTemplate",
    "RequestEvent",
    "RequestLookup",
    "RetentionSettings",
    "SealedForm",
    "Status",
    "Step",
    "StepCount",
    "Story",
    "SuitabilityReason",
    "Sureness",
    "TrailCheck",
    "Misfit",
    "first_unfit_anchor",
    "Tally",
    "TallyProgress",
    "TrailHead",
    "UnclaimedContact",
    "Wording",
    "WordingKind",
    "WordingSet",
    "WordsChanged",
    "first_broken_link",
    "first_broken_record",
    "own_link",
]
