import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .activity import AppendOnlyQuerySet

BATCH = 2000


def seal(*parts) -> str:
    """Return the keyed digest of `parts`; nobody can make one without AUDIT_KEY."""
    if not settings.AUDIT_KEY:
        raise ImproperlyConfigured("AUDIT_KEY is empty.")
    message = json.dumps(parts, sort_keys=True, separators=(",", ":"))
    key = settings.AUDIT_KEY.encode()
    return hmac.new(key, message.encode(), hashlib.sha256).hexdigest()


class ReadingKind(models.TextChoices):
    """How personal data were read."""

    LIST = "list", _("List")
    DETAIL = "detail", _("Detail")
    SEARCH = "search", _("Search")
    EXPORT = "export", _("Export")


class ReadingReason(models.TextChoices):
    """What personal data left the desk for: chosen, so that no name gets in here."""

    PAPER = "paper", _("On paper, for a day without power")
    CHART = "chart", _("Into the patient's chart")
    CONSULTATION = "consultation", _("For the consultation")
    REFERRAL = "referral", _("For a referral elsewhere")
    ASKED = "asked", _("The person asked for it")


class TrailHead(models.Model):
    """The newest link of the reading trail; locking it puts writers in line."""

    number = models.PositiveBigIntegerField(_("last number"), default=0)
    mac = models.CharField(_("its seal"), max_length=64, blank=True, default="")
    own_seal = models.CharField(_("seal of the head"), max_length=64, default="")

    class Meta:
        verbose_name = _("head of the reading trail")
        verbose_name_plural = _("head of the reading trail")

    def __str__(self):
        return str(self.number)

    def is_genuine(self) -> bool:
        """Say whether the head was written with the key."""
        return hmac.compare_digest(self.own_seal, seal("head", self.number, self.mac))


class ReadingEntry(models.Model):
    """Who read which requests and when, each entry sealed onto the one before."""

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ReadingKind.choices)
    # Ids only and no foreign keys, so that the entry outlives a purge.
    request_ids = models.JSONField(_("requests"), default=list)
    reason = models.CharField(
        _("what for"),
        max_length=12,
        choices=ReadingReason.choices,
        blank=True,
        default="",
    )
    previous = models.CharField(_("seal before"), max_length=64, blank=True)
    mac = models.CharField(_("seal"), max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["number"]
        indexes = [models.Index(fields=["actor", "at"], name="reading_actor_at")]

    def __str__(self):
        return f"{self.kind} {self.number}"

    def save(self, *args, **kwargs):
        """Write the entry once."""
        if not self._state.adding:
            raise TypeError("Readings are never changed.")
        super().save(*args, **kwargs)

    @classmethod
    def record(
        cls, kind: str, *, by, request_ids: Iterable[int], reason: str = ""
    ) -> "ReadingEntry":
        """Seal one reading onto the end of the trail; an export has a reason."""
        with transaction.atomic():
            head = TrailHead.objects.select_for_update().filter(pk=1).first()
            if head is None:
                TrailHead.objects.get_or_create(
                    pk=1, defaults={"own_seal": seal("head", 0, "")}
                )
                head = TrailHead.objects.select_for_update().get(pk=1)
            entry = cls(
                number=head.number + 1,
                at=timezone.now(),
                actor_id=by.pk,
                kind=kind,
                request_ids=list(request_ids),
                reason=reason,
                previous=head.mac,
            )
            entry.mac = entry.computed_mac()
            entry.save(force_insert=True)
            TrailHead.objects.filter(pk=1).update(
                number=entry.number,
                mac=entry.mac,
                own_seal=seal("head", entry.number, entry.mac),
            )
        return entry

    @classmethod
    def not_shown_since(cls, since: datetime, request_ids, *, by) -> list[int]:
        """Return those of the requests that no list has shown the person since then."""
        lists = cls.objects.filter(actor=by, at__gte=since, kind=ReadingKind.LIST)
        known = set()
        for ids in lists.values_list("request_ids", flat=True):
            known.update(ids)
        return [pk for pk in request_ids if pk not in known]

    def computed_mac(self) -> str:
        """Return the seal that the entry's own values make."""
        sealed = [
            self.number,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.actor_id,
            str(self.kind),
            self.request_ids,
            self.previous,
        ]
        # Entries without a reason keep the seal they had before there were any.
        return seal(*sealed, str(self.reason)) if self.reason else seal(*sealed)

    def delete(self, *args, **kwargs):
        """Refuse: a reading stays on record."""
        raise TypeError("Readings are never deleted.")


@dataclass(frozen=True)
class BrokenLink:
    """The first place where the trail does not hold."""

    number: int
    what: str
    at: datetime | None = None


def first_broken_link() -> BrokenLink | None:
    """Follow the trail from its first entry; return where it breaks, or None."""
    head = TrailHead.objects.filter(pk=1).first()
    last, mac = 0, ""
    for entry in ReadingEntry.objects.order_by("number").iterator(chunk_size=BATCH):
        if entry.number != last + 1:
            return BrokenLink(last + 1, "missing: dropped from the trail")
        if entry.previous != mac:
            return BrokenLink(entry.number, "out of order", entry.at)
        if not hmac.compare_digest(entry.mac, entry.computed_mac()):
            return BrokenLink(entry.number, "changed", entry.at)
        last, mac = entry.number, entry.mac
    if head is None:
        return BrokenLink(1, "without its head") if last else None
    if not head.is_genuine():
        return BrokenLink(head.number, "the head was changed")
    if head.number > last:
        return BrokenLink(last + 1, "missing: the trail was cut at its end")
    if (head.number, head.mac) != (last, mac):
        return BrokenLink(last, "beyond the head: added without it")
    return None
