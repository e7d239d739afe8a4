import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.encryption import EncryptedTextField


class OutboxQuerySet(models.QuerySet):
    def waiting(self):
        """Rows that still have to go out, whenever that may be."""
        return self.filter(sent_at=None, dropped_at=None, failed_at=None)

    def due(self, now):
        """Rows to be sent now that no worker holds."""
        return self.waiting().filter(
            models.Q(held_until=None) | models.Q(held_until__lte=now),
            not_before__lte=now,
        )


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
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.uuid}"

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
