"""What the second page asks: the health questions, and the clinic's own.

An answer is stored with the wording it answered, so rewording, switching off or
deleting a question changes nothing that somebody has sent.
"""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from clinic.claims.checked import ClaimsChecked

from .choices import AnswerKind

CLEARANCE = "clearance_"
MOST_CHOICES = 20
LONGEST_CHOICE = 120


def lines_of(text: str) -> list[str]:
    """Return the choices somebody wrote one to a line, each once."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def validate_choices(text: str) -> None:
    """Refuse more or longer choices than a page can show."""
    choices = lines_of(text)
    if len(choices) > MOST_CHOICES:
        raise ValidationError(
            _("Keep to %(most)s choices: longer lists are not read."),
            params={"most": MOST_CHOICES},
        )
    if any(len(choice) > LONGEST_CHOICE for choice in choices):
        raise ValidationError(
            _("Keep each choice to %(most)s characters."),
            params={"most": LONGEST_CHOICE},
        )


class QuestionQuerySet(models.QuerySet):
    def asked(self):
        """Those that are on, in the order of the page."""
        return self.filter(is_on=True)


class Question(ClaimsChecked, models.Model):
    """One question of the second page, with a reason that people can read."""

    wording = models.CharField(
        _("question"),
        max_length=200,
        help_text=_("As people read it, in plain words."),
    )
    why = models.CharField(
        _("why we ask"),
        max_length=250,
        help_text=_("Shown below the question. Without a reason, do not ask."),
    )
    is_on = models.BooleanField(
        _("asked"),
        default=True,
        help_text=_("Switched off, it stays here and is on no page."),
    )
    position = models.PositiveIntegerField(_("position"), default=0, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return self.wording

    def save(self, *args, **kwargs):
        """Put a new question last."""
        if self._state.adding and not self.position:
            last = type(self).objects.aggregate(last=models.Max("position"))["last"]
            self.position = (last or 0) + 1
        super().save(*args, **kwargs)

    @transaction.atomic
    def move(self, steps: int) -> None:
        """Move the question up (negative) or down among the others of its kind."""
        order = list(type(self).objects.select_for_update())
        place = order.index(self)
        order.insert(max(place + steps, 0), order.pop(place))
        for number, question in enumerate(order, 1):
            if question.position != number:
                question.position = number
                question.save(update_fields=["position"])


class ClearanceQuestion(Question):
    """A question about somebody's health, answered by yes, no or not sure.

    A yes never says who may be treated: a clinician talks it over.
    """

    kind = AnswerKind.SURENESS
    hint = ""
    choices = ""
    is_required = False

    key = models.SlugField(
        max_length=40, unique=True, null=True, blank=True, editable=False
    )

    class Meta(Question.Meta):
        verbose_name = _("health question")
        verbose_name_plural = _("health questions")

    @property
    def name(self) -> str:
        """Return the name of its field."""
        return f"{CLEARANCE}{self.key or self.pk}"


class OwnQuestion(Question):
    """A question that this clinic wants to ask."""

    kind = models.CharField(
        _("answered by"),
        max_length=8,
        choices=AnswerKind.choices,
        default=AnswerKind.LINE,
        help_text=_("How people answer."),
    )
    choices = models.TextField(
        _("choices"),
        blank=True,
        validators=[validate_choices],
        help_text=_("One to a line, for “one choice” and “several choices” alone."),
    )
    hint = models.CharField(
        _("help"),
        max_length=200,
        blank=True,
        help_text=_("How to answer, if the question does not say it."),
    )
    is_required = models.BooleanField(
        _("needs an answer"),
        default=False,
        help_text=_(
            "For whoever sends the second page. Nobody has to: the request stands "
            "without it."
        ),
    )

    class Meta(Question.Meta):
        verbose_name = _("question of our own")
        verbose_name_plural = _("questions of our own")

    @property
    def name(self) -> str:
        """Return the name of its field."""
        return f"own_{self.pk}"

    def clean(self):
        """Ask for choices where people choose, and for none where they do not."""
        errors = {}
        try:
            super().clean()
        except ValidationError as found:
            errors = found.update_error_dict(errors)
        if wrong := self._wrong_choices():
            errors.setdefault("choices", []).append(wrong)
        if errors:
            raise ValidationError(errors)

    def _wrong_choices(self) -> str:
        if self.kind in (AnswerKind.CHOICE, AnswerKind.CHOICES):
            few = len(lines_of(self.choices)) < 2
            return _("Write at least two choices, one to a line.") if few else ""
        if self.choices.strip():
            return _("This kind of answer has no choices: leave it empty.")
        return ""
