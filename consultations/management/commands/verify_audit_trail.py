from django.core.management.base import BaseCommand, CommandError

from consultations.models import ReadingEntry, first_broken_link


class Command(BaseCommand):
    """Follow the reading trail; exit 1 and name the first entry that does not hold."""

    help = "Check that no entry of the reading trail was changed, dropped or moved."

    def handle(self, *args, **options):
        broken = first_broken_link()
        if broken is not None:
            when = f" ({broken.at.isoformat()})" if broken.at else ""
            raise CommandError(f"Entry {broken.number}{when}: {broken.what}.")
        count = ReadingEntry.objects.count()
        self.stdout.write(self.style.SUCCESS(f"The trail holds: {count} entries."))
