"""The emergency account: an envelope that nobody opens unheard."""

import secrets

from django.contrib.auth.signals import user_logged_in
from django.db import transaction
from django.dispatch import receiver

from clinic import staff_notices
from clinic.models import StaffEvent, StaffEventKind, User

USERNAME = "emergency"
# Leads nowhere: no link is ever mailed to this account.
ADDRESS = "emergency@account.invalid"
# 6 groups of 5 from 31 signs are 148 bits, and can be typed off a sheet of paper.
SIGNS = "abcdefghijkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 6, 5


def fresh_password() -> str:
    """Return a password that nobody guesses and everybody can read off paper."""
    return "-".join(
        "".join(secrets.choice(SIGNS) for _sign in range(GROUP))
        for _group in range(GROUPS)
    )


@transaction.atomic
def make() -> tuple[User, str]:
    """Make the emergency account, or give it a new password and end its sessions.

    Return it with its password, which is kept nowhere else. Its second steps are gone.
    """
    password = fresh_password()
    person = User.objects.select_for_update().filter(is_break_glass=True).first()
    if person is None:
        person = User(username=USERNAME, first_name="Emergency", last_name="account")
    person.email = ADDRESS
    person.is_break_glass = person.is_superuser = person.is_staff = True
    person.is_active = True
    person.sign_in_epoch += 1
    person.set_password(password)
    person.save()
    person.authenticator_set.all().delete()
    event = StaffEvent.objects.create(
        kind=StaffEventKind.BREAK_GLASS_MADE, subject=person
    )
    staff_notices.tell_owner(event)
    staff_notices.tell_managers(event)
    return person, password


@receiver(user_logged_in)
def alert(sender, request, user, **kwargs) -> None:
    """Record a sign-in with the emergency account and tell owner and managers."""
    if not getattr(user, "is_break_glass", False):
        return
    with transaction.atomic():
        event = StaffEvent.objects.create(
            kind=StaffEventKind.BREAK_GLASS_USED, subject=user, actor=user
        )
        staff_notices.tell_owner(event)
        staff_notices.tell_managers(event)
