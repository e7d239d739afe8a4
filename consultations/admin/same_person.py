"""What a request's page says about others of, perhaps, the same person."""

from dataclasses import dataclass

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.phone import display
from consultations import clocks
from consultations.models import LookupKind, Status
from consultations.models.lookups import normal_email
from consultations.models.same_person import Likeness, Relatives

DETAIL = "admin:consultations_consultationrequest_change"


@dataclass(frozen=True)
class Linked:
    """A request that is linked to the one on the page."""

    reference: str
    url: str
    when: str
    how: str
    # What it says otherwise and later about reaching the person, in words.
    wishes: list[str]


def suggestion(one: Likeness) -> dict:
    """Return a likeness in words: what is the same, when it came, how it stands."""
    other = one.request
    return {
        "reference": other.reference,
        "url": reverse(DETAIL, args=[other.reference]),
        "why": ", ".join(words for kind, words in _why() if kind in one.common),
        "strong": one.is_strong,
        "when": _day(other.received_at),
        "how": _how(other),
    }


def _how(request) -> str:
    status = str(request.get_status_display())
    if not request.disposition:
        return status
    return f"{status}: {request.get_disposition_display()}"


def _why() -> list[tuple]:
    return [
        (LookupKind.PHONE, _("same phone")),
        (LookupKind.EMAIL, _("same e-mail")),
        (LookupKind.WHOLE_NAME, _("same name")),
    ]


def linked(other, kept) -> Linked:
    """Return a linked request in words, with what it says otherwise than `kept`."""
    return Linked(
        reference=other.reference,
        url=reverse(DETAIL, args=[other.reference]),
        when=_day(other.received_at),
        how=_how(other),
        wishes=wishes(other, kept) if other.received_at > kept.received_at else [],
    )


def wishes(newer, kept) -> list[str]:
    """Return how a person wants to be reached by now, where it differs from before."""
    found = []
    if newer.phone and newer.phone != kept.phone:
        found.append(_("Phone: %s") % display(newer.phone))
    if newer.email and normal_email(newer.email) != normal_email(kept.email):
        found.append(_("E-mail: %s") % newer.email)
    if newer.contact_method != kept.contact_method:
        way = newer.get_contact_method_display()
        found.append(_("Wants to be reached by: %s") % way)
    if sorted(newer.contact_times) != sorted(kept.contact_times):
        times = ", ".join(clocks.window_words(w) for w in sorted(newer.contact_times))
        found.append(_("When: %s") % (times or _("any time")))
    return found + _permissions(newer, kept)


def _permissions(newer, kept) -> list[str]:
    """Return the permissions that changed; one that was taken back counts most."""
    if not newer.phone:
        return []
    words = {
        "voicemail_ok": (_("No voicemail any more"), _("Voicemail allowed")),
        "clinic_name_ok": (
            _("Do not say the clinic's name any more"),
            _("Clinic's name may be said"),
        ),
        "text_ok": (_("No texts any more"), _("Texts allowed")),
    }
    changed = [f for f in words if getattr(newer, f) != getattr(kept, f)]
    changed.sort(key=lambda name: getattr(newer, name))
    return [words[name][getattr(newer, name)] for name in changed]


def _day(at) -> str:
    return clocks.moment_words(at, timezone.now(), timezone.get_current_timezone())


class SamePerson:
    """The part of a request's page about others of the same person."""

    def __init__(self, subject, user):
        self.subject = subject
        self.user = user
        self.relatives = Relatives(subject, user)
        self.duplicates = self.relatives.duplicates

    @property
    def request_ids(self) -> list[int]:
        """Return the requests whose histories belong on the page."""
        return [self.subject.pk, *(r.pk for r in self.duplicates)]

    def reference_of(self, event) -> str:
        """Return to which duplicate an event belongs; "" for the request's own."""
        return next(
            (r.reference for r in self.duplicates if r.pk == event.request_id), ""
        )

    def context(self) -> dict:
        """Return what the templates need."""
        works = self.user.has_perm("consultations.work_requests")
        stays = self.relatives.stays
        return {
            "earlier": [suggestion(one) for one in self.relatives.likenesses],
            "can_link": works and self.subject.can("close"),
            "duplicates": [linked(one, self.subject) for one in self.duplicates],
            "stays": stays and linked(stays, stays),
        }


def say_where_it_leads(request, subject) -> None:
    """Tell whoever linked a request to one that is closed itself."""
    stays = subject.duplicate_of
    if stays is None or stays.status != Status.CLOSED:
        return
    facts = {"reference": stays.reference, "how": stays.get_disposition_display()}
    told = _("%(reference)s is closed itself (%(how)s).") % facts
    if stays.is_withdrawn:
        more = _("It was withdrawn: find out what the person wants by now.")
    else:
        more = _("Reopen it if the person still waits.")
    messages.warning(request, f"{told} {more}")
