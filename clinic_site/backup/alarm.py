"""Tells the clinic's managers by mail that no backup was made lately."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.backups import missed
from clinic.models import OutboxMessage, User
from clinic.outbox import register_builder
from clinic.roles import CLINIC_MANAGERS

KIND = "clinic_site.backup_missed"


def tell_of_missed() -> int:
    """Write a message a day to each manager while a backup is missing.

    Where no manager has an address, to the desk's mailbox. Return how many are new.
    """
    if missed() is None:
        return 0
    today, new = timezone.localdate(), 0
    for address, whose in _addresses():
        key = f"backup_missed:{today}:{whose}"
        if not OutboxMessage.objects.filter(dedupe_key=key).exists():
            OutboxMessage.enqueue(KIND, dedupe_key=key, payload={}, recipient=address)
            new += 1
    return new


def _addresses() -> list[tuple[str, str]]:
    managers = User.objects.filter(is_active=True, groups__name=CLINIC_MANAGERS)
    found = managers.exclude(email="").values_list("email", "pk").distinct()
    return [(email, str(pk)) for email, pk in found] or [(settings.MAIL_DESK, "desk")]


def backup_missed(message: OutboxMessage) -> EmailMessage | None:
    """Say since when there is no backup; nothing once there is one again."""
    wrong = missed()
    if wrong is None:
        return None
    body = render_to_string("clinic/mail/backup_missed.txt", {"days": wrong.days})
    return EmailMessage(
        subject=_("No backup of the clinic's site"), body=body, to=[message.recipient]
    )


register_builder(KIND, backup_missed)
