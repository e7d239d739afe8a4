"""A trial on SQLite works on a copy: whoever writes meanwhile is not held up."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from articles.imports import pulse, runs, uploads
from articles.imports.apart import where_nobody_waits
from articles.models import ArticlePage, ImportedItem, ImportRun
from tests.articles.importing import BLOCKS
from tests.articles.uploading import kept
from tests.factories import make_article_index

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="PostgreSQL holds nobody up"
    ),
]


@pytest.fixture
def on_disk(settings, tmp_path):
    """Move the test's database into a file, as a site has it; return the file."""
    settings.IMPORTS_ROOT = str(tmp_path / "imports")
    make_article_index()
    real = connections[DEFAULT_DB_ALIAS]
    path = tmp_path / "db.sqlite3"
    path.write_bytes(real.connection.serialize())
    there = type(real)({**real.settings_dict, "NAME": str(path)}, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = there
    try:
        yield path
    finally:
        there.close()
        connections[DEFAULT_DB_ALIAS] = real


def make_run(**fields) -> ImportRun:
    stored, out = uploads.create()
    with out:
        out.write(BLOCKS.read_bytes())
    kind = ImportRun.Kind.WORDPRESS
    return ImportRun.objects.create(kind=kind, name="a.xml", file=stored, **fields)


def write_elsewhere(path: Path) -> None:
    """Write as another process would, who does not wait."""
    with closing(sqlite3.connect(path, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE articles_importrun SET name = 'written meanwhile'")
        other.commit()


def test_others_write_while_a_trial_holds_its_transaction(on_disk):
    run = make_run(dry_run=True)
    with where_nobody_waits(run), transaction.atomic():
        ImportRun.objects.filter(pk=run.pk).update(done_items=3)
        write_elsewhere(on_disk)

    run.refresh_from_db()
    assert (run.name, run.done_items) == ("written meanwhile", 3)
    assert kept() == {run.file}


def test_trial_tells_what_it_found_and_leaves_nothing(on_disk):
    run = make_run(dry_run=True, state=ImportRun.State.RUNNING)
    runs.carry_out(run, lambda: False)

    run.refresh_from_db()
    assert run.state == ImportRun.State.DONE
    titles = run.items.filter(kind="post").values_list("title", flat=True)
    assert "Getting ready for a first visit & parking" in titles
    assert not ArticlePage.objects.exists()
    assert kept() == {run.file}


def test_copy_is_for_the_site_alone_and_gone_when_a_trial_fails(on_disk):
    run = make_run(dry_run=True)
    with pytest.raises(ZeroDivisionError), where_nobody_waits(run):
        (copy,) = kept() - {run.file} - {n for n in kept() if "-" in n}
        assert uploads.path_of(copy).stat().st_mode & 0o077 == 0
        raise ZeroDivisionError

    assert kept() == {run.file}
    assert connections[DEFAULT_DB_ALIAS].settings_dict["NAME"] == str(on_disk)


def test_import_for_real_writes_where_everybody_reads(on_disk):
    run = make_run()
    with where_nobody_waits(run):
        assert connections[DEFAULT_DB_ALIAS].settings_dict["NAME"] == str(on_disk)


def test_progress_of_a_trial_is_told_by_its_pulse(on_disk):
    run = make_run(dry_run=True, state=ImportRun.State.RUNNING)
    seen = []
    beat = pulse.Pulse(run)

    def look() -> bool:
        seen.append((run.done_items, run.total_items))
        return False

    runs.carry_out(run, look)
    assert any(0 < done <= (total or 0) for done, total in seen)
    shown = make_run(dry_run=True, state=ImportRun.State.RUNNING)
    beat = pulse.Pulse(shown)
    shown.done_items, shown.total_items = 4, 9
    beat.once()
    stored = ImportRun.objects.get(pk=shown.pk)
    assert (stored.done_items, stored.total_items) == (4, 9)
    assert ImportedItem.objects.filter(run=run).exists()
