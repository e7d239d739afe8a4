"""The words of the mail about somebody's access, built when it is sent."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.models import ClinicSettings, OneTimeLink, OutboxMessage, StaffEvent
from clinic.outbox import register_builder
from clinic.staff_notices import LINK, TOLD


def one_time_link(message: OutboxMessage) -> EmailMessage | None:
    """Send somebody the link to set a password; None once it opens nothing."""
    standing = OneTimeLink.objects.standing(timezone.now())
    found = standing.select_related("user", "made_by")
    link = found.filter(pk=message.payload["link"]).first()
    if link is None or not link.user.may_use_link:
        return None
    context = {
        "joins": not link.user.is_active,
        "name": link.user.first_name,
        "inviter": link.made_by,
        "clinic": ClinicSettings.load().clinic_name,
        "url": link.address,
        "until": link.expires_at,
    }
    subject = _("Your sign-in") if context["joins"] else _("Your new password")
    return _mail("one_time_link", subject, message.recipient, context)


def told(message: OutboxMessage) -> EmailMessage | None:
    """Tell what happened to an account, in the words of its record."""
    found = StaffEvent.objects.select_related("subject", "actor")
    event = found.filter(pk=message.payload["event"]).first()
    if event is None:
        return None
    page = reverse("admin:clinic_user_change", args=[event.subject_id])
    context = {
        "event": event,
        "own": message.payload.get("own", message.recipient == event.subject.email),
        "url": settings.SITE_URL + page,
    }
    if event.kind.startswith("glass"):
        subject = event.get_kind_display()
    else:
        subject = _("Access of %(name)s") % {"name": event.subject}
    return _mail("told", subject, message.recipient, context)


def _mail(template: str, subject: str, to: str, context: dict) -> EmailMessage:
    body = render_to_string(f"clinic/mail/staff_{template}.txt", context)
    return EmailMessage(subject=" ".join(str(subject).split()), body=body, to=[to])


register_builder(LINK, one_time_link)
register_builder(TOLD, told)
