"""Read a backup back onto an empty machine or database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.dateparse import parse_datetime
from django.utils.timesince import timesince

from clinic_site.backup import restoring
from clinic_site.backup.sealing import BackupError


class Command(BaseCommand):
    """Restore a backup; refuses where anything would be overwritten.

    DIR is a backup, or a folder of backups: then it is the newest of them.
    """

    help = "Restores the backup DIR into an empty database and an empty media folder."
    # The database is empty: there is nothing to check yet.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; say whether the backup is whole and fits",
        )

    def handle(self, *args, **options):
        try:
            folder = restoring.chosen(options["directory"])
            manifest = restoring.verified(folder)
            self._tell(folder, manifest)
            restoring.refuse_unfit(manifest)
            if options["check"]:
                return
            restoring.refuse_full()
            files = restoring.restore(folder, manifest)
        except (BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored: the database and {files} files. Now:")
        for step in (
            "verify_audit_trail: nobody touched the reading trail",
            "rotate_keys --check: every value can be read",
            "look at the newest request at the desk; what came in later is not there",
            "purge_expired_requests, where it is there: what was purged is back",
        ):
            self.stdout.write(f"- {step}")

    def _tell(self, folder: Path, manifest) -> None:
        taken = parse_datetime(manifest.taken_at)
        self.stdout.write(f"{folder}: whole.")
        self.stdout.write(f"Taken {taken:%Y-%m-%d %H:%M} UTC, {timesince(taken)} ago.")
        versions = ", ".join(f"{k} {v}" for k, v in sorted(manifest.versions.items()))
        self.stdout.write(f"By {versions}; database: {manifest.database}.")
        newest = manifest.newest_migrations
        own = ("clinic", "articles", "consultations")
        at = ", ".join(f"{app} {newest[app]}" for app in own if app in newest)
        self.stdout.write(f"Newest migrations: {at}.")
        for line in restoring.lacking(manifest):
            self.stdout.write(
                f"Careful: {line}. What was written with it cannot be read until it "
                "is set."
            )
