"""A database with the demo in it; one that has it already is left as it is."""

from django.core.management import call_command

from clinic.models import User
from clinic_site.demo.load import Demo


def prepare() -> None:
    """Make the tables and load the demo."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not User.objects.filter(is_demo=True).exists():
        Demo().load()
