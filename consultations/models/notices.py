"""Which mail a request asks for; the words are written when it is sent."""

from django.conf import settings
from django.utils import timezone

from clinic.encryption import known
from clinic.models import OutboxMessage

from .choices import Status

STAFF_NOTICE = "consultations.staff_notice"
ACKNOWLEDGEMENT = "consultations.acknowledgement"
REPLY = "consultations.reply"


def announce(
    request, event_id: int, *, to_desk=True, to_requester=True, is_first=False
) -> None:
    """Write the outbox rows that an event asks for, into its transaction.

    What looks like spam is shown to the desk and answered only once somebody has
    called it genuine. An acknowledgement that has not gone out gives way to a newer
    one: the address was corrected, and the old one gets nothing. Before the first
    event of a request there is none, and nothing is looked for.
    """
    recipients = {}
    if to_desk and settings.MAIL_DESK:
        # The kind says who it is.
        recipients[STAFF_NOTICE] = known(settings.MAIL_DESK)
    if to_requester and request.status != Status.QUARANTINED:
        if not is_first:
            earlier = rows_about(request, ACKNOWLEDGEMENT).unsent()
            earlier.update(dropped_at=timezone.now())
        if request.email:
            recipients[ACKNOWLEDGEMENT] = request.email
    OutboxMessage.enqueue_each(
        {
            "kind": kind,
            "recipient": recipient,
            "payload": {"request": request.pk, "event": event_id},
            "dedupe_key": f"{kind}:{event_id}",
        }
        for kind, recipient in recipients.items()
    )


def acknowledge_once(request, event) -> None:
    """Acknowledge a request that is open again, unless that has been done."""
    done = rows_about(request, ACKNOWLEDGEMENT).filter(dropped_at=None)
    if not done.exists():
        announce(request, event.pk, to_desk=False)


def rows_about(request, *kinds: str):
    """Return the outbox rows of a request, of these kinds or of all."""
    keys = keys_of(request.events.only("pk"), *kinds)
    return OutboxMessage.objects.filter(dedupe_key__in=keys)


def keys_of(events, *kinds: str) -> list[str]:
    """Return the keys under which these events ask for mail."""
    kinds = kinds or (STAFF_NOTICE, ACKNOWLEDGEMENT, REPLY)
    return [f"{kind}:{event.pk}" for event in events for kind in kinds]
