"""Where a trial run does its work, so that nobody waits for it.

A trial does everything in one transaction and takes it back. SQLite lets one of them
write at a time: for as long as the trial lasts no request of a patient could be stored.
There the trial gets a copy of the database, and what it found out is brought over.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from articles.imports import uploads
from articles.models import ImportedItem, ImportRun

# What a trial writes into the row of its run.
FOUND = ("state", "error", "summary", "total_items", "done_items", "finished_at")
# A copy that is lost with the machine is no loss.
HASTILY = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"


@contextmanager
def where_nobody_waits(run: ImportRun) -> Iterator[None]:
    """Let this thread write into a copy of the database, if it would hold others up.

    At the end the run and its items are as the trial left them in the copy, which is
    gone. Other threads go on with the database itself.
    """
    real = connections[DEFAULT_DB_ALIAS]
    if not run.dry_run or real.vendor != "sqlite" or real.is_in_memory_db():
        yield
        return
    stored, out = uploads.create()
    out.close()
    copy = uploads.path_of(stored)
    try:
        _fill(copy, real)
        options = {**real.settings_dict["OPTIONS"], "init_command": HASTILY}
        of_copy = {**real.settings_dict, "NAME": str(copy), "OPTIONS": options}
        connections[DEFAULT_DB_ALIAS] = apart = type(real)(of_copy, DEFAULT_DB_ALIAS)
        try:
            yield
        finally:
            found = ImportRun.objects.filter(pk=run.pk).values(*FOUND).get()
            items = list(ImportedItem.objects.filter(run=run).order_by("pk"))
            apart.close()
            connections[DEFAULT_DB_ALIAS] = real
        _bring_over(run, found, items)
    finally:
        connections[DEFAULT_DB_ALIAS] = real
        for ending in ("", "-wal", "-shm"):
            Path(f"{copy}{ending}").unlink(missing_ok=True)


def _fill(copy: Path, real) -> None:
    real.ensure_connection()
    # Whatever SQLite puts beside the copy is for the site alone, too.
    before = os.umask(0o077)
    try:
        with closing(sqlite3.connect(copy)) as target:
            # As it is at this moment; with a write-ahead log it holds up no writer.
            real.connection.backup(target)
    finally:
        os.umask(before)


@transaction.atomic
def _bring_over(run: ImportRun, found: dict, items: list[ImportedItem]) -> None:
    run.items.all().delete()
    for item in items:
        item.pk = None
    ImportedItem.objects.bulk_create(items, batch_size=500)
    ImportRun.objects.filter(pk=run.pk).update(**found)
