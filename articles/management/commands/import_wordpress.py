from collections import Counter

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.imports import approvers, files, proof
from articles.imports.refused import ImportRefused
from articles.imports.running import run_for, run_import
from articles.models import ImportedItem, ImportRun

Outcome = ImportedItem.Outcome
PAGES = ("post", "page")


class Command(BaseCommand):
    """Bring the posts and pages of a WordPress export in as drafts."""

    help = (
        "Import a WordPress export (the .xml file of Tools > Export): posts become "
        "draft articles, pages draft pages, with topics, people and pictures. Running "
        "it again goes on where it stopped, or brings in what changed since."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the .xml file that WordPress exported")
        parser.add_argument(
            "--media",
            metavar="DIR",
            help="the folder wp-content/uploads of the old site, or a zip of it",
        )
        parser.add_argument(
            "--report",
            metavar="DIR",
            help="where to write report.html and report.json (default: below var/)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, do nothing"
        )
        parser.add_argument(
            "--bring-back",
            action="store_true",
            help="bring back what an import brought in and somebody deleted here",
        )
        approvers.add_arguments(
            parser, publishes="publish what was public in WordPress"
        )

    def handle(self, *, file, media, dry_run, bring_back, report, **options):
        try:
            people = approvers.given(
                publish=options["publish"],
                by=options["by"],
                reviewed_by=options["reviewed_by"],
            )
            run = run_import(
                run_for(file, dry_run=dry_run),
                path=file,
                media=media,
                approvers=people,
                bring_back=bring_back,
            )
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        self._tell(run, report)

    def _write(self, run, folder):
        """Write the report, and say where it is even if something failed."""
        if run.state != ImportRun.State.DONE:
            return
        count = run.summary.get("addresses", {})
        for address, why in count.get("taken", []):
            self.stdout.write(
                _("Old address %(address)s: %(why)s") % {"address": address, "why": why}
            )
        self.stdout.write(
            _("Old addresses led on: %(count)d.") % {"count": count.get("kept", 0)}
        )
        try:
            html, data = proof.write(run, folder or files.folder() / f"report-{run.pk}")
        except OSError as error:
            self.stderr.write(
                _("The report could not be written: %(reason)s.")
                % {"reason": error.strerror}
            )
            return
        self.stdout.write(_("The report: %(path)s") % {"path": html})
        self.stdout.write(_("The same for programs: %(path)s") % {"path": data})

    def _tell(self, run, report):
        # What each says of its words may be long: never all of them at once.
        items = run.items.order_by("pk").defer("proof", "findings", "old_urls")
        done = Counter()
        for item in items.filter(kind__in=PAGES).iterator(chunk_size=500):
            self.stdout.write("; ".join([_line(item), *item.notes]))
            done[_done(item)] += 1
        others = items.exclude(kind__in=PAGES).exclude(notes=[])
        for item in others.iterator(chunk_size=500):
            kind_and_title = f"{item.kind} “{item.title}”"
            self.stdout.write(": ".join([kind_and_title, "; ".join(item.notes)]))
        for name, why in run.summary.get("media_refused", []):
            self.stdout.write(
                _("Among the uploads, %(name)s: %(why)s") % {"name": name, "why": why}
            )
        self._write(run, report)
        self.stdout.write(
            _("Posts and pages: %(done)s. Left out: %(left_out)s.")
            % {"done": _counts(done), "left_out": _counts(run.summary["left_out"])}
        )
        if run.dry_run:
            self.stderr.write(_("This was a dry run: nothing was written."))
        failed = items.filter(outcome=Outcome.FAILED).count()
        if failed:
            raise CommandError(
                _("%(count)d could not be imported; see above why.") % {"count": failed}
            )


def _line(item: ImportedItem) -> str:
    return _("%(title)s: %(words_in)d words in, %(words_out)d out, %(done)s") % {
        "title": item.title,
        "words_in": item.words_in,
        "words_out": item.words_out,
        "done": _done(item),
    }


def _done(item: ImportedItem) -> str:
    if item.published:
        created = item.outcome == Outcome.CREATED
        return _("imported and published") if created else _("published")
    return item.get_outcome_display()


def _counts(counter: dict) -> str:
    return ", ".join(f"{count} {what}" for what, count in counter.items()) or _("none")
