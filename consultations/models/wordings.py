"""What people agree to and are told: versions by kind and language, never changed."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.claims.checked import ClaimsChecked
from clinic.memory import remembered

OPENING = "{opening}"
TRIES = 4
NEVER_CHANGED = "Wordings are never changed; add a new version."
NEVER_DELETED = "Wordings are never deleted; add a new version."


class WordingKind(models.TextChoices):
    """What a wording is for; each kind has versions of its own."""

    CONSENT = "consent", _("Agreement to be contacted")
    TEXTS = "texts", _("Permission to text")
    ACCESS = "access", _("Who may open a request")
    READING_SHUT = "reading_shut", _("When anyone reads, while we are closed")
    READING_OPEN = "reading_open", _("When anyone reads, while we are open")
    EMERGENCY = "emergency", _("Before the emergency numbers")


READING = {WordingKind.READING_SHUT, WordingKind.READING_OPEN}


def reading_kind(opening: datetime | None) -> WordingKind:
    """Return which wording says when anyone reads, by when we open next."""
    return WordingKind.READING_SHUT if opening else WordingKind.READING_OPEN


class WordingQuerySet(models.QuerySet):
    def with_use(self):
        """Say of each, as `is_newest`, whether it is in use in its language."""
        newer = Wording.objects.filter(
            kind=models.OuterRef("kind"),
            language=models.OuterRef("language"),
            version__gt=models.OuterRef("version"),
        )
        return self.annotate(is_newest=~models.Exists(newer))

    def newest(self):
        """The version in use of each kind and language."""
        return self.with_use().filter(is_newest=True)

    def update(self, **kwargs):
        raise TypeError(NEVER_CHANGED)

    def bulk_update(self, *args, **kwargs):
        raise TypeError(NEVER_CHANGED)

    def delete(self):
        raise TypeError(NEVER_DELETED)


class Wording(ClaimsChecked, models.Model):
    """One version of what people agree to or are told.

    It is in use from the moment it is saved, so somebody may have read it: it is
    never changed, and a better text is a new version.
    """

    kind = models.CharField(
        _("what it is for"),
        max_length=12,
        choices=WordingKind.choices,
        default=WordingKind.CONSENT,
        help_text=_(
            "What people tick, or what they are told. The newest version of a kind is "
            "shown from the moment it is saved."
        ),
    )
    language = models.CharField(
        _("language"),
        max_length=12,
        default="en",
        help_text=_(
            "A code like en, es or es-mx. Without one of theirs, people see en."
        ),
    )
    version = models.PositiveIntegerField(_("version"), editable=False)
    text = models.TextField(
        _("wording"),
        help_text=_(
            "A sentence or two, in plain words. It cannot be changed once saved; add "
            "another version instead. Write {opening} where the next opening goes; "
            "only the words for while we are closed have it."
        ),
    )
    created_at = models.DateTimeField(
        _("in use since"), default=timezone.now, editable=False
    )

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ["kind", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language", "version"], name="one_wording_per_version"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.number}"

    def save(self, *args, **kwargs):
        """Number and keep a new version; refuse to change one that is there.

        Raises ValidationError for a version that is stored already.
        """
        if not self._state.adding:
            raise ValidationError(
                _("People may have read these words. Add a new version instead.")
            )
        for tries_left in reversed(range(TRIES)):
            siblings = Wording.objects.filter(kind=self.kind, language=self.language)
            highest = siblings.aggregate(highest=models.Max("version"))["highest"]
            self.version = (highest or 0) + 1
            try:
                with transaction.atomic():
                    return super().save(*args, **kwargs)
            except IntegrityError:
                # Somebody else added the same version in this instant.
                if not tries_left:
                    raise

    def delete(self, *args, **kwargs):
        """Refuse: what people agreed to stays on record."""
        raise TypeError(NEVER_DELETED)

    @property
    def number(self) -> str:
        """Return language and version: "en 3"."""
        return f"{self.language} {self.version}"

    def clean(self):
        """Refuse a place for the opening where none is told, or its lack."""
        super().clean()
        self.language = self.language.strip().lower()
        shut = self.kind == WordingKind.READING_SHUT
        left = self.text.replace(OPENING, "", 1) if shut else self.text
        if "{" in left or "}" in left or (shut and left == self.text):
            raise ValidationError({"text": _places_wrong(shut)})

    def said(self, opening: str = "") -> str:
        """Return the words as people read them, the next opening filled in."""
        return self.text.replace(OPENING, opening)

    @classmethod
    def current(
        cls, kind: str = WordingKind.CONSENT, language: str = "en"
    ) -> "Wording":
        """Return the newest wording of a kind in a language, or the nearest to it."""
        return WordingSet.current(language)[kind]


class WordingSet(dict):
    """The wordings that one person has before them: kind -> Wording."""

    @classmethod
    def current(cls, language: str | None) -> "WordingSet":
        """Return what is in use: in this language, its main one, or English."""
        wanted = _nearest(language)
        found = Wording.objects.newest().filter(language__in=wanted)
        ranked = sorted(found, key=lambda one: -wanted.index(one.language))
        return cls((one.kind, one) for one in ranked)

    @classmethod
    def in_use(cls, language: str | None) -> "WordingSet":
        """Return the same as this process keeps it: nobody may change it."""
        return remembered(("wordings in use", language), lambda: cls.current(language))

    @classmethod
    def shown(cls, ids: list[int], language: str | None) -> "WordingSet":
        """Return the versions with these ids, and what is in use for other kinds.

        This process keeps them: nobody may change what they get.
        """
        name = "wordings", tuple(ids), language
        return remembered(name, lambda: cls._found(ids, language))

    @classmethod
    def _found(cls, ids: list[int], language: str | None) -> "WordingSet":
        seen = list(Wording.objects.filter(pk__in=ids).order_by("version"))
        found = cls((one.kind, one) for one in seen)
        if found.keys() >= set(WordingKind.values):
            return found
        return cls(cls.current(language) | found)

    @property
    def ids(self) -> list[int]:
        """Return the primary keys, in order, as a form carries them."""
        return sorted(one.pk for one in self.values())

    def only(self, *kinds: str) -> list[Wording]:
        """Return the wordings of some kinds, in that order."""
        return [self[kind] for kind in kinds if kind in self]


def _places_wrong(shut: bool) -> str:
    if shut:
        return _("Write {opening} once, where day and hour go; no other braces.")
    return _("Leave braces out: nothing is put into these words.")


def _nearest(language: str | None) -> list[str]:
    """Return the languages to look in, the best first."""
    asked = (language or settings.LANGUAGE_CODE).lower()
    return list(dict.fromkeys([asked, asked.split("-")[0], "en"]))
