"""Which mail a request asks for; the words are written when it is sent."""

from django.conf import settings
from django.utils import timezone

from clinic.models import OutboxMessage

from .choices import Status

STAFF_NOTICE = "consultations.staff_notice"
ACKNOWLEDGEMENT = "consultations.acknowledgement"
REPLY = "consultations.reply"


def announce(request, event, *, to_desk=True, to_requester=True) -> None:
    """Write the outbox rows that an event asks for, into its transaction.

    What looks like spam is shown to the desk and answered only once somebody has
    called it genuine. An acknowledgement that has not gone out gives way to a newer
    one: the address was corrected, and the old one gets nothing.
    """
    payload = {"request": request.pk, "event": event.pk}
    if to_desk and settings.MAIL_DESK:
        OutboxMessage.enqueue(
            STAFF_NOTICE,
            recipient=settings.MAIL_DESK,
            payload=payload,
            dedupe_key=f"{STAFF_NOTICE}:{event.pk}",
        )
    if not to_requester or request.status == Status.QUARANTINED:
        return
    rows_about(request, ACKNOWLEDGEMENT).unsent().update(dropped_at=timezone.now())
    if request.email:
        OutboxMessage.enqueue(
            ACKNOWLEDGEMENT,
            recipient=request.email,
            payload=payload,
            dedupe_key=f"{ACKNOWLEDGEMENT}:{event.pk}",
        )


def acknowledge_once(request, event) -> None:
    """Acknowledge a request that is open again, unless that has been done."""
    done = rows_about(request, ACKNOWLEDGEMENT).filter(dropped_at=None)
    if not done.exists():
        announce(request, event, to_desk=False)


def rows_about(request, *kinds: str):
    """Return the outbox rows of a request, of these kinds or of all."""
    keys = keys_of(request.events.only("pk"), *kinds)
    return OutboxMessage.objects.filter(dedupe_key__in=keys)


def keys_of(events, *kinds: str) -> list[str]:
    """Return the keys under which these events ask for mail."""
    kinds = kinds or (STAFF_NOTICE, ACKNOWLEDGEMENT, REPLY)
    return [f"{kind}:{event.pk}" for event in events for kind in kinds]
