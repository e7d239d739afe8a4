"""Telling the next person of a request that nobody takes."""

from datetime import datetime

from django.db import transaction

from clinic.hours import OfficeHours
from clinic.models import OutboxMessage
from consultations import clocks
from consultations.models import (
    ConsultationRequest,
    IntakeSettings,
    UnclaimedContact,
)
from consultations.models.unclaimed import UNCLAIMED, Telling


def tellings(
    request, contacts, hours: OfficeHours, intake, now: datetime
) -> list[Telling]:
    """Return the steps that are due for a request, the first one first.

    `contacts` are those who still get mail: who has left takes no time of the others.
    What is pinned as one to read first is told sooner, at every step.
    """
    begins = (request.received_at, request.reopened_at, request.snoozed_until)
    since = max(moment for moment in begins if moment and moment <= now)
    minutes = intake.unclaimed_minutes
    if request.pinned:
        minutes = min(minutes, intake.unclaimed_read_first_minutes)
    found, waited = [], minutes
    for contact in contacts:
        due = clocks.add_office_minutes(hours, since, waited)
        if due > now:
            break
        found.append(Telling(contact, due, since))
        step = contact.minutes
        if request.pinned:
            step = min(step, intake.unclaimed_read_first_minutes)
        waited += step
    return found


def tell_of_unclaimed(now: datetime) -> int:
    """Write the outbox rows that are due, each once; return how many are new."""
    contacts = [
        contact
        for contact in UnclaimedContact.objects.select_related("user")
        if contact.recipient
    ]
    if not contacts:
        return 0
    intake, hours, new = IntakeSettings.load(), {}, 0
    waiting = (
        ConsultationRequest.objects.unclaimed(now)
        .with_waiting_since()
        .defer(*ConsultationRequest.PHI_FIELDS)
        .select_related("location")
    )
    for request in waiting.order_by("pk").iterator():
        if request.location_id not in hours:
            hours[request.location_id] = clocks.hours_of_request(request)
        due = tellings(request, contacts, hours[request.location_id], intake, now)
        new += _written(request, due)
    return new


def _written(request, due: list[Telling]) -> int:
    keys = {telling.key_for(request): telling for telling in due}
    known = OutboxMessage.objects.filter(dedupe_key__in=keys)
    missing = keys.keys() - set(known.values_list("dedupe_key", flat=True))
    with transaction.atomic():
        for key, telling in keys.items():
            if key not in missing:
                continue
            contact = telling.contact
            OutboxMessage.enqueue(
                UNCLAIMED,
                recipient=contact.recipient,
                payload={"request": request.pk, "contact": contact.pk},
                dedupe_key=key,
            )
    return len(missing)
