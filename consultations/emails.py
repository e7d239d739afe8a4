"""The mail about a request: a reference, a time, a number; never what was told us."""

from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from clinic.models import ClinicSettings, OutboxMessage
from clinic.outbox import register_builder
from consultations import promise
from consultations.fields import printable
from consultations.models import (
    ConsultationRequest,
    IntakeSettings,
    RequestEvent,
    Status,
    UnclaimedContact,
    own_link,
)
from consultations.models.notices import ACKNOWLEDGEMENT, REPLY, STAFF_NOTICE
from consultations.models.reply import may_still_go_out
from consultations.models.reply_words import ReplyWords
from consultations.models.unclaimed import UNCLAIMED


def desk_url(request: ConsultationRequest) -> str:
    """Return the full address of a request at the desk."""
    name = "admin:consultations_consultationrequest_change"
    return settings.SITE_URL + reverse(name, args=[request.reference])


def staff_notice(message: OutboxMessage) -> EmailMultiAlternatives | None:
    """Tell the desk that a request came in or changed: reference and link.

    Its words are the same for every request: that one is to be read first would say
    something about a person to whoever sees the mail. The desk's list says it.
    """
    request = _request(message)
    if request is None or not request.is_open:
        return None
    intake = IntakeSettings.load()
    context = {"request": request, "url": desk_url(request)}
    subject = f"{intake.staff_subject} {request.reference}"
    mail = _mail("staff_notice", subject, message.recipient, context, intake)
    # What a person sends later stands beside what they sent first.
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mail.extra_headers["References"] = f"<{request.reference}.request@{host}>"
    return mail


def acknowledgement(message: OutboxMessage) -> EmailMultiAlternatives | None:
    """Tell the requester that we have it, when we try first and from which number."""
    request = _request(message)
    if request is None or request.status in (Status.QUARANTINED, Status.CLOSED):
        return None
    if request.email != message.recipient:
        # The address was corrected since; the amendment wrote to the right one.
        return None
    with translation.override(request.language):
        intake = IntakeSettings.load()
        context = {
            "reference": request.reference,
            "told": promise.to_the_requester(request),
            "clinic": ClinicSettings.load(),
            "intake": intake,
            "own_link": own_link.link_for(request),
        }
        subject = intake.acknowledgement_subject
        return _mail("acknowledgement", subject, message.recipient, context, intake)


def unclaimed(message: OutboxMessage) -> EmailMultiAlternatives | None:
    """Tell the next person on the list that nobody has taken a request.

    Nothing is sent once somebody took it, or to who has left since.
    """
    contacts = UnclaimedContact.objects.select_related("user")
    contact = contacts.filter(pk=message.payload["contact"]).first()
    if contact is None or contact.recipient != message.recipient:
        return None
    waiting = ConsultationRequest.objects.unclaimed(timezone.now())
    request = waiting.filter(pk=message.payload["request"]).first()
    if request is None:
        return None
    context = {"request": request, "url": desk_url(request)}
    subject = _("Nobody has taken %(reference)s") % {"reference": request.reference}
    intake = IntakeSettings.load()
    return _mail("unclaimed", subject, message.recipient, context, intake)


def reply(message: OutboxMessage) -> EmailMultiAlternatives | None:
    """Send what the desk wrote, in the very words that its event keeps.

    None once the person has withdrawn, another address holds, or it was taken back.
    """
    request = _request(message)
    event = RequestEvent.objects.filter(pk=message.payload["event"]).first()
    if request is None or event is None:
        return None
    if not may_still_go_out(request, event, message.recipient):
        return None
    words = ReplyWords.of_mail(event.note)
    with translation.override(request.language):
        context = {"words": words}
        intake = IntakeSettings.load()
        return _mail("reply", words.subject, message.recipient, context, intake)


def _request(message: OutboxMessage) -> ConsultationRequest | None:
    found = ConsultationRequest.objects.with_told()
    return found.filter(pk=message.payload["request"]).first()


def _mail(name, subject, recipient, context, intake) -> EmailMultiAlternatives:
    """Build one message in plain text and HTML, from the discreet sender."""
    address = parseaddr(settings.MAIL_FROM)[1]
    mail = EmailMultiAlternatives(
        subject=_one_line(subject),
        body=render_to_string(f"consultations/mail/{name}.txt", context),
        from_email=formataddr((_one_line(intake.sender_name), address)),
        to=[recipient],
        reply_to=[intake.reply_to] if intake.reply_to else None,
    )
    html = render_to_string(f"consultations/mail/{name}.html", context)
    mail.attach_alternative(html, "text/html")
    return mail


def _one_line(text: str) -> str:
    """Return text that fits a header, in which a new line would begin another one."""
    return " ".join(printable(text).split())


register_builder(STAFF_NOTICE, staff_notice)
register_builder(UNCLAIMED, unclaimed)
register_builder(ACKNOWLEDGEMENT, acknowledgement)
register_builder(REPLY, reply)
