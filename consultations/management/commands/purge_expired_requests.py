from django.core.management.base import BaseCommand, CommandError

from consultations.retention import purge_expired, what_is_due, wipe


class Command(BaseCommand):
    """Purge requests whose retention clock has run out; safe to stop and to repeat."""

    help = "Delete the requests that are over for longer than they may be kept."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would go, by rule and reference, and write nothing",
        )

    def handle(self, *args, **options):
        if options["dry_run"]:
            due = what_is_due()
            for rule, references in due.items():
                self._say(rule, references)
            total = sum(map(len, due.values()))
            self.stdout.write(f"{total} requests would go. Nothing was written.")
            return
        total = 0
        for rule, references in purge_expired():
            self._say(rule, references)
            total += len(references)
        self.stdout.write(f"{total} requests purged.")
        if not wipe():
            raise CommandError(
                "The rows are gone, but something still reads the database, so its "
                "log could not be cut. Run this again later."
            )

    def _say(self, rule, references):
        if references:
            named = " ".join(references)
            self.stdout.write(f"{rule.label}: {len(references)}: {named}")
