"""Carries out one import with whoever reads its kind of file."""

from collections.abc import Callable

from django.utils import timezone

from articles.imports import uploads
from articles.imports.drafts import ImportRefused, import_export
from articles.imports.written import digest
from articles.models import ArticlePage, ImportedItem, ImportRun

__all__ = ["ImportRefused", "carry_out"]


def carry_out(run: ImportRun, should_stop: Callable[[], bool]) -> None:
    """Read the file of a run and bring in what it holds, from where it stopped.

    Raises ImportRefused or ExportFileError, whose text says why, for people.
    """
    report = import_export(uploads.path_of(run.file), dry_run=run.dry_run)
    for number, outcome in enumerate(report.outcomes):
        article = ArticlePage.objects.filter(title=outcome.title).last()
        ImportedItem.objects.get_or_create(
            run=run,
            source=f"post {number}",
            defaults={
                "kind": "post",
                "title": outcome.title,
                "outcome": "created",
                "page": article,
                "words_in": outcome.words_in,
                "words_out": outcome.words_out,
                "notes": outcome.notes,
                "written_digest": digest(article) if article else "",
            },
        )
    run.total_items = run.done_items = len(report.outcomes)
    run.state, run.finished_at = ImportRun.State.DONE, timezone.now()
    run.save()
