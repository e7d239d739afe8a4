"""When a request is due, and by when a person is told that we try."""

from datetime import datetime, timedelta

from clinic.hours import OfficeHours

from .hours import add_office_minutes, windows_of, within_windows

ROUND_TO = timedelta(minutes=15)


def first_attempt_due(request, hours: OfficeHours, intake) -> datetime:
    """Return when the first attempt to reach the person is due."""
    return add_office_minutes(
        within_windows(hours, windows_of(request)),
        request.received_at,
        intake.first_attempt_minutes,
    )


def conversation_due(request, hours: OfficeHours, intake) -> datetime:
    """Return when we should have talked with the person."""
    return add_office_minutes(
        within_windows(hours, windows_of(request)),
        request.received_at,
        intake.conversation_minutes,
    )


def due_at(request, hours: OfficeHours, intake) -> datetime | None:
    """Return the earliest running clock of a request; None when nothing runs."""
    if request.status == "closed":
        return None
    if request.status == "quarantined":
        # Somebody has to look; that clock is ours and knows no contact window.
        return add_office_minutes(
            hours, request.received_at, intake.first_attempt_minutes
        )
    running = [request.snoozed_until, request.scheduled_for]
    if request.status == "scheduled":
        # A time was agreed on: both clocks have done their work.
        return min(moment for moment in running if moment)
    if request.first_attempt_at is None:
        running.append(first_attempt_due(request, hours, intake))
    if request.first_conversation_at is None:
        running.append(conversation_due(request, hours, intake))
    return min((moment for moment in running if moment), default=None)


def promised_at(hours: OfficeHours, now: datetime, minutes: int) -> datetime | None:
    """Return by when we promise a first attempt to somebody who writes now."""
    due = hours.add_minutes(now, minutes)
    return due and rounded_up(due)


def told_attempt_by(request, hours: OfficeHours, intake) -> datetime | None:
    """Return by when we tell a person that we first try; None where nothing holds.

    Unlike the desk's clock it is never made up: without hours there is no promise.
    """
    wanted = within_windows(hours, windows_of(request))
    return promised_at(wanted, request.received_at, intake.first_attempt_minutes)


def rounded_up(at: datetime) -> datetime:
    """Return `at` moved to the next quarter of an hour."""
    past = timedelta(minutes=at.minute % 15, seconds=at.second)
    past += timedelta(microseconds=at.microsecond)
    return at if not past else at + ROUND_TO - past
