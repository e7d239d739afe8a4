"""The words a request is described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a request stands; changed by its named methods alone."""

    RECEIVED = "received", _("Received")
    QUARANTINED = "quarantined", _("Quarantined")
    IN_CONTACT = "in_contact", _("In contact")
    SCHEDULED = "scheduled", _("Scheduled")
    CLOSED = "closed", _("Closed")


OPEN = (Status.RECEIVED, Status.QUARANTINED, Status.IN_CONTACT, Status.SCHEDULED)


class Disposition(models.TextChoices):
    """How a closed request ended."""

    BOOKED = "booked", _("Consultation held, treatment booked")
    NOT_BOOKED = "not_booked", _("Attended and not booked")
    DID_NOT_COME = "did_not_come", _("Did not come")
    REFERRED = "referred", _("Referred elsewhere")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    NOT_SUITABLE = "not_suitable", _("Not suitable (a clinician's decision)")
    UNREACHABLE = "unreachable", _("Unreachable")
    DUPLICATE = "duplicate", _("Duplicate")
    SPAM = "spam", _("Spam")


class PurgeRule(models.TextChoices):
    """Why requests were purged: a clock, by how they ended, or a person's wish."""

    BOOKED = Disposition.BOOKED.value, Disposition.BOOKED.label
    NOT_BOOKED = Disposition.NOT_BOOKED.value, Disposition.NOT_BOOKED.label
    DID_NOT_COME = Disposition.DID_NOT_COME.value, Disposition.DID_NOT_COME.label
    REFERRED = Disposition.REFERRED.value, Disposition.REFERRED.label
    WITHDRAWN = Disposition.WITHDRAWN.value, Disposition.WITHDRAWN.label
    NOT_SUITABLE = Disposition.NOT_SUITABLE.value, Disposition.NOT_SUITABLE.label
    UNREACHABLE = Disposition.UNREACHABLE.value, Disposition.UNREACHABLE.label
    DUPLICATE = Disposition.DUPLICATE.value, Disposition.DUPLICATE.label
    SPAM = Disposition.SPAM.value, Disposition.SPAM.label
    QUARANTINED = "quarantined", _("Possible spam that nobody decided on")
    ASKED = "asked", _("Erased as the person asked")


class Channel(models.TextChoices):
    """How a request came in."""

    WEB = "web", _("Web form")
    PHONE = "phone", _("Phone call")
    WALK_IN = "walk_in", _("Walk-in")


class ContactMethod(models.TextChoices):
    """The way a person wants to be reached."""

    PHONE = "phone", _("Phone")
    TEXT = "text", _("Text")
    EMAIL = "email", _("E-mail")


class ForWhom(models.TextChoices):
    """Whether the requester asks for themselves."""

    SELF = "self", _("Myself")
    OTHER = "other", _("Someone else")


class Outcome(models.TextChoices):
    """What came of one try to reach a person."""

    REACHED = "reached", _("Reached")
    NO_ANSWER = "no_answer", _("No answer")
    VOICEMAIL = "voicemail", _("Left a voicemail")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    TEXTED = "texted", _("Texted")
    EMAILED = "emailed", _("E-mailed")
    THEY_CALLED = "they_called", _("They called us")


# A voicemail is an attempt; only a conversation stops the second clock.
CONVERSATIONS = (Outcome.REACHED, Outcome.THEY_CALLED)


class EventKind(models.TextChoices):
    """What can happen to a request."""

    RECEIVED = "received", _("Request received")
    QUARANTINED = "quarantined", _("Received and set aside as possible spam")
    AMENDED = "amended", _("Sent again with changes")
    DETAILS_ADDED = "details_added", _("Answered the optional questions")
    CORRECTED = "corrected", _("Corrected through the private link")
    WITHDRAWN = "withdrawn", _("Withdrawn: do not contact")
    LINK_VOIDED = "link_voided", _("Private link made void")
    READ_FIRST_DONE = "read_first_done", _("Read first: what was done")
    TAKEN = "taken", _("Taken")
    HANDED_OVER = "handed_over", _("Handed over")
    CONTACT_STARTED = "contact_started", _("Contact started")
    ATTEMPTED = "attempted", _("Tried to reach")
    REPLIED = "replied", _("Replied")
    SNOOZED = "snoozed", _("Snoozed")
    SCHEDULED = "scheduled", _("Consultation scheduled")
    CONFIRMED = "confirmed", _("Consultation confirmed")
    MISSED = "missed", _("Did not come")
    DECIDED = "decided", _("Suitability decided")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")
    MARKED_READ_FIRST = "marked_read_first", _("Read first, as its duplicate is")
    MARKED_SPAM = "marked_spam", _("Marked as spam")
    MARKED_GENUINE = "marked_genuine", _("Marked as genuine")
    NOTED = "noted", _("Note")
    HELD = "held", _("Legal hold")
    RELEASED = "released", _("Legal hold ended")
    UNDONE = "undone", _("Undone")


# What closes a request; a decision does so if it finds somebody not suitable.
ENDINGS = (
    EventKind.CLOSED,
    EventKind.DECIDED,
    EventKind.MARKED_SPAM,
    EventKind.WITHDRAWN,
)
# A reply is an attempt, too; its outcome stands in its details.
ATTEMPTS = (EventKind.ATTEMPTED, EventKind.REPLIED)


class AnswerKind(models.TextChoices):
    """How a question of the second page is answered."""

    LINE = "line", _("one line")
    TEXT = "text", _("a longer text")
    CHOICE = "choice", _("one choice")
    CHOICES = "choices", _("several choices")
    SURENESS = "sureness", _("yes, no or not sure")


class Sureness(models.TextChoices):
    """An answer by somebody who may not know."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_SURE = "not_sure", _("Not sure")


class ActorKind(models.TextChoices):
    """Who did it: a person of the staff, the requester, or the site by itself."""

    STAFF = "staff", _("Staff")
    REQUESTER = "requester", _("Requester")
    SYSTEM = "system", _("System")


class LookupKind(models.TextChoices):
    """What a keyed digest stands for."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    NAME = "name", _("Name word")
    WHOLE_NAME = "whole_name", _("All words of a name")
    PREFIX = "prefix", _("Beginning of a name word")


class QuarantineReason(models.TextChoices):
    """Why a request was set aside for a look."""

    DECOY = "decoy", _("filled in a field that people do not see")
    TOO_FAST = "too_fast", _("sent within three seconds")
    SELLING = "selling", _("words of somebody who sells something")
    LINKS = "links", _("many links for so few words")
    HIDDEN_LINK = "hidden_link", _("a link that hides where it leads")
    LINK_AS_NAME = "link_as_name", _("a link instead of a name")
    MARKUP = "markup", _("written for a forum or a web page, with tags")
    SCRIPTS = "scripts", _("alphabets mixed within words")
    GIBBERISH = "gibberish", _("letters struck at random")
    DISPOSABLE = "disposable", _("an e-mail address made to be thrown away")
    OFTEN = "often", _("several requests from one place within the hour")
    OVER_THE_USUAL = "over_the_usual", _("very many requests from one place")
    REPEATED = "repeated", _("the same text came before, within three days")

    @classmethod
    def words(cls, reasons: list[str]) -> list[str]:
        """Return reasons as people read them; one that is unknown by now as it is."""
        labels = dict(cls.choices)
        return [str(labels.get(reason, reason)) for reason in reasons]
