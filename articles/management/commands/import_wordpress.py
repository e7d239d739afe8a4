from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.imports.drafts import ImportRefused, find_approvers, import_export
from articles.imports.wordpress import ExportFileError


class Command(BaseCommand):
    """Bring the posts of a WordPress export in as draft articles."""

    help = (
        "Import the posts of a WordPress export (the .xml file of Tools > Export) as "
        "draft articles. Running it again changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the .xml file that WordPress exported")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, do nothing"
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="publish what was public in WordPress; needs both people below",
        )
        parser.add_argument("--by", metavar="EDITOR", help="username of the editor")
        parser.add_argument(
            "--reviewed-by",
            metavar="REVIEWER",
            help="username of the medical reviewer, somebody else",
        )

    def handle(self, *, file, dry_run, publish, by, reviewed_by, **options):
        if publish != bool(by and reviewed_by) or bool(by) != bool(reviewed_by):
            raise CommandError(
                _("Publishing takes --publish, --by EDITOR and --reviewed-by REVIEWER.")
            )
        try:
            approvers = find_approvers(by, reviewed_by) if publish else None
            report = import_export(file, approvers=approvers, dry_run=dry_run)
        except (ExportFileError, ImportRefused) as error:
            raise CommandError(str(error)) from error
        self._tell(report, dry_run)

    def _tell(self, report, dry_run):
        for outcome in report.outcomes:
            line = _(
                "%(title)s: %(words_in)d words in, %(words_out)d out, %(done)s"
            ) % {
                "title": outcome.title,
                "words_in": outcome.words_in,
                "words_out": outcome.words_out,
                "done": outcome.done,
            }
            self.stdout.write("; ".join([line, *outcome.notes]))
        done = Counter(outcome.done for outcome in report.outcomes)
        self.stdout.write(
            _("Posts: %(done)s. Left out: %(left_out)s.")
            % {"done": _counts(done), "left_out": _counts(report.left_out)}
        )
        if dry_run:
            self.stderr.write(_("This was a dry run: nothing was written."))


def _counts(counter: Counter) -> str:
    return ", ".join(f"{count} {what}" for what, count in counter.items()) or _("none")
