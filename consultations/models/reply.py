"""Replies from a template: who may be sent what, and the event that keeps the words."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from clinic.claims.checked import ClaimsChecked
from clinic.models import ClinicSettings, OutboxMessage

from .choices import Disposition, EventKind, Outcome, Status
from .discreet import telling_words
from .notices import REPLY
from .refusals import Explained
from .reply_words import (
    IN_SUBJECT,
    VARIABLES,
    Missing,
    ReplyWords,
    filled_in,
    validate_variables,
)

BODY_LIMIT = 4000
# Two messages of a phone; longer ones are cut up or lost by some.
TEXT_LIMIT = 320


class ReplyChannel(models.TextChoices):
    """How a reply gets to the person."""

    MAIL = "mail", gettext_lazy("E-mail")
    TEXT = "text", gettext_lazy("Text")


OUTCOME_OF = {
    ReplyChannel.MAIL: Outcome.EMAILED,
    ReplyChannel.TEXT: Outcome.TEXTED,
}


class NotAllowed(Explained):
    """The person did not allow this, or it cannot reach them; str() says why."""


class WordsChanged(Explained):
    """The words are no longer those that were looked at before sending."""


class ReplyTemplateQuerySet(models.QuerySet):
    def in_use(self, language: str):
        """Templates that are on, in a person's language if there are any, else all."""
        found = list(self.filter(is_on=True))
        own = [one for one in found if one.language in (language, language[:2])]
        return own or found


class ReplyTemplate(ClaimsChecked, models.Model):
    """Words that the desk sends again and again, with variables from a short list."""

    name = models.CharField(
        gettext_lazy("name"),
        max_length=80,
        help_text=gettext_lazy("How the desk finds it. Nobody else sees it."),
    )
    channel = models.CharField(
        gettext_lazy("sent by"), max_length=4, choices=ReplyChannel.choices
    )
    language = models.CharField(
        gettext_lazy("language"),
        max_length=12,
        default="en",
        help_text=gettext_lazy("A code like en, es or es-mx."),
    )
    subject = models.CharField(
        gettext_lazy("subject"),
        max_length=120,
        blank=True,
        help_text=gettext_lazy(
            "For mail alone. Seen on a locked screen: leave treatments out of it. "
            "{reference} may stand in it."
        ),
    )
    body = models.TextField(
        gettext_lazy("words"),
        max_length=BODY_LIMIT,
        help_text=gettext_lazy(
            "What may be put in: {name_to_use}, {reference}, {clinic_phone}, "
            "{calling_number}, {office_hours}, {scheduled_for}, {own_link}. Nothing "
            "about health; leave the clinic's name out, many may not be told it."
        ),
    )
    position = models.PositiveSmallIntegerField(
        gettext_lazy("order"),
        default=0,
        help_text=gettext_lazy("The lowest comes first."),
    )
    is_on = models.BooleanField(
        gettext_lazy("in use"),
        default=True,
        help_text=gettext_lazy("Switched off, it stays here and is offered nowhere."),
    )

    # The desk's name for it goes nowhere.
    never_shown = ("name",)

    objects = ReplyTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("reply template")
        verbose_name_plural = gettext_lazy("reply templates")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse claims, unknown variables, and what would tell whoever looks on."""
        errors = {}
        try:
            super().clean()
        except ValidationError as claims:
            errors = claims.error_dict
        for field, allowed in (("subject", IN_SUBJECT), ("body", tuple(VARIABLES))):
            try:
                validate_variables(getattr(self, field), allowed)
            except ValidationError as error:
                errors.setdefault(field, []).append(error)
        for field, said in self._wrong_for_channel().items():
            errors.setdefault(field, []).append(ValidationError(said))
        # A locked screen shows the subject of a mail, and the whole of a text.
        seen = "subject" if self.channel == ReplyChannel.MAIL else "body"
        if words := telling_words(getattr(self, seen)):
            told = _(
                "Anyone may see this in an inbox or on a locked screen. Leave out what "
                "tells of a treatment or a condition: %(words)s"
            ) % {"words": ", ".join(words)}
            errors.setdefault(seen, []).append(ValidationError(told))
        if errors:
            raise ValidationError(errors)

    def _wrong_for_channel(self) -> dict:
        if self.channel == ReplyChannel.MAIL and not self.subject.strip():
            return {"subject": _("Mail has a subject.")}
        if self.channel == ReplyChannel.TEXT and self.subject:
            return {"subject": _("A text has no subject.")}
        if self.channel == ReplyChannel.TEXT and len(self.body) > TEXT_LIMIT:
            said = _("Keep a text to %(limit)s characters.") % {"limit": TEXT_LIMIT}
            return {"body": said}
        return {}

    @sensitive_variables()
    def words_for(self, request) -> ReplyWords:
        """Return the exact words for a request; NotAllowed if something stands against.

        It is either missing, or the clinic's name, which may not be said to everyone.
        """
        try:
            words = filled_in(self, request)
        except Missing as missing:
            said = VARIABLES.get(missing.name, missing.name)
            told = _("This needs %(what)s, which is not known here.") % {"what": said}
            raise NotAllowed(told) from None
        if not request.clinic_name_ok:
            name = ClinicSettings.load().clinic_name.casefold()
            if name and name in str(words).casefold():
                raise NotAllowed(_("The clinic's name may not be said to this person."))
        return words


def why_not(request, channel: str) -> str:
    """Return why nothing may be sent to a person this way now; "" when it may."""
    if request.is_withdrawn:
        return _("Withdrawn: do not contact.")
    if request.status == Status.QUARANTINED:
        return _("Possible spam: nothing is sent until somebody calls it genuine.")
    if request.disposition == Disposition.SPAM:
        return _("Closed as spam: nothing is sent.")
    if channel == ReplyChannel.MAIL:
        return "" if request.email else _("No e-mail address was given.")
    if not request.phone:
        return _("No phone number was given.")
    return "" if request.text_ok else _("They did not allow texts.")


def may_still_go_out(request, event, recipient: str) -> bool:
    """Say, when a mail is about to leave, whether the person still allows it.

    A corrected address gets nothing of what was written to the earlier one, and what
    was taken back is not sent.
    """
    if why_not(request, ReplyChannel.MAIL) or request.email != recipient:
        return False
    return not event.corrections.exists()


class Replying:
    """Sending a reply; mixed into the model."""

    @transaction.atomic
    @sensitive_variables()
    def reply(self, template, *, by, looked_at, key, did="", seen=None, at=None):
        """Keep the words of a reply as an attempt, and let mail go out.

        `looked_at` is the digest of the words that were looked at, `key` makes a press
        count once. Returns the event. Refused when the person does not allow it (any
        more), when other words would go out, or when somebody was faster.
        """
        with self._acting("reply", by, seen, at, did) as act:
            sent = self.events.filter(kind=EventKind.REPLIED, details__key=key).first()
            if sent is not None:
                # The same press once more: nothing happens a second time.
                return sent
            template = ReplyTemplate.objects.filter(pk=template.pk, is_on=True).first()
            if template is None:
                raise NotAllowed(_("This template is not in use any more."))
            if told := why_not(self, template.channel):
                raise NotAllowed(told)
            words = template.words_for(self)
            if words.digest != looked_at:
                raise WordsChanged(_("The words have changed. Look at them again."))
            if self.first_attempt_at is None:
                act.set(first_attempt_at=act.at)
            act.set(snoozed_until=None)
            act.record(
                EventKind.REPLIED,
                note=str(words),
                template=template.pk,
                channel=template.channel,
                outcome=OUTCOME_OF[template.channel].value,
                key=key,
            )
        event = self.events.filter(kind=EventKind.REPLIED).last()
        if template.channel == ReplyChannel.MAIL:
            OutboxMessage.enqueue(
                REPLY,
                recipient=self.email,
                payload={"request": self.pk, "event": event.pk},
                dedupe_key=f"{REPLY}:{event.pk}",
            )
        return event
