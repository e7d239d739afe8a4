"""Following the reading trail from its first entry: what does not hold, and where."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations import anchor

from .trail import ReadingEntry, ReadingOf, TrailHead, seal

BATCH = 2000
# A worker has mail to send, too: a long trail is followed a stretch at a time.
STRETCH = 10_000
CHECKED_EVERY = timedelta(days=1)


class Fault(models.TextChoices):
    """What can be wrong with the trail, or with another chain of sealed rows."""

    DROPPED = "dropped", _("missing: dropped from the chain")
    MOVED = "moved", _("out of order")
    CHANGED = "changed", _("changed")
    LISTED = "listed", _("its list of requests was changed")
    NO_HEAD = "no_head", _("without its head")
    HEAD = "head", _("the head was changed")
    CUT = "cut", _("missing: cut at the end")
    BEYOND = "beyond", _("beyond the head: added without it")
    ANCHOR = "anchor", _("not the one that is anchored outside the database")


@dataclass(frozen=True)
class BrokenLink:
    """The first place where the trail does not hold."""

    number: int
    fault: Fault
    at: datetime | None = None

    @property
    def what(self) -> str:
        """Return what is wrong, in words."""
        return str(self.fault.label)


@dataclass
class Walk:
    """How far the trail has been followed: up to entry `number`, whose seal is `mac`.

    `row` is the id of the last row of its index that was held against the entries.
    """

    number: int = 0
    mac: str = ""
    row: int = 0
    anchors: dict[int, str] = field(default_factory=anchor.read)

    def on(self, limit: int) -> BrokenLink | None:
        """Follow `limit` entries more; return what is broken."""
        # Nothing may stand before the first one either.
        entries = ReadingEntry.objects.filter(number__gt=self.number or -1)
        entries = list(entries.order_by("number")[:limit])
        wanted = sum(len(set(entry.request_ids)) for entry in entries)
        # One more than there should be: what was slipped in shows itself.
        rows = ReadingOf.objects.filter(pk__gt=self.row).order_by("pk")
        rows = list(rows.values_list("pk", "entry", "request_id")[: wanted + 1])
        rows.reverse()
        for entry in entries:
            broken = self._chained(entry) or self._listed(entry, rows)
            if broken is not None:
                return broken
            self.number, self.mac = entry.number, entry.mac
        return None

    def _chained(self, entry) -> BrokenLink | None:
        if entry.number != self.number + 1:
            return BrokenLink(self.number + 1, Fault.DROPPED)
        if entry.previous != self.mac:
            return BrokenLink(entry.number, Fault.MOVED, entry.at)
        if not hmac.compare_digest(entry.mac, entry.computed_mac()):
            return BrokenLink(entry.number, Fault.CHANGED, entry.at)
        if self.anchors.get(entry.number, entry.mac) != entry.mac:
            return BrokenLink(entry.number, Fault.ANCHOR, entry.at)
        return None

    def _listed(self, entry, rows: list[tuple]) -> BrokenLink | None:
        """Take the rows of an entry off the end of `rows`, and compare them with it."""
        listed = []
        while rows and rows[-1][1] <= entry.number:
            self.row, number, request = rows.pop()
            if number < entry.number:
                return BrokenLink(number, Fault.LISTED)
            listed.append(request)
        if sorted(listed) != sorted(set(entry.request_ids)):
            return BrokenLink(entry.number, Fault.LISTED, entry.at)
        return None

    @transaction.atomic
    def end(self) -> BrokenLink | None:
        """Hold the end of the trail against its head, while nobody writes."""
        head = TrailHead.objects.select_for_update().filter(pk=1).first()
        while ReadingEntry.objects.filter(number__gt=self.number).exists():
            if broken := self.on(BATCH):
                return broken
        return self._headed(head) or self._nothing_left_over()

    def _headed(self, head) -> BrokenLink | None:
        if head is None:
            lost = self.number or self.anchors
            return BrokenLink(1, Fault.NO_HEAD) if lost else None
        if not head.is_genuine():
            return BrokenLink(head.number, Fault.HEAD)
        if max(head.number, *self.anchors, 0) > self.number:
            return BrokenLink(self.number + 1, Fault.CUT)
        if (head.number, head.mac) != (self.number, self.mac):
            return BrokenLink(self.number, Fault.BEYOND)
        return None

    def _nothing_left_over(self) -> BrokenLink | None:
        stray = ReadingOf.objects.filter(pk__gt=self.row).order_by("pk").first()
        return BrokenLink(stray.entry_id, Fault.LISTED) if stray else None


def first_broken_link() -> BrokenLink | None:
    """Follow the trail from its first entry; return where it breaks, or None."""
    walk, before = Walk(), -1
    while walk.number != before:
        before = walk.number
        if broken := walk.on(BATCH):
            return broken
    return walk.end()


class TrailCheckQuerySet(models.QuerySet):
    def newest(self):
        """Return the newest check that came to its end, or None."""
        return self.filter(finished_at__isnull=False).order_by("-pk").first()


class TrailCheck(models.Model):
    """One check of the whole trail and what it found, sealed as the trail is."""

    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    number = models.PositiveBigIntegerField(_("readings followed"), default=0)
    mac = models.CharField(_("seal of the last one"), max_length=64, blank=True)
    row = models.BigIntegerField(_("last row of the index"), default=0)
    fault = models.CharField(
        _("what is wrong"), max_length=8, choices=Fault.choices, blank=True
    )
    broken_number = models.PositiveBigIntegerField(_("first broken one"), null=True)
    broken_at = models.DateTimeField(_("when that was"), null=True)
    own_seal = models.CharField(_("seal of the check"), max_length=64)

    objects = TrailCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of the reading trail")
        verbose_name_plural = _("checks of the reading trail")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.number} {self.fault or 'sound'}"

    @property
    def is_sound(self) -> bool:
        """Say whether the trail held, and this row is as the check left it."""
        return not self.fault and self.is_genuine

    @property
    def is_genuine(self) -> bool:
        """Say whether the row was written with the key."""
        return hmac.compare_digest(self.own_seal, self.computed_seal())

    @property
    def broken(self) -> BrokenLink | None:
        """Return the first place that did not hold."""
        if not self.fault:
            return None
        return BrokenLink(self.broken_number, Fault(self.fault), self.broken_at)

    def computed_seal(self) -> str:
        """Return the seal that the row's own values make."""
        times = (self.started_at, self.finished_at, self.broken_at)
        return seal(
            "check",
            *(at and at.timestamp() for at in times),
            self.number,
            self.mac,
            self.row,
            str(self.fault),
            self.broken_number,
        )

    @classmethod
    def go_on(cls) -> "TrailCheck | None":
        """Follow one stretch more, or begin anew a day after the last beginning.

        Returns the check that it came to the end of, if it did.
        """
        check, now = cls.objects.order_by("-pk").first(), timezone.now()
        if check is not None and check.finished_at:
            if now - check.started_at < CHECKED_EVERY:
                return None
            check = None
        if check is None or not check.is_genuine:
            check = cls(started_at=now)
        check.follow(STRETCH)
        return check if check.finished_at else None

    @classmethod
    def whole(cls) -> "TrailCheck":
        """Follow the trail from end to end, and keep what came of it."""
        check = cls(started_at=timezone.now())
        while not check.finished_at:
            check.follow(STRETCH)
        return check

    def follow(self, stretch: int) -> None:
        """Follow so many readings more; store how far that led, and what it found."""
        walk, until = Walk(self.number, self.mac, self.row), self.number + stretch
        broken = None
        while broken is None and walk.number < until:
            before = walk.number
            broken = walk.on(min(BATCH, until - before))
            if broken is None and walk.number == before:
                broken = walk.end()
                self.finished_at = timezone.now()
                break
        self.number, self.mac, self.row = walk.number, walk.mac, walk.row
        if broken is not None:
            self.finished_at = timezone.now()
            self.fault, self.broken_number = broken.fault, broken.number
            self.broken_at = broken.at
        self.own_seal = self.computed_seal()
        self.save()
        if self.finished_at and broken is None:
            anchor.log(self.number, self.mac, self.finished_at)
            if settings.AUDIT_ANCHOR:
                anchor.write(self.number, self.mac, self.finished_at)
