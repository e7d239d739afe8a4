"""Importing again brings in what changed there and keeps what was done here."""

import threading

import pytest
from django.core.management import CommandError
from django.db import connection, connections

from articles.imports.refused import ImportRefused
from articles.imports.running import LOCK, ImportBusy, run_for, run_import
from articles.models import ArticlePage, ImportedItem, ImportRun, Topic
from clinic.alone import alone
from clinic.models import StandardPage
from tests.articles.exporting import item, term, written
from tests.articles.importing import counts, latest, publish_again
from tests.articles.importing import run as run_command
from tests.factories import make_editor, make_reviewer

pytestmark = pytest.mark.django_db
Outcome = ImportedItem.Outcome
State = ImportRun.State


@pytest.fixture(autouse=True)
def index(article_index):
    return article_index


@pytest.fixture
def bring(tmp_path):
    """Return a function that imports an export of these parts and gives the run."""

    def bring(*parts, dry_run=False, **options):
        path = written(tmp_path, *parts)
        return run_import(run_for(path, dry_run=dry_run), path=path, **options)

    return bring


def entry(run, source) -> ImportedItem:
    return run.items.get(source=source)


def outcomes(run) -> dict:
    return dict(run.items.values_list("source", "outcome"))


VISITS = ("category", "visits", "Visits")


def test_what_changed_there_is_brought_up_to_date(bring):
    bring(item(1, "One"), item(2, "Two"))
    first = latest(1).latest_revision_id

    run = bring(
        item(1, "One, anew", "<p>New words.</p>", uses=[VISITS]), item(2, "Two")
    )

    assert outcomes(run)["post 1"] == Outcome.UPDATED
    assert outcomes(run)["post 2"] == Outcome.UNCHANGED
    page = latest(1)
    assert page.title == "One, anew"
    assert page.body[0].value.source == "<p>New words.</p>"
    assert [topic.slug for topic in page.topics.all()] == ["visits"]
    assert entry(run, "post 1").revision_before == first
    assert ArticlePage.objects.count() == 2


def test_third_run_knows_what_the_second_wrote(bring):
    bring(item(1, "One"))
    bring(item(1, "Two"))

    assert outcomes(bring(item(1, "Three")))["post 1"] == Outcome.UPDATED
    assert latest(1).title == "Three"


@pytest.mark.parametrize("what", ["title", "summary", "body", "topics", "slug"])
def test_edit_made_here_is_never_overwritten(bring, what):
    bring(item(1, "One"))
    page = latest(1)
    if what == "body":
        page.body = [("paragraph", "<p>Edited here.</p>")]
    elif what == "topics":
        page.topics = [Topic.objects.create(title="Ours", slug="ours")]
    else:
        setattr(page, what, "edited-here")
    page.save_revision()
    before = counts()

    for words in ("<p>New words.</p>", "<p>Newer words.</p>"):
        run = bring(item(1, "One", words))

        assert outcomes(run)["post 1"] == Outcome.EDITED_HERE
        assert "was edited here" in entry(run, "post 1").notes[-1]
    assert counts() == before
    assert latest(1).reader_digest() == page.reader_digest()


def test_edit_here_of_what_stayed_the_same_there_is_no_conflict(bring):
    bring(item(1, "One"))
    page = latest(1)
    page.title = "Edited here"
    page.save_revision()

    assert outcomes(bring(item(1, "One")))["post 1"] == Outcome.UNCHANGED
    assert latest(1).title == "Edited here"


def test_plain_page_is_brought_up_to_date_as_well(bring):
    bring(item(1, "About", kind="page"))

    run = bring(item(1, "About us", kind="page"))

    page = StandardPage.objects.get().get_latest_revision_as_object()
    assert page.title == "About us"
    assert outcomes(run)["page 1"] == Outcome.UPDATED


def test_page_deleted_here_is_not_brought_back_in_silence(bring):
    bring(item(1), item(2))
    ArticlePage.objects.get(wordpress_id=1).delete()

    for _ in range(2):
        run = bring(item(1, "Changed"), item(2))

        assert outcomes(run)["post 1"] == Outcome.LEFT_OUT
        assert "deleted here" in entry(run, "post 1").notes[0]
        assert not ArticlePage.objects.filter(wordpress_id=1).exists()

    assert outcomes(bring(item(1), bring_back=True))["post 1"] == Outcome.CREATED
    assert latest(1).title == "A note"


def test_topic_deleted_here_is_not_brought_back_in_silence(bring):
    bring(term("visits", "Visits"), item(1, uses=[VISITS]))
    Topic.objects.get().delete()

    run = bring(term("visits", "Visits"), item(1, uses=[VISITS]))

    assert not Topic.objects.exists()
    assert outcomes(run)["category visits"] == Outcome.LEFT_OUT


def test_import_that_was_undone_counts_for_nothing(bring):
    run = bring(item(1))
    ArticlePage.objects.get(wordpress_id=1).delete()
    run.items.update(undone=ImportedItem.Undone.REMOVED)

    assert outcomes(bring(item(1)))["post 1"] == Outcome.CREATED


def test_article_of_an_import_without_records_is_known(bring):
    bring(item(1, "One"))
    ImportRun.objects.all().delete()

    run = bring(item(1, "One"))

    assert outcomes(run)["post 1"] == Outcome.UNCHANGED
    assert ArticlePage.objects.count() == 1
    # Nobody edited it since, so it may be brought up to date.
    assert outcomes(bring(item(1, "Two")))["post 1"] == Outcome.UPDATED


def test_edited_article_of_an_import_without_records_is_left_alone(bring):
    bring(item(1, "One"))
    ImportRun.objects.all().delete()
    page = latest(1)
    page.title = "Edited here"
    page.save_revision()

    bring(item(1, "One"))
    run = bring(item(1, "Two"))

    assert outcomes(run)["post 1"] == Outcome.EDITED_HERE
    assert latest(1).title == "Edited here"


def test_another_site_with_the_same_numbers_comes_in_beside(bring, tmp_path):
    bring(item(1, "One"), term("visits", "Visits"))
    path = tmp_path / "other.xml"
    text = written(tmp_path, item(1, "Another", slug="another")).read_text()
    path.write_text(text.replace("harbor.example", "other.example"))

    run = run_import(run_for(path), path=path)

    assert outcomes(run)["post 1"] == Outcome.CREATED
    assert latest(1).title == "One"
    assert ArticlePage.objects.count() == 2
    assert outcomes(run_import(run_for(path), path=path))["post 1"] == (
        Outcome.UNCHANGED
    )


def test_published_article_stays_as_it_is_until_the_update_is_published(tmp_path):
    make_editor()
    make_reviewer()
    path = written(tmp_path, item(1, "One"))
    publish_again(path)
    written(tmp_path, item(1, "Two"))

    run_command(path)

    page = ArticlePage.objects.get(wordpress_id=1)
    assert (page.live, page.title, latest(1).title) == (True, "One", "Two")
    assert ", published" in publish_again(path)
    assert ArticlePage.objects.get(wordpress_id=1).title == "Two"


def test_trial_run_says_the_same_and_keeps_only_its_records(bring):
    before = counts()
    trial = bring(item(1, uses=[VISITS]), term("visits", "Visits"), dry_run=True)

    assert counts() == before
    assert not Topic.objects.exists()
    assert (trial.state, trial.dry_run) == (State.DONE, True)
    real = bring(item(1, uses=[VISITS]), term("visits", "Visits"))
    told = ("source", "kind", "outcome", "words_in", "words_out", "notes", "findings")
    assert list(trial.items.values(*told)) == list(real.items.values(*told))
    assert trial.done_items == real.done_items
    assert trial.items.filter(page__isnull=False).count() == 0
    assert outcomes(real)["post 1"] == Outcome.CREATED


def test_import_that_is_stopped_goes_on_where_it_stopped(bring, tmp_path):
    parts = [item(number) for number in range(1, 6)]
    asked = iter([False, False, True])

    run = bring(*parts, should_stop=lambda: next(asked))

    assert (run.state, run.done_items) == (State.WAITING, 2)
    assert ArticlePage.objects.count() == 2
    again = bring(*parts)
    assert again.pk == run.pk
    assert (again.state, again.done_items, again.total_items) == (State.DONE, 5, 5)
    assert ArticlePage.objects.count() == 5


def test_run_that_is_done_is_not_done_again(bring, tmp_path):
    run = bring(item(1))
    before = counts()

    assert run_import(run, path=tmp_path / "gone.xml").state == State.DONE
    assert counts() == before


def test_run_remembers_why_it_failed(tmp_path):
    path = written(tmp_path, item(1))
    path.write_text(path.read_text()[:-40])
    run = run_for(path)

    with pytest.raises(ImportRefused, match="ends too early"):
        run_import(run, path=path)

    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "ends too early" in run.error
    assert not ArticlePage.objects.exists()


def test_failure_of_the_program_is_written_down(bring, monkeypatch):
    def fail(work):
        raise KeyError("canary")

    monkeypatch.setattr("articles.imports.storing.menus.store_all", fail)
    with pytest.raises(KeyError):
        bring(item(1))

    run = ImportRun.objects.get()
    assert (run.state, run.error) == (State.FAILED, "The program failed (KeyError).")


def test_two_imports_at_once_are_refused(bring, tmp_path):
    held, free, told = threading.Event(), threading.Event(), []

    def hold():
        # Another process has a connection of its own.
        with alone(LOCK) as mine:
            told.append(mine)
            held.set()
            free.wait(30)
        if connection.vendor == "postgresql":
            connections.close_all()

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert held.wait(30) and told == [True]
        with pytest.raises(ImportBusy, match="Another import is at work"):
            bring(item(1))
        with pytest.raises(CommandError, match="Another import is at work"):
            run_command(written(tmp_path, item(1)))
    finally:
        free.set()
        other.join()

    assert ImportRun.objects.get().state == State.WAITING
    assert bring(item(1)).state == State.DONE
