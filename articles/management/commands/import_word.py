from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.imports.word import WordFileError, read_document, store_document


class Command(BaseCommand):
    """Bring a Word document in as a draft article."""

    help = (
        "Import a Word document (.docx) as one draft article: its headings, lists, "
        "tables, pictures and links, and its notes as references."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the .docx file")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, do nothing"
        )
        parser.add_argument("--by", metavar="EDITOR", help="username of who brings it")

    def handle(self, *, file, dry_run, by, **options):
        user = None
        if by:
            users = get_user_model().objects.filter(username=by, is_active=True)
            user = users.first()
            if not user:
                raise CommandError(
                    _("There is no active account “%(name)s”.") % {"name": by}
                )
        try:
            document = read_document(file)
            stored = store_document(document, by=user, dry_run=dry_run)
        except WordFileError as error:
            raise CommandError(str(error)) from error
        self._tell(stored)
        if dry_run:
            self.stderr.write(_("This was a dry run: nothing was written."))

    def _tell(self, stored):
        body, count = stored.body, len(stored.body.words)
        counted = [
            ngettext("%(n)d word", "%(n)d words", count) % {"n": count},
            _("pictures: %(n)d") % {"n": len(stored.pictures)},
            _("references: %(n)d") % {"n": len(stored.references)},
        ]
        self.stdout.write(
            _("%(title)s: imported as a draft; %(counted)s")
            % {"title": stored.article.title, "counted": ", ".join(counted)}
        )
        told = [
            *(f"{before} → {after} ({why})" for before, after, why in body.changed),
            *(f"{what}: {count}" for what, count in body.unmapped.items()),
            *(_("picture missing: %s") % source for source in body.pictures_missing),
            *body.notes,
        ]
        for line in told:
            self.stdout.write(f"  {line}")
