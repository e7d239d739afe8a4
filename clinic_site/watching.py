"""Looking for what is wrong, and telling managers: once, daily, and when it is over.

The mail goes through the outbox like any other. Where mail itself is what is broken,
the desk, `/health/ready` and `/metrics` say so without it.
"""

import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.alarms import Check, checks
from clinic.models import OutboxMessage, RaisedAlarm, User
from clinic.models.watching import CALM
from clinic.outbox import register_builder
from clinic.roles import CLINIC_MANAGERS

logger = logging.getLogger(__name__)

RAISED = "clinic_site.alarm"
OVER = "clinic_site.alarm_over"


def look() -> None:
    """Look at everything there is a check for, and keep the alarms up to date."""
    for check in checks().values():
        words = found(check)
        with transaction.atomic():
            if words:
                tell(RaisedAlarm.keep_up(check.code, words))
            elif alarm := RaisedAlarm.objects.lasting().filter(pk=check.code).first():
                alarm.end()
                tell(alarm)


def found(check: Check) -> str:
    """Return what a check finds wrong; one that cannot look has found something."""
    try:
        # In a savepoint of its own: what the database refuses is undone with it.
        with transaction.atomic():
            return check.run()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - one check's failure is not the others'
        kind = type(error).__name__
        logger.error("Check %s failed: %s", check.code, kind)
        return _("The site cannot look for “%(what)s” (%(error)s).") % {
            "what": check.code,
            "error": kind,
        }


def tell(alarm: RaisedAlarm) -> None:
    """Write the mail that is due for an alarm, each once."""
    since = int(alarm.raised_at.timestamp())
    if alarm.ended_at:
        # By then it is clear whether it stays over.
        kind, step = OVER, int(alarm.ended_at.timestamp())
        not_before = alarm.ended_at + CALM
    else:
        kind, step, not_before = RAISED, alarm.day(), None
    for address, who in recipients():
        OutboxMessage.enqueue(
            kind,
            recipient=address,
            payload={"alarm": alarm.code, "since": since, "step": step},
            dedupe_key=f"{kind}:{alarm.code}:{since}:{step}:{who}",
            not_before=not_before,
        )


def recipients() -> list[tuple[str, str]]:
    """Return addresses, each with what tells it apart: managers, or else the desk."""
    managers = User.objects.filter(is_active=True, groups__name=CLINIC_MANAGERS)
    found = [(person.email, str(person.pk)) for person in managers if person.email]
    return found or ([(settings.MAIL_DESK, "desk")] if settings.MAIL_DESK else [])


def raised(message: OutboxMessage) -> EmailMessage | None:
    """Tell of an alarm; nothing once it is over."""
    alarm = _alarm(message)
    if alarm is None or alarm.ended_at:
        return None
    return _mail(message, alarm, alarm.words)


def over(message: OutboxMessage) -> EmailMessage | None:
    """Tell that an alarm is over; nothing where it came back, or nobody had heard."""
    alarm = _alarm(message)
    if alarm is None or not alarm.ended_at:
        return None
    if int(alarm.ended_at.timestamp()) != message.payload["step"]:
        return None
    key = f"{RAISED}:{alarm.code}:{message.payload['since']}:"
    sent = OutboxMessage.objects.filter(sent_at__isnull=False)
    if not sent.filter(dedupe_key__startswith=key).exists():
        return None
    words = _("Over: %(what)s") % {"what": alarm.words}
    return _mail(message, alarm, words, over=True)


def _alarm(message: OutboxMessage) -> RaisedAlarm | None:
    alarm = RaisedAlarm.objects.filter(pk=message.payload["alarm"]).first()
    if alarm is None or int(alarm.raised_at.timestamp()) != message.payload["since"]:
        return None
    return alarm


def _mail(message, alarm, words: str, *, over: bool = False) -> EmailMessage:
    desk = settings.SITE_URL + reverse("admin:index")
    context = {"alarm": alarm, "over": over, "desk": desk}
    host = urlsplit(settings.SITE_URL).hostname or ""
    return EmailMessage(
        subject=f"{host}: {words}",
        body=render_to_string("mail/alarm.txt", context),
        from_email=settings.MAIL_FROM,
        to=[message.recipient],
    )


register_builder(RAISED, raised)
register_builder(OVER, over)
