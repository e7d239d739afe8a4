"""A Word document becomes one draft article."""

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from articles.imports.word import read_document, store_document
from articles.models import ArticlePage
from clinic.models import ClinicImage, Reference
from tests.articles.word_files import (
    PNG,
    document,
    link,
    note_mark,
    paragraph,
    picture,
)
from tests.factories import make_article_index, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index():
    return make_article_index()


def sample(**parts):
    return document(
        paragraph("After an infusion", style="Title"),
        paragraph("Rest", style="Heading1"),
        paragraph("Most people sleep", note_mark(1), ", some read", note_mark(2)),
        paragraph(picture("A bed by the window")),
        pictures=[PNG],
        **{"footnotes": ["Lind 2024. doi:10.5555/rest.1", "Moor 2023."], **parts},
    )


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "rest.docx"
    path.write_bytes(sample().getvalue())
    return path


def run(path, **options):
    out = StringIO()
    call_command("import_word", str(path), stdout=out, stderr=out, **options)
    return out.getvalue()


def latest():
    return ArticlePage.objects.get().get_latest_revision_as_object()


def test_document_becomes_a_draft_with_pictures_and_references(file):
    make_editor()

    told = run(file, by="editor")

    article = latest()
    assert not article.live
    assert (article.title, article.slug) == ("After an infusion", "after-an-infusion")
    assert article.owner.get_username() == "editor"
    assert [block.block_type for block in article.body] == [
        "heading",
        "paragraph",
        "image",
    ]
    assert "Most people sleep[1], some read[2]" in str(article.body[1].value)
    assert article.body[2].value["alt_text"] == "A bed by the window"
    assert [reference.citation for reference in article.references] == [
        "Lind 2024. doi:10.5555/rest.1",
        "Moor 2023.",
    ]
    assert article.references[0].doi == "10.5555/rest.1"
    assert article.citation_mistakes() == []
    assert told.startswith(
        "After an infusion: imported as a draft; 6 words, pictures: 1, references: 2"
    )


def test_links_of_a_document_lead_where_they_led(tmp_path):
    address = "https://example.org/rest"
    path = tmp_path / "links.docx"
    path.write_bytes(
        document(
            paragraph("After an infusion", style="Title"),
            paragraph("More is told ", link("by our friends"), " at length."),
            links=[address],
        ).getvalue()
    )

    run(path)

    text = str(latest().body[0].value)
    assert f'<a href="{address}">by our friends</a>' in text


def test_reference_that_is_known_is_cited_and_not_doubled(file):
    known = Reference.objects.create(
        key="lind2024", citation="Lind A.", doi="10.5555/REST.1"
    )

    run(file)
    run(file)

    assert Reference.objects.count() == 2
    for article in ArticlePage.objects.all():
        assert article.get_latest_revision_as_object().references[0] == known
    assert {article.slug for article in ArticlePage.objects.all()} == {
        "after-an-infusion",
        "after-an-infusion-2",
    }


def test_dry_run_says_the_same_and_leaves_nothing(file):
    before = _files()

    told = run(file, dry_run=True)

    assert "imported as a draft; 6 words" in told
    assert "nothing was written" in told
    assert not ArticlePage.objects.exists()
    assert not ClinicImage.objects.exists()
    assert not Reference.objects.exists()
    assert _files() == before


def _files():
    try:
        return sorted(default_storage.listdir("original_images")[1])
    except FileNotFoundError:
        return []


def test_picture_that_cannot_be_read_is_told_and_the_rest_comes_in():
    broken = document(paragraph("a", picture("A bed"), "b"), pictures=[b"no picture"])

    stored = store_document(read_document(broken, "rest.docx"))

    assert stored.body.pictures_missing == ["word-picture:1"]
    assert any("word-picture-1.png" in line for line in stored.body.notes)
    assert not ClinicImage.objects.exists()


def test_refusals_are_told_in_words(index, file, tmp_path):
    with pytest.raises(CommandError, match="no active account"):
        run(file, by="nobody")
    with pytest.raises(CommandError, match="no file"):
        run(tmp_path / "none.docx")
    index.delete()
    with pytest.raises(CommandError, match="no list of articles"):
        run(file)
