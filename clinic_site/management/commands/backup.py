"""Write a backup, and delete the ones that are too old."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from clinic_site.backup import taking
from clinic_site.backup.sealing import BackupError


class Command(BaseCommand):
    """Back up database and media into DIR, encrypted under BACKUP_KEY.

    The site may go on meanwhile. Ends with an error when there is no new backup.
    """

    help = "Writes an encrypted backup into DIR and deletes expired ones there."

    def add_arguments(self, parser):
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument(
            "--keep",
            metavar="N",
            type=int,
            help="keep the newest N at most (older than BACKUP_KEEP_DAYS go anyway)",
        )

    def handle(self, *args, **options):
        keep, folder = options["keep"], options["directory"]
        if keep is not None and keep < 1:
            raise CommandError("--keep needs a number from 1 on.")
        try:
            taken = taking.take(folder, at_most=keep)
        except (BackupError, OSError) as error:
            raise CommandError(f"No backup was made. {error}") from error
        if taken.leftovers:
            self.stdout.write(f"Removed {taken.leftovers} unfinished by earlier runs.")
        self.stdout.write(
            f"{taken.path}: {taken.size} bytes, database and {taken.files} files."
        )
        if taken.deleted:
            self.stdout.write(
                f"Deleted {len(taken.deleted)} expired: {', '.join(taken.deleted)}."
            )
        days = settings.BACKUP_KEEP_DAYS
        self.stdout.write(
            f"Backups are kept for {days} days: what was purged longer ago is in none."
        )
