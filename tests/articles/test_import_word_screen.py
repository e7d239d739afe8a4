"""A Word document from the screen: uploaded, tried, a draft, and away again."""

import html

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.imports import uploads
from articles.models import ArticlePage, ImportedItem, ImportRun
from clinic.models import ClinicImage
from tests.articles.test_import_word import sample
from tests.articles.uploading import SCREEN, kept, newest, upload, work
from tests.factories import make_article_index, make_editor

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves a picture's temporary file to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

Outcome = ImportedItem.Outcome


@pytest.fixture(autouse=True)
def editor(client, settings, tmp_path):
    settings.IMPORTS_ROOT = str(tmp_path / "imports")
    settings.MEDIA_ROOT = str(tmp_path / "media")
    make_article_index()
    editor = make_editor()
    client.force_login(editor)
    return editor


def word(made=None, name="rest.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (made or sample()).getvalue())


def stored_pictures() -> list[str]:
    if not default_storage.exists("original_images"):
        return []
    return default_storage.listdir("original_images")[1]


def test_trial_reports_and_leaves_nothing(client):
    upload(client, word())
    assert newest().kind == ImportRun.Kind.WORD
    work()

    text = newest().items.get(kind="document")
    assert (text.outcome, text.page) == (Outcome.CREATED, None)
    assert text.words_in == text.words_out > 0
    assert not ArticlePage.objects.exists() and not ClinicImage.objects.exists()
    assert stored_pictures() == []
    assert kept() == {newest().file}


def test_document_becomes_a_draft_with_its_report(client, editor):
    upload(client, word(), how="real")
    work()

    run = newest()
    article = ArticlePage.objects.get()
    assert run.state == ImportRun.State.DONE
    assert not article.live
    assert article.latest_revision.user == editor
    shown = client.get(f"{SCREEN}{run.pk}/").text
    assert f"/cms/pages/{article.pk}/edit/" in shown
    assert "After an infusion" in shown
    report = client.get(f"{SCREEN}{run.pk}/report.json").json()
    (told,) = [item for item in report["items"] if item["is_text"]]
    assert told["percent"] == 100
    assert kept() == set()


def test_undo_takes_draft_and_picture_back(client, editor):
    upload(client, word(), how="real")
    work()
    client.post(f"{SCREEN}{newest().pk}/undo/", {"undo": "yes"})
    work()

    assert newest().state == ImportRun.State.UNDONE
    assert not ArticlePage.objects.exists() and not ClinicImage.objects.exists()
    upload(client, word(), how="real")
    work()
    assert ArticlePage.objects.count() == 1


def test_same_document_makes_no_second_draft(client):
    for _ in range(2):
        upload(client, word(), how="real")
        work()

    assert ArticlePage.objects.count() == 1
    text = newest().items.get()
    assert (text.outcome, text.page.pk) == (
        Outcome.UNCHANGED,
        ArticlePage.objects.get().pk,
    )


def test_document_that_cannot_be_read_says_why(client):
    upload(client, word())
    # Damaged after it was looked at: the middle of it is gone.
    path = uploads.path_of(newest().file)
    whole = path.read_bytes()
    path.write_bytes(whole[:100] + whole[-100:])
    work()

    run = newest()
    assert run.state == ImportRun.State.FAILED
    assert run.error and "nobody foresaw" not in run.error
    assert run.error in html.unescape(client.get(f"{SCREEN}{run.pk}/").text)
