"""The purge: what it deletes, and the record that proves it without keeping it."""

import hmac
from datetime import UTC, datetime

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.models.append_only import AppendOnlyQuerySet, WrittenOnce

from .activity import RequestEvent
from .belongings import belongings, log_about, mail_about
from .choices import EventKind, PurgeRule
from .request import ConsultationRequest
from .trail import seal
from .trail_check import BATCH, BrokenLink, Fault

# So many requests, with what repeats them, go in one transaction.
BATCH_OF_GROUPS = 50


class PurgeHead(models.Model):
    """The newest purge record; locking it puts writers in line."""

    number = models.PositiveBigIntegerField(_("last number"), default=0)
    mac = models.CharField(_("its seal"), max_length=64, blank=True, default="")
    own_seal = models.CharField(_("seal of the head"), max_length=64, default="")

    class Meta:
        verbose_name = _("head of the purge records")
        verbose_name_plural = _("head of the purge records")
        default_permissions = ()

    def __str__(self):
        return str(self.number)

    def computed_seal(self) -> str:
        """Return the seal that its own values make."""
        return seal("purge head", self.number, self.mac)


class PurgeRecord(WrittenOnce):
    """What was purged at once, under which rule: numbers and keyed digests alone.

    Whoever has a reference can ask whether and when its request went; the record does
    not give one back.
    """

    NEVER_CHANGED = "Purge records are never changed."
    NEVER_DELETED = "Purge records are never deleted."

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"))
    rule = models.CharField(_("rule"), max_length=14, choices=PurgeRule.choices)
    days = models.PositiveSmallIntegerField(_("days after closing"), null=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("erased by"),
    )
    requests = models.PositiveIntegerField(_("requests"))
    rows = models.PositiveIntegerField(_("rows in all tables"))
    items = models.JSONField(_("keyed digests"), default=list)
    previous = models.CharField(_("seal before"), max_length=64, blank=True)
    mac = models.CharField(_("seal"), max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("purge record")
        verbose_name_plural = _("purge records")
        ordering = ["-number"]
        default_permissions = ["view"]

    def __str__(self):
        return str(self.number)

    def computed_mac(self) -> str:
        """Return the seal that the record's own values make."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        facts = [str(self.rule), self.days, self.actor_id, self.requests, self.rows]
        return seal("purge", self.number, at, *facts, self.items, self.previous)

    @classmethod
    def append(cls, **facts) -> "PurgeRecord":
        """Seal a record onto the end of the chain, in the caller's transaction."""
        PurgeHead.objects.get_or_create(
            pk=1, defaults={"own_seal": seal("purge head", 0, "")}
        )
        head = PurgeHead.objects.select_for_update().get(pk=1)
        record = cls(number=head.number + 1, previous=head.mac, **facts)
        record.mac = record.computed_mac()
        record.save(force_insert=True)
        head.number, head.mac = record.number, record.mac
        head.own_seal = head.computed_seal()
        head.save()
        return record

    @classmethod
    def naming(cls, reference: str) -> "PurgeRecord | None":
        """Return the record of a request's purge, or None if none tells of it."""
        digest = _reference_digest(reference)
        for record in cls.objects.order_by("-number").iterator(chunk_size=BATCH):
            if any(item["reference"] == digest for item in record.items):
                return record
        return None


@transaction.atomic
def purge(due, *, rule: str, days: int | None = None, by=None) -> list[str]:
    """Delete requests of a queryset, a batch of them; return their references.

    What repeats one of them goes with it, and everything that hangs from them. `due`
    holds none that repeats another, and is asked again once they are locked: what
    somebody works on at this moment, or has just changed, stays for the next time.
    Nothing goes without a `PurgeRecord` in the same transaction.
    """
    roots = _locked(due.order_by("pk"), BATCH_OF_GROUPS)
    everything = ConsultationRequest.objects.all()
    repeats = dict(
        everything.filter(duplicate_of__in=roots).values_list("pk", "duplicate_of")
    )
    free = set(_locked(everything.filter(pk__in=repeats)))
    busy = {root for pk, root in repeats.items() if pk not in free}
    still = due.filter(pk__in=set(roots) - busy).values_list("pk", flat=True)
    group = everything.with_duplicates(list(still)).order_by("pk")
    found = dict(group.values_list("pk", "reference"))
    if not found:
        return []
    items = [_item(pk, reference) for pk, reference in found.items()]
    _unname(found)
    rows = _delete(found)
    PurgeRecord.append(
        at=timezone.now(),
        rule=rule,
        days=days,
        actor=by,
        requests=len(found),
        rows=rows,
        items=items,
    )
    return list(found.values())


def _locked(requests, most: int | None = None) -> list[int]:
    """Lock rows that nobody else holds; return their ids."""
    rows = requests.select_for_update(of=("self",), skip_locked=True)
    return list(rows.values_list("pk", flat=True)[:most])


def _delete(found: dict[int, str]) -> int:
    """Delete the rows of all tables, by the tables' own way past every refusal."""
    events = RequestEvent.objects.filter(request__in=found)
    event_ids = list(events.values_list("pk", flat=True))
    hanging = belongings()
    for one in hanging:
        if one.outlives:
            one.model.untie(found)
    going = [
        mail_about(found, event_ids),
        log_about(found, found.values()),
        *(one.of(found) for one in hanging if not one.outlives),
        ConsultationRequest._base_manager.filter(pk__in=found),
    ]
    # Row by row it would read, and decrypt, what it deletes.
    return sum(rows._raw_delete(rows.db) for rows in going)


def _unname(found: dict[int, str]) -> None:
    """Take references to these requests out of the events of others."""
    linked = RequestEvent.objects.filter(
        request__in=found, details__duplicate_of__isnull=False
    ).values_list("details__duplicate_of", flat=True)
    naming = RequestEvent._base_manager.filter(
        request__in=list(linked), kind=EventKind.MARKED_READ_FIRST
    ).exclude(request__in=found)
    for event in naming.defer(*RequestEvent.PHI_FIELDS):
        if event.details.get("duplicate") in found.values():
            emptied = event.details | {"duplicate": ""}
            RequestEvent._base_manager.filter(pk=event.pk).update(details=emptied)


def _item(pk: int, reference: str) -> dict:
    """Return what proves one request and its history, by digests nobody can read."""
    events = RequestEvent.objects.filter(request=pk).order_by("pk")
    # Nothing typed goes into a digest: with the key, a guess of it could be tested.
    told = [
        [event_pk, kind, at.astimezone(UTC).isoformat(), actor]
        for event_pk, kind, at, actor in events.values_list(
            "pk", "kind", "at", "actor_id"
        )
    ]
    return {
        "reference": _reference_digest(reference),
        "id": seal("purged id", pk),
        "events": len(told),
        "history": seal("purged history", pk, told),
    }


def _reference_digest(reference: str) -> str:
    return seal("purged reference", reference)


def first_broken_record() -> BrokenLink | None:
    """Follow the purge records from the first; return where they break, or None."""
    head = PurgeHead.objects.filter(pk=1).first()
    last, mac = 0, ""
    for record in PurgeRecord.objects.order_by("number").iterator(chunk_size=BATCH):
        at: datetime = record.at
        if record.number != last + 1:
            return BrokenLink(last + 1, Fault.DROPPED)
        if record.previous != mac:
            return BrokenLink(record.number, Fault.MOVED, at)
        if not hmac.compare_digest(record.mac, record.computed_mac()):
            return BrokenLink(record.number, Fault.CHANGED, at)
        last, mac = record.number, record.mac
    if head is None:
        return BrokenLink(1, Fault.NO_HEAD) if last else None
    if not hmac.compare_digest(head.own_seal, head.computed_seal()):
        return BrokenLink(head.number, Fault.HEAD)
    if head.number > last:
        return BrokenLink(last + 1, Fault.CUT)
    if (head.number, head.mac) != (last, mac):
        return BrokenLink(last, Fault.BEYOND)
    return None
