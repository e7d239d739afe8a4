from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from clinic_site.leaving.folder import ExportRefused
from clinic_site.leaving.writing import export_site


class Command(BaseCommand):
    """Write everything the site says into a folder of plain files."""

    help = (
        "Writes every page as HTML, Markdown and JSON, with pictures, documents, "
        "snippets, settings, redirects and menus, into the folder DIR. Nothing of "
        "requests is in it. An earlier export there is replaced."
    )

    def add_arguments(self, parser):
        parser.add_argument("directory", metavar="DIR", type=Path)

    def handle(self, *, directory, **options):
        try:
            told = export_site(directory)
        except (ExportRefused, OSError) as error:
            raise CommandError(str(error)) from error
        counted = ", ".join(f"{count} {what}" for what, count in told.counts.items())
        self.stdout.write(f"{directory}: {counted}.")
        for title in told.gone:
            self.stderr.write(
                _("The file of “%(title)s” is gone; it is not in the export.")
                % {"title": title}
            )
        self.stdout.write(_("README.md there says what everything is."))
        self.stdout.write(
            _("Drafts that nobody published are in it: keep it as you keep those.")
        )
