from django.core.management.base import BaseCommand, CommandError

from consultations import figures


class Command(BaseCommand):
    """Count the figures anew from the events; `--check` exits 1 where they differ."""

    help = "Counts the managers' figures anew from the events of all requests."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check",
            action="store_true",
            help="change nothing: compare, and name the first figure that differs",
        )

    def handle(self, *args, check, **options):
        if check:
            count, difference = figures.first_difference()
            if difference:
                raise CommandError(
                    f"{difference}. The worker counts what is new within a minute; "
                    "manage.py rebuild_figures counts everything anew."
                )
            said = f"The figures of all {count} requests are what their events say."
        else:
            said = f"The figures of {figures.rebuild()} requests were counted anew."
        self.stdout.write(self.style.SUCCESS(said))
