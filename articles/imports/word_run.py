"""Brings an uploaded Word document in, with a record of it like that of an export."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.imports import files, proof
from articles.imports.refused import ImportRefused
from articles.imports.storing.pages import written_digest
from articles.imports.word import (
    Document,
    Stored,
    WordFileError,
    read_document,
    store_document,
)
from articles.models import ImportedItem, ImportRun

Outcome = ImportedItem.Outcome


def run_document(run: ImportRun) -> None:
    """Store the document of a run as one draft; a trial takes it back again.

    Raises ImportRefused where it cannot be read or stored; then nothing of it is here.
    """
    try:
        document = read_document(files.folder() / run.file, run.name)
        if known := _known(run):
            _keep(run, [known])
        else:
            _store(run, document)
    except WordFileError as error:
        raise ImportRefused(str(error)) from error


def _source(run: ImportRun) -> str:
    return f"document {run.digest[:32]}"


def _known(run: ImportRun) -> ImportedItem | None:
    """Return what is told of the very same file where its draft is still here."""
    earlier = ImportedItem.objects.standing().filter(source=_source(run))
    earlier = earlier.exclude(page=None).order_by("-pk").first()
    if earlier is None:
        return None
    return ImportedItem(
        run=run,
        source=earlier.source,
        kind="document",
        title=earlier.title,
        outcome=Outcome.UNCHANGED,
        page=earlier.page,
        written_digest=earlier.written_digest,
        words_in=earlier.words_in,
        words_out=earlier.words_out,
        notes=[_("this very document was imported before: its draft is used")],
    )


def _store(run: ImportRun, document: Document) -> None:
    kept = False
    pictures = []
    try:
        with transaction.atomic():
            stored = store_document(document, by=run.started_by)
            pictures = stored.pictures
            items = [_text(run, document, stored), *_pictures(run, stored)]
            if not run.dry_run:
                _keep(run, items)
            transaction.set_rollback(run.dry_run)
        kept = not run.dry_run
    finally:
        if not kept:
            # The database forgets what was undone, the disk does not.
            for picture in pictures:
                picture.file.delete(save=False)
    if run.dry_run:
        for item in items:
            item.page = item.picture = None
        _keep(run, items)


def _text(run: ImportRun, document: Document, stored: Stored) -> ImportedItem:
    body = stored.body
    item = ImportedItem(
        run=run,
        source=_source(run),
        kind="document",
        title=stored.article.title[:255],
        outcome=Outcome.CREATED,
        page=stored.article.page_ptr,
        source_digest=run.digest,
        written_digest=written_digest(stored.article),
        notes=[*document.told, *body.notes],
    )
    if stored.references:
        item.notes.append(
            _("references: %(number)d") % {"number": len(stored.references)}
        )
    item.proof = {
        "unmapped": dict(body.unmapped),
        "pictures_missing": list(body.pictures_missing),
    }
    proof.weigh(item, html=document.html, body=body, page=stored.article)
    return item


def _pictures(run: ImportRun, stored: Stored) -> list[ImportedItem]:
    return [
        ImportedItem(
            run=run,
            source=f"picture {number}",
            kind="attachment",
            title=picture.title,
            outcome=Outcome.CREATED,
            picture=picture,
        )
        for number, picture in enumerate(stored.pictures, 1)
    ]


@transaction.atomic
def _keep(run: ImportRun, items: list[ImportedItem]) -> None:
    run.items.all().delete()
    for item in items:
        item.finished_at = timezone.now()
    ImportedItem.objects.bulk_create(items)
    run.total_items = run.done_items = len(items)
    run.state, run.finished_at = ImportRun.State.DONE, timezone.now()
    run.save(update_fields=["total_items", "done_items", "state", "finished_at"])
