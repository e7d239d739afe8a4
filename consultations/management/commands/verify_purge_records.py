from django.core.management.base import BaseCommand, CommandError

from consultations.models import PurgeRecord, first_broken_record
from consultations.models.lookups import normal_reference


class Command(BaseCommand):
    """Check the purge records; with a reference, say when its request was purged."""

    help = "Check that no purge record was changed or dropped, or ask for one."

    def add_arguments(self, parser):
        parser.add_argument("reference", nargs="?", help="of a request that is gone")

    def handle(self, *args, **options):
        if broken := first_broken_record():
            raise CommandError(f"Record {broken.number}: {broken.what}.")
        count = PurgeRecord.objects.count()
        self.stdout.write(self.style.SUCCESS(f"The records hold: {count}."))
        if not options["reference"]:
            return
        record = PurgeRecord.naming(normal_reference(options["reference"]))
        if record is None:
            raise CommandError("No record tells of this reference.")
        by = f", by {record.actor}" if record.actor else ""
        self.stdout.write(
            f"Purged {record.at:%Y-%m-%d %H:%M} UTC, in record {record.number} "
            f"({record.get_rule_display()}{by})."
        )
