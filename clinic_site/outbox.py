"""Sends what the outbox holds: each row once, and again for as long as it fails.

A row is claimed in a transaction of its own and sent outside of it. A worker that
dies in between leaves a row whose hold runs out, so another one sends it.
"""

import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from clinic.models import OutboxMessage
from clinic.outbox import builder_for

logger = logging.getLogger(__name__)

HELD_FOR = timedelta(minutes=5)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)]
LAST_PAUSE = timedelta(hours=3)
TRIED_FOR = timedelta(days=3)
BATCH = 50


class NotAccepted(Exception):
    """The mail backend took none of the message's recipients."""


def send_batch(should_stop=lambda: False) -> int:
    """Send the rows that are due, at most one batch, and return how many were tried."""
    mail = get_connection()
    tried = 0
    try:
        while tried < BATCH and not should_stop() and (row := claim()):
            tried += 1
            deliver(row, mail)
    finally:
        mail.close()
    return tried


def claim() -> OutboxMessage | None:
    """Take one due row for a few minutes, so that no other worker takes it too."""
    now = timezone.now()
    with transaction.atomic():
        # SQLite has no row locks; there the transaction holds the write lock.
        due = OutboxMessage.objects.due(now).order_by("not_before", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        row = due.first()
        if row is None:
            return None
        row.held_until = now + HELD_FOR
        row.attempts += 1
        OutboxMessage.objects.filter(pk=row.pk).update(
            held_until=row.held_until, attempts=F("attempts") + 1
        )
    return row


def deliver(row: OutboxMessage, mail) -> None:
    """Build and send one claimed row, and write down how that ended."""
    try:
        message = builder_for(row.kind)(row)
        if message is None:
            settle(row, dropped_at=timezone.now())
            return
        message.extra_headers["Message-ID"] = message_id(row)
        message.extra_headers["Auto-Submitted"] = "auto-generated"
        if not mail.send_messages([message]):
            raise NotAccepted
    except DatabaseError:
        # Nothing can be written down now; the hold runs out and the row goes again.
        raise
    except Exception as error:  # noqa: BLE001 - whatever goes wrong, the row is kept
        # Only the class: the text of an exception may quote what a person typed.
        mail.close()
        put_off(row, type(error).__name__)
    else:
        settle(row, sent_at=timezone.now(), last_error="")


def message_id(row: OutboxMessage) -> str:
    """Return the Message-ID of a row, the same at every attempt."""
    return f"<{row.uuid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def settle(row: OutboxMessage, **outcome) -> None:
    """Write the end of a row, whoever may have claimed it in the meantime."""
    OutboxMessage.objects.filter(pk=row.pk).update(held_until=None, **outcome)


def put_off(row: OutboxMessage, error: str) -> None:
    """Try a row again later, or give it up when it has failed for three days."""
    now = timezone.now()
    logger.warning("%s not sent at attempt %d: %s", row, row.attempts, error)
    # The number of the attempt tells whether the row is still ours to change.
    OutboxMessage.objects.waiting().filter(pk=row.pk, attempts=row.attempts).update(
        held_until=None, last_error=error[:120], **next_step(row, now)
    )


def next_step(row: OutboxMessage, now: datetime) -> dict[str, datetime]:
    """Say when a row that just failed goes again, or that it does not."""
    last_chance = row.tried_since + TRIED_FOR
    if now >= last_chance:
        return {"failed_at": now}
    step = row.attempts - 1
    pause = PAUSES[step] if step < len(PAUSES) else LAST_PAUSE
    return {"not_before": min(now + pause, last_chance)}
