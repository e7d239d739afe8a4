from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.imports import approvers
from articles.imports.refused import ImportRefused
from clinic_site.leaving.bringing import import_site
from clinic_site.leaving.folder import ExportRefused


class Command(BaseCommand):
    """Bring the export of a site back, as drafts or in two people's names."""

    help = (
        "Brings what export_site wrote into this site: DIR is its folder, or a zip "
        "file of it. Running it again changes nothing; what was edited here is never "
        "overwritten."
    )

    def add_arguments(self, parser):
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, do nothing"
        )
        approvers.add_arguments(parser, publishes="publish what was live there")

    def handle(self, *, directory, dry_run, publish, by, reviewed_by, **options):
        try:
            people = approvers.given(publish=publish, by=by, reviewed_by=reviewed_by)
            report = import_site(directory, approvers=people, dry_run=dry_run)
        except (ExportRefused, ImportRefused) as error:
            raise CommandError(str(error)) from error
        for line in report.lines():
            self.stdout.write(line)
        if dry_run:
            self.stderr.write(_("This was a dry run: nothing was written."))
