"""The whole report of an import, as a page to read and as data for a program."""

from django.template.loader import render_to_string

from articles.models import ImportRun

FIELDS = ("source", "kind", "title", "outcome", "words_in", "words_out", "notes")


def report(run: ImportRun) -> dict:
    """Return what became of each thing in the file."""
    return {
        "file": run.name,
        "digest": run.digest,
        "kind": run.kind,
        "state": run.state,
        "trial": run.dry_run,
        "items": list(run.items.values(*FIELDS, "findings", "proof", "old_urls")),
    }


def page(run: ImportRun) -> str:
    """Return the same as a page that needs nothing else."""
    context = {"run": run, "items": run.items.all()}
    return render_to_string("articles/imports/report_page.html", context)
