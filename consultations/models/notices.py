"""Which mail a request asks for; the words are written when it is sent."""

from django.conf import settings

from clinic.models import OutboxMessage

from .choices import Status

STAFF_NOTICE = "consultations.staff_notice"
ACKNOWLEDGEMENT = "consultations.acknowledgement"


def announce(request, event, *, to_desk=True, to_requester=True) -> None:
    """Write the outbox rows that an event asks for, into its transaction.

    What looks like spam is shown to the desk and answered only once somebody has
    called it genuine.
    """
    payload = {"request": request.pk, "event": event.pk}
    if to_desk and settings.MAIL_DESK:
        OutboxMessage.enqueue(
            STAFF_NOTICE,
            recipient=settings.MAIL_DESK,
            payload=payload,
            dedupe_key=f"{STAFF_NOTICE}:{event.pk}",
        )
    if to_requester and request.email and request.status != Status.QUARANTINED:
        OutboxMessage.enqueue(
            ACKNOWLEDGEMENT,
            recipient=request.email,
            payload=payload,
            dedupe_key=f"{ACKNOWLEDGEMENT}:{event.pk}",
        )
