"""What we tell people about the first attempt; page and mail read it from here."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from clinic.hours import OfficeHours
from clinic.models import ClinicSettings
from consultations import clocks
from consultations.models import ContactMethod, IntakeSettings


@dataclass(frozen=True)
class Promise:
    """By when we try to reach a person, and from which number or address."""

    by: str
    sender: str
    by_mail: bool = False


def to_a_visitor(hours: OfficeHours, intake: IntakeSettings) -> Promise:
    """Return what holds for somebody who writes now."""
    now = timezone.now()
    due = clocks.promised_at(hours, now, intake.first_attempt_minutes)
    return Promise(_words(due, now, hours), _calling_number())


def to_the_requester(
    request, intake: IntakeSettings, *, dated: bool = False
) -> Promise:
    """Return what holds for a request that has come in.

    `dated` names the date, for a mail that may be opened when "tomorrow" is past.
    """
    hours = clocks.hours_of_request(request)
    now = timezone.now()
    by_mail = request.contact_method == ContactMethod.EMAIL
    sender = settings.MAIL_FROM if by_mail else _calling_number()
    kept = request.first_attempt_at is not None or not any(hours.weekly.values())
    due = None if kept else clocks.first_attempt_due(request, hours, intake)
    if due is not None:
        due = clocks.rounded_up(due)
    return Promise(_words(due, now, hours, dated=dated), sender, by_mail)


def next_opening_words(hours: OfficeHours) -> str:
    """Return when somebody reads requests again; empty while we are open."""
    now = timezone.now()
    opening = None if hours.is_open(now) else hours.next_opening(now)
    return clocks.moment_words(opening, now, hours.tz) if opening else ""


def _words(
    due: datetime | None, now: datetime, hours: OfficeHours, *, dated: bool = False
) -> str:
    """Return a moment to come in words; empty when there is none to promise."""
    if due is None or due <= now:
        return ""
    if dated:
        return clocks.dated_words(due, hours.tz)
    return clocks.moment_words(due, now, hours.tz)


def _calling_number() -> str:
    return ClinicSettings.load().calling_number_display
