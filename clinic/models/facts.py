from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from clinic.review import pair
from clinic.review.authors import is_reviewer

LONGEST_NOTE = 400


class NotVouched(PermissionDenied):
    """A medical fact would change without two people who agree."""


class VouchedFact(models.Model):
    """Something many pages say: what readers see stays until two people agree.

    `vouched_fields` names the fields that need it. A change waits as a `FactChange`,
    which alone writes them; everything else is saved at once.
    """

    vouched_fields: list[str] = []
    # Whether readers see it: the record that comes with the site is there at once.
    is_vouched = True

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Store it; refuse a vouched field that differs from what is stored.

        Raises NotVouched, whoever asks: the form, a script or the shell.
        """
        if not self._is_being_vouched and self._is_unagreed(self._stored()):
            raise NotVouched(
                _("%(fact)s changes once two people agree. Propose the change instead.")
                % {"fact": self}
            )
        super().save(*args, **kwargs)

    _is_being_vouched = False

    def _is_unagreed(self, stored) -> bool:
        """Tell whether saving would show readers what nobody agreed on."""
        return bool(stored) and stored.vouched_values() != self.vouched_values()

    def _stored(self):
        return self.pk and type(self)._base_manager.filter(pk=self.pk).first()

    def vouched_values(self) -> dict[str, str]:
        """Return the vouched fields as they are in memory, as text."""
        return {name: self._as_text(name) for name in self.vouched_fields}

    def _as_text(self, name: str) -> str:
        field = self._meta.get_field(name)
        value = field.value_from_object(self)
        if isinstance(field, models.DecimalField) and value is not None:
            # However it was typed, 475 and 475.00 are one price.
            return f"{value:.{field.decimal_places}f}"
        # A browser ends lines in its own way: that is no other wording.
        return field.value_to_string(self).replace("\r\n", "\n")

    def live_values(self) -> dict[str, str] | None:
        """Return them as readers see them, None for what was never stored."""
        stored = self._stored()
        return stored.vouched_values() if stored else None

    def put(self, values: dict[str, str]) -> None:
        """Set vouched fields in memory from their text."""
        for name in self.vouched_fields:
            if name in values:
                field = self._meta.get_field(name)
                setattr(self, name, field.to_python(values[name]))

    def take(self, values: dict[str, str]) -> None:
        """Store what two people agreed on. Raises ValidationError for a name taken."""
        self.put(values)
        self.validate_unique()
        self._is_being_vouched = True
        try:
            self.save()
        finally:
            self._is_being_vouched = False


class ListedFactQuerySet(models.QuerySet):
    def agreed(self):
        """Those that two people agreed on: what readers may see."""
        return self.exclude(approved_at=None)


class ListedFact(VouchedFact):
    """A fact of a list, such as a price: a new one waits for its second person too."""

    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)

    objects = ListedFactQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_vouched(self) -> bool:
        """Return whether readers may see it."""
        return self.approved_at is not None

    def _is_unagreed(self, stored) -> bool:
        newly = self.is_vouched and not (stored and stored.is_vouched)
        return newly or super()._is_unagreed(stored)

    def take(self, values: dict[str, str]) -> None:
        """Store what two people agreed on, and let readers see it from now on."""
        self.approved_at = timezone.now()
        super().take(values)


class FactChangeQuerySet(models.QuerySet):
    def waiting(self):
        """Changes that nobody decided on yet, the oldest first."""
        return self.filter(decided_at=None).order_by("changed_at")

    def of(self, fact: VouchedFact):
        """Changes of one fact."""
        kind = ContentType.objects.get_for_model(fact)
        return self.filter(content_type=kind, object_id=fact.pk)

    def propose(self, fact: VouchedFact, values: dict[str, str], *, by):
        """Let a change wait for its second person; return it, None without a change.

        What already waits is replaced, and `by` is then the one who changed it last.
        """
        waiting = self.of(fact).waiting().first()
        live = fact.live_values()
        if values == live and fact.is_vouched:
            if waiting:
                waiting.delete()
            return None
        if waiting and waiting.values == values:
            return waiting
        change = waiting or self.model(fact=fact)
        change.fact_name, change.values = str(fact), values
        change.changed_by, change.changed_at = by, timezone.now()
        change.save()
        return change


class FactChange(models.Model):
    """A new wording or price that waits for a second person, and how it ended."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("returned")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    fact = GenericForeignKey()
    fact_name = models.CharField(_("name at the time"), max_length=255)
    values = models.JSONField(_("new values"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("changed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("changed at"))
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision.choices, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    note = models.TextField(_("note"), blank=True, max_length=LONGEST_NOTE)

    objects = FactChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a fact")
        verbose_name_plural = _("changes of facts")
        ordering = ["-changed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id"],
                condition=models.Q(decided_at=None),
                name="clinic_factchange_one_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, decided_by=None, decision="")
                | models.Q(decided_at__isnull=False, decided_by__isnull=False)
                & ~models.Q(decision=""),
                name="clinic_factchange_decided_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    decision="approved", changed_by=models.F("decided_by")
                ),
                name="clinic_factchange_two_people",
            ),
        ]

    def __str__(self):
        return self.fact_name

    @property
    def version(self) -> str:
        """Return what tells one wording that waited here from the next."""
        return self.changed_at.isoformat()

    def refusal(self, by) -> str:
        """Return why this person cannot approve it, nothing when they can."""
        if by.pk == self.changed_by_id:
            return _("You changed it last: somebody else has to approve it.")
        if by in pair.partners(self.changed_by):
            return ""
        if is_reviewer(self.changed_by):
            return _("An editor or another medical reviewer has to approve it.")
        return _("One of the two has to be a medical reviewer.")

    def approve(self, *, by) -> None:
        """Let readers see the change. Raises NotVouched for whoever may not."""
        with transaction.atomic():
            self._lock()
            if refusal := self.refusal(by):
                raise NotVouched(refusal)
            fact = self.fact
            fact.take(self.values)
            self._decide(self.Decision.APPROVED, by)

    def give_back(self, *, by, note="") -> None:
        """Drop the change, with a word to whoever made it."""
        with transaction.atomic():
            self._lock()
            self.note = note.strip()[:LONGEST_NOTE]
            self._decide(self.Decision.RETURNED, by)

    def _lock(self) -> None:
        """Read it once more, alone. Raises NotVouched when it changed meanwhile."""
        fresh = FactChange.objects.select_for_update().waiting().filter(pk=self.pk)
        fresh = fresh.first()
        if fresh is None or fresh.version != self.version:
            raise NotVouched(_("It changed in the meantime. Look at it once more."))

    def _decide(self, decision, by) -> None:
        self.decision, self.decided_by = decision, by
        self.decided_at = timezone.now()
        self.save()

    def differences(self) -> list[dict]:
        """Return each field that changes: its label, what readers see, what waits."""
        fact = self.fact
        live = fact.live_values() if fact.is_vouched else {}
        return [
            {
                "label": fact._meta.get_field(name).verbose_name,
                "before": live.get(name, ""),
                "after": value,
            }
            for name, value in self.values.items()
            if live.get(name, "") != value
        ]


class FactForm(WagtailAdminModelForm):
    """Edits a fact: shows what waits, and lets what changes wait."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = None
        if self.instance.pk:
            self.waiting = FactChange.objects.of(self.instance).waiting().first()
        if self.waiting:
            fields = self.instance._meta
            self.initial |= {
                name: fields.get_field(name).to_python(value)
                for name, value in self.waiting.values.items()
            }

    def save(self, commit=True):
        """Store what needs nobody else, and propose the rest."""
        fact = self.instance
        wanted = fact.vouched_values()
        live = fact.live_values() if fact.pk else None
        if live:
            fact.put(live)
        fact = super().save(commit)
        self.waiting = FactChange.objects.propose(fact, wanted, by=self.for_user)
        return fact
