from datetime import datetime

from django.conf import settings
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.encryption import EncryptedTextField
from clinic.inserting import Insertion
from clinic.models.append_only import AppendOnlyQuerySet, WrittenOnce
from consultations import clocks

from .choices import (
    ActorKind,
    Disposition,
    EventKind,
    LookupKind,
    Outcome,
    QuarantineReason,
    Status,
)


class RequestEvent(WrittenOnce):
    """One thing that happened to a request; never changed, only corrected."""

    NEVER_CHANGED = "Events are never changed; write one that corrects it."
    NEVER_DELETED = "Events are never deleted; write one that corrects it."

    wagtail_reference_index_ignore = True

    PHI_FIELDS = frozenset({"note", "earlier"})
    CLEAR_FIELDS = frozenset(
        {"id", "request", "kind", "at", "actor", "actor_kind", "details", "corrects"}
    )

    request = models.ForeignKey(
        "consultations.ConsultationRequest",
        on_delete=models.CASCADE,
        related_name="events",
        verbose_name=_("request"),
    )
    kind = models.CharField(_("what"), max_length=20, choices=EventKind.choices)
    at = models.DateTimeField(_("when"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    actor_kind = models.CharField(
        _("kind of actor"), max_length=10, choices=ActorKind.choices
    )
    details = models.JSONField(
        _("details"), default=dict, help_text=_("Codes and ids, never typed text.")
    )
    note = EncryptedTextField(_("note"), blank=True, default="")
    earlier = EncryptedTextField(_("earlier version"), blank=True, default="")
    corrects = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        related_name="corrections",
        verbose_name=_("corrects"),
    )

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="event_actor_paired",
                condition=models.Q(actor_kind=ActorKind.STAFF, actor__isnull=False)
                | models.Q(
                    actor_kind__in=[ActorKind.REQUESTER, ActorKind.SYSTEM],
                    actor__isnull=True,
                ),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @classmethod
    def write_first(cls, request_id: int, kind: str, at, details: dict, actor) -> int:
        """Write the first event of a request and return its key."""
        by = {"actor_id": actor["actor"] and actor["actor"].pk}
        by["actor_kind"] = actor["actor_kind"]
        row = {"request_id": request_id, "kind": kind, "at": at, "details": details}
        return _events.one(row | by)

    @property
    def actor_name(self) -> str:
        """Return who did it, in words."""
        return str(self.actor) if self.actor_id else self.get_actor_kind_display()

    @property
    def summary(self) -> str:
        """Return what happened, in words, without anything that was typed."""
        words = str(self.get_kind_display())
        detail = self.details.get("outcome") or self.details.get("disposition")
        labels = dict(Outcome.choices) | dict(Disposition.choices)
        if self.kind == EventKind.UNDONE and self.corrects_id:
            return f"{words}: {self.corrects.summary}"
        if detail in labels:
            words = f"{words}: {labels[detail]}"
        if self.kind == EventKind.CORRECTED and self.actor_kind == ActorKind.STAFF:
            words = str(_("Corrected on the person's word"))
        if self.kind == EventKind.SNOOZED:
            until = datetime.fromisoformat(self.details["until"])
            when = clocks.dated_words(until, timezone.get_current_timezone())
            words = _("%(what)s until %(when)s") % {"what": words, "when": when}
        if self.kind == EventKind.DECIDED and self.details.get("suitable"):
            words = _("%(what)s: suitable") % {"what": words}
        if self.kind == EventKind.QUARANTINED:
            said = QuarantineReason.words(self.details.get("reasons", []))
            words = f"{words}: {', '.join(said)}" if said else words
        if self.kind == EventKind.REOPENED and self.details.get("to"):
            words = f"{words}: {Status(self.details['to']).label}"
            if self.details.get("withdrawn"):
                words = _("%(what)s, after a withdrawal") % {"what": words}
        if self.kind == EventKind.MARKED_READ_FIRST and self.details["duplicate"]:
            words = f"{words}: {self.details['duplicate']}"
        if self.details.get("read_first"):
            words = f"{words} ({_('read first: words of crisis')})"
        return words


_events = Insertion("consultations.RequestEvent")


class RequestLookup(models.Model):
    """A keyed digest by which a request is found; it cannot be read back."""

    wagtail_reference_index_ignore = True

    PHI_FIELDS = frozenset()
    CLEAR_FIELDS = frozenset({"id", "request", "kind", "digest"})

    request = models.ForeignKey(
        "consultations.ConsultationRequest",
        on_delete=models.CASCADE,
        related_name="lookups",
        verbose_name=_("request"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=LookupKind.choices)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("lookup")
        verbose_name_plural = _("lookups")
        indexes = [
            # A digest stands for one kind alone. The newest of many comes first,
            # without a sort. Digests are compared as bytes, not as a language has it.
            models.Index(
                fields=["digest", "request"],
                opclasses=["varchar_pattern_ops", "int8_ops"],
                name="lookup_digest",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @classmethod
    def write(cls, request_id: int, rows: list[tuple[str, str]]) -> None:
        """Store the (kind, digest) rows of a request in one statement."""
        # Only placeholders are put together here; every value is a parameter.
        statement = (
            f"INSERT INTO {cls._meta.db_table} (request_id, kind, digest)"  # noqa: S608
            f" VALUES {', '.join(['(%s, %s, %s)'] * len(rows))}"
        )
        values = [value for row in rows for value in (request_id, *row)]
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
