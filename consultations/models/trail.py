import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.models.append_only import AppendOnlyQuerySet, WrittenOnce

from .parts import AnyOf, Part


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
    # Who looks at whom others have looked at sees which people wrote to us.
    TRAIL = "trail", _("Reading trail")


class ReadingReason(models.TextChoices):
    """What personal data left the desk for: chosen, so that no name gets in here."""

    PAPER = "paper", _("On paper, for a day without power")
    CHART = "chart", _("Into the patient's chart")
    CONSULTATION = "consultation", _("For the consultation")
    REFERRAL = "referral", _("For a referral elsewhere")
    ASKED = "asked", _("The person asked for it")
    AUDIT = "audit", _("For an audit or a review")
    LAW = "law", _("A law or a court asks for it")
    MOVING = "moving", _("Into another system of the clinic")
    FIGURES = "figures", _("For figures that the desk does not have")


class ReadingExtent(models.TextChoices):
    """How far an export went beyond reaching people."""

    USUAL = "", _("without what people wrote")
    STORY = "story", _("with their own words")
    ANSWERS = "answers", _("with health answers")
    BOTH = "both", _("with their own words and health answers")


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


class ReadingQuerySet(AppendOnlyQuerySet):
    """Questions about who saw what; each is a range of an index, newest first."""

    def of(self, request_ids: Iterable[int], *, before: int | None, limit: int, **fits):
        """Return the newest `limit` readings of any of these requests.

        `before` is the number of the reading that the last page ended with, `fits` are
        lookups that a reading has to fit.
        """
        fits = {f"entry__{lookup}": value for lookup, value in fits.items()}
        if before:
            fits["entry__lt"] = before
        parts = []
        for pk in request_ids:
            rows = ReadingOf.objects.filter(request_id=pk, **fits)
            newest = rows.order_by("-entry_id").values("entry_id")
            parts.append(Part(newest[:limit]))
        if not parts:
            return self.none()
        numbers = AnyOf(*parts)
        return self.filter(number__in=numbers).order_by("-number")[:limit]

    def older_than(self, number: int | None):
        """Return the readings before this one, the newest first."""
        newest = self.order_by("-at", "-number")
        at = number and self.filter(number=number).values_list("at", flat=True).first()
        if not at:
            return newest
        # The first condition is the range; the others settle what shares its edge.
        return newest.filter(
            models.Q(at__lt=at) | models.Q(number__lt=number), at__lte=at
        )


class ReadingEntry(WrittenOnce):
    """Who read which requests and when, each entry sealed onto the one before."""

    NEVER_CHANGED = "Readings are never changed."
    NEVER_DELETED = "Readings are never deleted."

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
    extent = models.CharField(
        _("how far"),
        max_length=8,
        choices=ReadingExtent.choices,
        blank=True,
        default="",
    )
    previous = models.CharField(_("seal before"), max_length=64, blank=True)
    mac = models.CharField(_("seal"), max_length=64)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["number"]
        # What the report is asked by; each ends with the order it is shown in.
        indexes = [
            models.Index(fields=["at", "number"], name="reading_at"),
            models.Index(fields=["kind", "at", "number"], name="reading_kind_at"),
            models.Index(fields=["actor", "at", "number"], name="reading_by_at"),
            models.Index(
                fields=["actor", "kind", "at", "number"], name="reading_by_kind_at"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.number}"

    @classmethod
    def record(
        cls,
        kind: str,
        *,
        by,
        request_ids: Iterable[int],
        reason: str = "",
        extent: str = "",
    ) -> "ReadingEntry":
        """Seal one reading onto the end of the trail; an export has a reason.

        `extent` says how far an export goes, a ReadingExtent.
        """
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
                extent=extent,
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
        # Entries without these keep the seal they had before there were any.
        if self.extent:
            return seal(*sealed, str(self.reason), str(self.extent))
        return seal(*sealed, str(self.reason)) if self.reason else seal(*sealed)


class ReadingOf(models.Model):
    """One request in one reading: how the readings of a request are found.

    The seal proves the list in the entry; `first_broken_link()` proves that these rows
    say the same. The database writes them with their entry (see `trail_index`), in line
    behind the head, so that their own ids run as the numbers of the entries do.
    """

    # Without a constraint: a dropped entry is to be found, not to be refused.
    entry = models.ForeignKey(
        ReadingEntry,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("reading"),
    )
    request_id = models.BigIntegerField(_("request"))

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("request of a reading")
        verbose_name_plural = _("requests of readings")
        indexes = [models.Index(fields=["request_id", "entry"], name="reading_of")]

    def __str__(self):
        return f"{self.entry_id} of {self.request_id}"

    def save(self, *args, **kwargs):
        """Refuse: the database writes these rows, with their entry alone."""
        raise TypeError("Readings are recorded by ReadingEntry.record().")

    def delete(self, *args, **kwargs):
        """Refuse: a reading stays on record."""
        raise TypeError("Readings are never deleted.")
