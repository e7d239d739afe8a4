import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.encryption import EncryptedTextField
from clinic.inserting import Insertion

# A first pause or two is nothing to worry people with; an hour of failing is.
FAILING_AFTER = timedelta(hours=1)
# A worker looks every few seconds, so that what lies for so long has none.
LYING_AFTER = timedelta(minutes=15)


class OutboxQuerySet(models.QuerySet):
    def unsent(self):
        """Rows that have not gone out and are still wanted, given up or not."""
        return self.filter(sent_at=None, dropped_at=None)

    def waiting(self):
        """Rows that still have to go out, whenever that may be."""
        return self.filter(sent_at=None, dropped_at=None, failed_at=None)

    def due(self, now):
        """Rows to be sent now that no worker holds."""
        return self.waiting().filter(
            models.Q(held_until=None) | models.Q(held_until__lte=now),
            not_before__lte=now,
        )

    def lying(self, now):
        """Rows that were due long ago and that no worker came for."""
        return self.due(now - LYING_AFTER)

    def troubled(self, now):
        """Rows that somebody has to know of: lying, failing for an hour, given up."""
        failing = ~models.Q(last_error="") & models.Q(
            created_at__lte=now - FAILING_AFTER
        )
        lying = models.Q(pk__in=self.lying(now).values("pk"))
        given_up = models.Q(failed_at__isnull=False)
        return self.unsent().filter(failing | lying | given_up)

    def try_again(self, now) -> int:
        """Let what failed go out now, and for three days more; return how many."""
        failed = ~models.Q(last_error="") | models.Q(failed_at__isnull=False)
        return (
            self.unsent()
            .filter(failed)
            .update(
                failed_at=None,
                held_until=None,
                not_before=now,
                again_at=now,
                attempts=0,
            )
        )


_messages = Insertion("clinic.OutboxMessage", unless="dedupe_key")


class OutboxMessage(models.Model):
    """A message to send, written in the transaction of what it tells about.

    It holds ids, never words: the builder of its kind writes the text when it is
    sent. Its uuid makes the Message-ID, the same at every attempt.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    recipient = EncryptedTextField(_("recipient"), blank=True)
    payload = models.JSONField(_("ids"), default=dict)
    dedupe_key = models.CharField(_("once per"), max_length=120, unique=True)
    created_at = models.DateTimeField(_("written at"), default=timezone.now)
    not_before = models.DateTimeField(_("not before"), default=timezone.now)
    held_until = models.DateTimeField(_("held by a worker until"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    again_at = models.DateTimeField(_("tried again from"), null=True)
    dropped_at = models.DateTimeField(_("no longer wanted at"), null=True)
    failed_at = models.DateTimeField(_("given up at"), null=True)
    last_error = models.CharField(_("last error"), max_length=120, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox messages")
        indexes = [
            models.Index(
                fields=["not_before"],
                name="clinic_outbox_waiting",
                condition=models.Q(sent_at=None, dropped_at=None, failed_at=None),
            ),
            models.Index(
                fields=["created_at"],
                name="clinic_outbox_unsent",
                condition=models.Q(sent_at=None, dropped_at=None),
            ),
            models.Index(
                fields=["sent_at"],
                name="clinic_outbox_sent",
                condition=models.Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.uuid}"

    @property
    def tried_since(self) -> datetime:
        """Return from when on the days until it is given up count."""
        return self.again_at or self.created_at

    @classmethod
    def enqueue_each(cls, rows: Iterable[dict]) -> None:
        """Write rows, given by column, into the caller's transaction, in one statement.

        Of those whose key is there already the earlier one stays.
        """
        _messages.each(rows)

    @classmethod
    def enqueue(
        cls,
        kind: str,
        *,
        dedupe_key: str,
        payload: dict,
        recipient: str = "",
        not_before=None,
    ) -> "OutboxMessage":
        """Write a row into the caller's transaction; the same key is one message."""
        row, _ = cls.objects.get_or_create(
            dedupe_key=dedupe_key,
            defaults={
                "kind": kind,
                "payload": payload,
                "recipient": recipient,
                "not_before": not_before or timezone.now(),
            },
        )
        return row
