from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.claims.checked import ClaimsChecked
from clinic.memory import remembered

from .discreet import telling_words
from .questions import validate_choices
from .scripts import validate_nameless_script, validate_script

# What an inbox and a locked screen show of our mail, the desk's own too.
SEEN_BY_ANYONE = ("sender_name", "acknowledgement_subject", "staff_subject")
HEARD_BY_ANYONE = ("voicemail_script", "voicemail_nameless_script")
MINUTES = [MinValueValidator(5), MaxValueValidator(60 * 24 * 7)]


REASONS = """Depression
Depression after having a baby
Bipolar depression
Anxiety
PTSD
OCD
Lasting pain
Cluster headache
Something else
I am not sure"""
TREATMENTS = """Medicine for mood or anxiety
Talking therapy
Magnetic stimulation (TMS)
Electroconvulsive therapy (ECT)
Ketamine or esketamine
Pain medicine
A procedure against pain
Nothing yet"""


class IntakeSettings(ClaimsChecked, models.Model):
    """How this clinic takes requests in: its words, its promises, its mail."""

    heading = models.CharField(
        _("heading of the form"), max_length=120, default="Request a consultation"
    )
    intro = models.TextField(
        _("introduction"),
        blank=True,
        default="Only your name and one way to reach you are needed.",
        help_text=_("Follows the sentence that says when and from where we call."),
    )
    first_attempt_minutes = models.PositiveIntegerField(
        _("first attempt within"),
        default=120,
        validators=MINUTES,
        help_text=_("Minutes of open hours until we first try to reach a person."),
    )
    conversation_minutes = models.PositiveIntegerField(
        _("first conversation within"),
        default=960,
        validators=MINUTES,
        help_text=_("Minutes of open hours until we have talked with the person."),
    )
    retry_minutes = models.PositiveIntegerField(
        _("next try after"),
        default=240,
        validators=MINUTES,
        help_text=_(
            "Minutes of open hours between two tries to reach a person. The desk "
            "suggests another time of day than before, within their own window."
        ),
    )
    stop_after_attempts = models.PositiveSmallIntegerField(
        _("enough tries"),
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(30)],
        help_text=_(
            "After so many in vain the desk offers to close as unreachable. It never "
            "closes by itself."
        ),
    )
    stop_after_days = models.PositiveSmallIntegerField(
        _("on at least so many days"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text=_("Five tries within one morning are not enough."),
    )
    unclaimed_minutes = models.PositiveIntegerField(
        _("unclaimed for"),
        default=60,
        validators=MINUTES,
        help_text=_(
            "Minutes of open hours after which the first person on the list is told "
            "by mail of a request that nobody has taken. The mail says nothing about "
            "the person."
        ),
    )
    unclaimed_read_first_minutes = models.PositiveIntegerField(
        _("unclaimed for, if read first"),
        default=15,
        validators=MINUTES,
        help_text=_("The same for what is to be read first, at every step."),
    )
    received_heading = models.CharField(
        _("heading after sending"), max_length=120, default="We have your request"
    )
    received_text = models.TextField(
        _("what happens next"),
        blank=True,
        default=(
            "We talk for about fifteen minutes: what you are looking for, what you "
            "have tried, and whether a consultation makes sense. You decide then."
        ),
    )
    reasons = models.TextField(
        _("reasons to choose from"),
        blank=True,
        default=REASONS,
        validators=[validate_choices],
        help_text=_(
            "One to a line, on the optional second page. “I prefer not to say” is "
            "always added; with an empty list nobody is asked."
        ),
    )
    treatments = models.TextField(
        _("treatments to choose from"),
        blank=True,
        default=TREATMENTS,
        validators=[validate_choices],
        help_text=_(
            "What people may have tried, one to a line, on the second page. “I prefer "
            "not to say” is always added; with an empty list nobody is asked."
        ),
    )
    sender_name = models.CharField(
        _("sender of our mail"),
        max_length=80,
        default="Front desk",
        help_text=_("Seen in an inbox by anyone. Leave treatments out of it."),
    )
    acknowledgement_subject = models.CharField(
        _("subject of the acknowledgement"),
        max_length=120,
        default="We have received your message",
        help_text=_("Seen on a locked screen. Leave treatments out of it."),
    )
    staff_subject = models.CharField(
        _("subject of the note to the desk"), max_length=120, default="New request"
    )
    reply_to = models.EmailField(
        _("replies go to"),
        blank=True,
        help_text=_("Where an answer to our mail arrives; empty: the sender address."),
    )

    voicemail_script = models.TextField(
        _("voicemail script"),
        default=(
            "Hello {name}, this is {caller} from {clinic}, calling back as you asked. "
            "You reach us at {phone}. We will try again. Goodbye."
        ),
        validators=[validate_script],
        help_text=_(
            "Read aloud where the clinic's name may be said. Variables: {name}, "
            "{caller}, {clinic}, {phone}. Leave treatments out of it."
        ),
    )
    voicemail_nameless_script = models.TextField(
        _("voicemail script without the clinic's name"),
        default=(
            "Hello {name}, this is {caller}, calling back as you asked. "
            "You reach me at {phone}. I will try again. Goodbye."
        ),
        validators=[validate_nameless_script],
        help_text=_(
            "Read aloud where it may not be said. Variables: {name}, {caller}, {phone}."
        ),
    )

    class Meta:
        verbose_name = _("intake settings")
        verbose_name_plural = _("intake settings")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_intake_settings")
        ]

    def __str__(self):
        return str(_("Intake settings"))

    def save(self, *args, **kwargs):
        """Keep the settings in one row."""
        self.pk = 1
        super().save(*args, **kwargs)

    def clean(self):
        """Refuse sender and subjects that name a treatment or a condition."""
        super().clean()
        errors = {}
        for name in SEEN_BY_ANYONE:
            if words := telling_words(getattr(self, name)):
                errors[name] = _(
                    "Anyone may see this in an inbox or on a locked screen. Leave "
                    "out what tells of a treatment or a condition: %(words)s"
                ) % {"words": ", ".join(words)}
        for name in HEARD_BY_ANYONE:
            if words := telling_words(getattr(self, name)):
                errors[name] = _(
                    "Anyone in the room may hear this. Leave out what tells of a "
                    "treatment or a condition: %(words)s"
                ) % {"words": ", ".join(words)}
        if errors:
            raise ValidationError(errors)

    @classmethod
    def load(cls) -> "IntakeSettings":
        """Return the settings, with their defaults while nobody has saved any."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def in_use(cls) -> "IntakeSettings":
        """Return them as this process keeps them; nobody may change the object."""
        return remembered("intake settings", cls.load)
