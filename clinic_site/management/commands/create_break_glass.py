import argparse

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from clinic import break_glass
from clinic.models import User


class Command(BaseCommand):
    """Make the emergency account and print its password and codes, once."""

    help = (
        "Makes the emergency account, a superuser kept in an envelope, and prints its "
        "password and ten recovery codes. They are kept nowhere else: print them, seal "
        "them, close the terminal. Each sign-in with it is told to OWNER_EMAIL and to "
        "every clinic manager."
    )

    def add_arguments(self, parser: argparse.ArgumentParser):
        parser.add_argument(
            "--again",
            action="store_true",
            help="new password and codes; the ones in the envelope stop working",
        )

    def handle(self, *args, **options):
        if not settings.OWNER_EMAIL:
            raise CommandError(
                "OWNER_EMAIL is not set: nobody would be told when the account is "
                "used. Put the owner's address into the environment or .env."
            )
        if User.objects.filter(is_break_glass=True).exists() and not options["again"]:
            raise CommandError(
                "There is an emergency account already. --again gives it a new "
                "password and new codes; the envelope before is worth nothing then."
            )
        with transaction.atomic():
            person, password = break_glass.make()
            # Sign-in asks for a code where there is an app; nobody has the secret of
            # this one, so that it takes the codes on the paper.
            TOTP.activate(person, generate_totp_secret())
            codes = RecoveryCodes.activate(person).get_unused_codes()
        lines = [
            f"Emergency account of {settings.SITE_URL}",
            "",
            f"Sign in at   {settings.SITE_URL}/accounts/login/",
            f"Username     {person.username}",
            f"Password     {password}",
            "Then one of these codes, each works once:",
            *(f"  {code}" for code in codes),
            "",
            f"Its use is told to {settings.OWNER_EMAIL} and to every clinic manager.",
            "Print this, seal it, close the terminal: it is shown once.",
        ]
        self.stdout.write("\n".join(lines))
