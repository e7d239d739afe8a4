"""What people were told, held against what the database and the mail server have."""

from collections import Counter

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from clinic.models import OutboxMessage
from clinic.rotation import lock
from clinic_site.outbox import message_id
from consultations.models import ConsultationRequest, EventKind, RequestEvent
from tests.faults.mailbox import Mailbox
from tests.faults.visitors import EVERYONE


def time_passes() -> None:
    """Let every pause and every hold of a dead worker run out at once."""
    now = timezone.now()
    with transaction.atomic():
        # A worker that was stopped while it takes messages holds them for good.
        free = [row.pk for row in lock(OutboxMessage.objects.waiting())]
        waiting = OutboxMessage.objects.filter(pk__in=free)
        waiting.update(not_before=now, held_until=None)


def unsent() -> int:
    """Return how many messages still wait."""
    # The server may have been killed since the last look.
    connection.close()
    return OutboxMessage.objects.waiting().count()


def differences(mailbox: Mailbox) -> list[str]:
    """Return everything in which database and mail differ from what anybody was told.

    What an earlier scene promised must still be there after a later one.
    """
    stored = list(ConsultationRequest.objects.all())
    found = lost()
    found += [
        f"stored {times} times: {message[:30]}"
        for message, times in Counter(r.message for r in stored).items()
        if times > 1
    ]
    return found + _events(stored) + _mail(stored, mailbox) + _file()


def lost() -> list[str]:
    """Return what somebody was told and the database does not hold, or not so."""
    found = [f"visitor {v.number}: {wrong}" for v in EVERYONE for wrong in v.wrong]
    acknowledged = [visit for visit in EVERYONE if visit.reference]
    by_reference = {r.reference: r for r in ConsultationRequest.objects.all()}
    for visit in acknowledged:
        request = by_reference.get(visit.reference)
        if request is None:
            found.append(f"visitor {visit.number}: {visit.reference} is lost")
        elif (request.message, request.email) != (visit.message, visit.email):
            found.append(f"{visit.reference} holds another text")
    return found


def _events(stored) -> list[str]:
    first = [EventKind.RECEIVED, EventKind.QUARANTINED]
    events = RequestEvent.objects.filter(kind__in=first)
    per_request = Counter(events.values_list("request_id", flat=True))
    return [
        f"{request.reference} has {per_request[request.pk]} first events"
        for request in stored
        if per_request[request.pk] != 1
    ]


def _mail(stored, mailbox: Mailbox) -> list[str]:
    found = []
    for request in stored:
        for what, ids in (
            ("acknowledgement", mailbox.ids_to(request.email)),
            ("note", mailbox.ids_about(request.reference, settings.MAIL_DESK)),
        ):
            if len(set(ids)) != 1:
                found.append(f"{request.reference}: {len(set(ids))} ids of its {what}")
    rows = {message_id(row): row for row in OutboxMessage.objects.all()}
    sent = mailbox.ids()
    found += [f"{i} came from nowhere" for i in sent.keys() - rows.keys()]
    found += [
        f"{row} is {'sent' if row.sent_at else 'unsent'}, but was not seen"
        for i, row in rows.items()
        if i not in sent and row.dropped_at is None
    ]
    return found


def _file() -> list[str]:
    """Ask SQLite whether its file is whole; PostgreSQL would not have started."""
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        (answer,) = cursor.fetchone()
    return [] if answer == "ok" else [f"integrity_check: {answer}"]
