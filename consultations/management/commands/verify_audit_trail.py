from django.core.management.base import BaseCommand, CommandError

from consultations.models import TrailCheck


class Command(BaseCommand):
    """Follow the reading trail; exit 1 and name the first entry that does not hold."""

    help = "Check that no entry of the reading trail was changed, dropped or moved."

    def handle(self, *args, **options):
        check = TrailCheck.whole()
        broken = check.broken
        if broken is not None:
            when = f" ({broken.at.isoformat()})" if broken.at else ""
            raise CommandError(f"Entry {broken.number}{when}: {broken.what}.")
        self.stdout.write(
            self.style.SUCCESS(f"The trail holds: {check.number} entries.")
        )
