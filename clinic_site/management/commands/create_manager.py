import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from clinic.models import User
from clinic.roles import CLINIC_MANAGERS


class Command(BaseCommand):
    """Make the first clinic manager and print the one-time link to sign in by."""

    help = (
        "Makes a clinic manager and prints a link, good once and for three days, by "
        "which they choose a password and set up their second step. From then on "
        "they invite everybody else at the desk, under Staff."
    )

    def add_arguments(self, parser):
        parser.add_argument("--name", help="first and last name")
        parser.add_argument("--email", help="their own e-mail address")
        parser.add_argument(
            "--again",
            action="store_true",
            help="make one more although there is a manager",
        )

    def handle(self, *args, **options):
        if User.managers().exists() and not options["again"]:
            raise CommandError(
                "There is a clinic manager already, who can invite others at the desk "
                "under Staff. If none of them can sign in any more, run this again "
                "with --again."
            )
        first, last = _name(options["name"] or self._ask("First and last name", "name"))
        email = _address(options["email"] or self._ask("E-mail address", "email"))
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            link = User.invite(
                name=(first, last), email=email, roles=[CLINIC_MANAGERS], by=None
            )
        elif person.why_not("invite_again", None) or (
            CLINIC_MANAGERS not in person.role_names
        ):
            raise CommandError(
                f"{email} belongs to an account already. Give another address, or let "
                "a clinic manager change that account's roles at the desk."
            )
        else:
            link = person.invite_again(by=None)
        self.stdout.write(
            f"{link.user} signs in as {link.user.username} or with {email}.\n"
            "Open this link within three days; it works once, for whoever opens it:\n"
        )
        self.stdout.write(link.address)

    def _ask(self, words: str, option: str) -> str:
        """Ask at the terminal; without one, say which option is missing."""
        if not sys.stdin.isatty():
            raise CommandError(f"{words}: give it with --{option}.")
        return input(f"{words}: ")


def _name(typed: str) -> tuple[str, str]:
    first, _space, last = " ".join(typed.split()).partition(" ")
    if not (first and last):
        raise CommandError('Give first and last name: --name "Ada Quillon".')
    return first[:150], last[:150]


def _address(typed: str) -> str:
    email = User.objects.normalize_email(typed.strip())
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"{typed.strip()} is no e-mail address.") from None
    return email
