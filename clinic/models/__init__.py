from clinic.models.backup import BackupRun
from clinic.models.base import BasePage
from clinic.models.crisis import CrisisPhrase
from clinic.models.evidence import ClaimEvidence
from clinic.models.facts import FactChange, NotVouched
from clinic.models.glossary import GlossaryTerm
from clinic.models.glossary_use import GlossaryUse
from clinic.models.held_post import HeldPost
from clinic.models.home import HomePage
from clinic.models.image import ClinicImage, ClinicRendition
from clinic.models.locations import LocationIndexPage, LocationPage
from clinic.models.made_page import MadePage
from clinic.models.one_time_link import OneTimeLink
from clinic.models.opening import Holiday, WeeklyHours
from clinic.models.outbox import OutboxMessage
from clinic.models.people import PersonIndexPage, PersonPage
from clinic.models.price import Price
from clinic.models.reference import Reference
from clinic.models.register import FoundLink, RegisterEntry, RegisterFinding
from clinic.models.review import Approval
from clinic.models.review_task import MedicalReviewTask
from clinic.models.search import SearchEntry, SearchGram, SearchWord, UnansweredWord
from clinic.models.services import ServiceIndexPage, ServicePage, ServiceSource
from clinic.models.settings import ClinicSettings
from clinic.models.staff_event import StaffEvent, StaffEventKind
from clinic.models.standard import StandardPage
from clinic.models.taken_down import TakenDown
from clinic.models.user import User
from clinic.models.visits import PageVisits
from clinic.models.watching import JobRun, RaisedAlarm

__all__ = [
    "Approval",
    "BackupRun",
    "BasePage",
    "ClaimEvidence",
    "ClinicImage",
    "ClinicRendition",
    "ClinicSettings",
    "FoundLink",
    "FactChange",
    "CrisisPhrase",
    "GlossaryTerm",
    "GlossaryUse",
    "HeldPost",
    "Holiday",
    "HomePage",
    "JobRun",
    "LocationIndexPage",
    "LocationPage",
    "MadePage",
    "MedicalReviewTask",
    "NotVouched",
    "OneTimeLink",
    "OutboxMessage",
    "PageVisits",
    "PersonIndexPage",
    "PersonPage",
    "Price",
    "RaisedAlarm",
    "Reference",
    "RegisterEntry",
    "RegisterFinding",
    "SearchEntry",
    "SearchGram",
    "SearchWord",
    "ServiceIndexPage",
    "ServicePage",
    "ServiceSource",
    "StaffEvent",
    "StaffEventKind",
    "StandardPage",
    "TakenDown",
    "UnansweredWord",
    "User",
    "WeeklyHours",
]
