"""All public words of a page are read, each with the name of its field."""

import pytest
from wagtail import blocks
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Comment

from clinic.claims.pieces import _of_block, pieces
from clinic.models import ClinicImage
from tests.factories import make_clinic, make_draft, make_editor, make_location

pytestmark = pytest.mark.django_db


def read(thing) -> dict[str, str]:
    return {piece.field: piece.text for piece in pieces(thing)}


@pytest.fixture
def picture():
    return ClinicImage.objects.create(
        title="A file", file=get_test_image_file("room.png"), credit="By Kim"
    )


@pytest.fixture
def article(picture):
    table = {
        "columns": [
            {"type": "text", "heading": "Effect"},
            {"type": "text", "heading": "Number"},
        ],
        "rows": [{"values": ["Drowsy", "56"]}],
        "caption": "What people felt",
    }
    image = {
        "image": picture.pk,
        "alt_text": "A chair",
        "decorative": False,
        "caption": "The room",
        "source": "The clinic",
    }
    article = make_draft(
        [],
        summary="In short",
        seo_title="For searchers",
        search_description="For results",
        slug="a-safe-cure",
        share_image=picture,
        key_points=[("point", "One point")],
    )
    article.body = [
        {"type": "heading", "value": {"text": "A heading", "level": "h2"}},
        {"type": "paragraph", "value": "<p>One.</p><ul><li>Two</li></ul>"},
        {"type": "image", "value": image},
        {"type": "table", "value": table},
        {
            "type": "callout",
            "value": {"kind": "key", "title": "Note", "text": "<p>Call us</p>"},
        },
        {"type": "quote", "value": {"text": "Ask me", "source": "The nurse"}},
        {"type": "request_button", "value": {"label": "Ask now"}},
    ]
    article.save_revision()
    return article.get_latest_revision_as_object()


def test_every_word_of_an_article_is_read(article):
    words = [piece.text for piece in pieces(article)]

    assert sorted(words) == sorted(
        [
            article.title,
            "For searchers",
            "For results",
            "In short",
            "By Kim",
            "One point",
            "A heading",
            "One.\nTwo",
            "By Kim",
            "A chair",
            "The room",
            "The clinic",
            "What people felt",
            "Effect; Number",
            "Drowsy; 56",
            "Note",
            "Call us",
            "Ask me",
            "The nurse",
            "Ask now",
        ]
    )


def test_fields_are_named_as_the_editor_names_them(article):
    found = read(article)

    assert found["Summary"] == "In short"
    assert found["Title tag"] == "For searchers"
    assert found["Text, Text (2)"] == "One.\nTwo"
    assert found["Text, Picture (3), Caption"] == "The room"
    assert found["Text, Callout (5), Title"] == "Note"


def test_references_can_be_set_in_running_text_alone(article):
    cites = {piece.field: piece.cites for piece in pieces(article)}

    assert cites["Text, Text (2)"]
    assert cites["Text, Callout (5), Text"]
    assert not cites["Summary"]
    assert not cites["Text, Heading (1), Text"]


def test_what_no_reader_sees_is_not_read(article):
    Comment.objects.create(
        page=article, user=make_editor(), text="A safe cure!", contentpath="title"
    )

    assert "cure" not in " ".join(read(article).values())
    assert "e-mail" not in {field.lower() for field in read(make_clinic())}


def test_rows_of_a_page_are_read():
    place = make_location()
    place.map_description = "By the river"
    found = read(place)

    assert found["Holiday, name"] == "Thanksgiving Day"
    assert found["The map in words"] == "By the river"


def test_what_a_block_reckons_is_read():
    class Total(blocks.StructBlock):
        price = blocks.IntegerBlock()

        def reader_text(self, value):
            return [f"In all: ${value['price'] * 6}"]

    block = Total()
    [piece] = _of_block(block, block.to_python({"price": 480}), ["Price"])

    assert (piece.field, piece.text) == ("Price", "In all: $2880")
