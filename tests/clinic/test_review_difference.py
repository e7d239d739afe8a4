"""The difference a reviewer reads: everything a reader could see change, in words."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.images.tests.utils import get_test_image_file

from articles.models import ArticleSource
from clinic.models import ClinicImage
from clinic.review.difference import difference
from clinic.review.pieces import pieces_of
from clinic.review.suggesting import rewrite
from clinic.review.words import INSERTED, REMOVED
from tests.factories import (
    make_article,
    make_home,
    make_person,
    make_reference,
    make_service,
)
from tests.layers import layer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

TABLE = {
    "columns": [
        {"type": "text", "heading": "Effect"},
        {"type": "text", "heading": "How many"},
    ],
    "rows": [{"values": ["Drowsy", "56 in 100"]}, {"values": ["Dizzy", "20 in 100"]}],
    "caption": "What people felt",
}
BODY = [
    ("heading", {"level": "h2", "text": "The first night"}),
    ("paragraph", "<p>Many sleep <b>soundly</b>. [1]</p><ul><li>Rest</li></ul>"),
    ("callout", {"kind": "key", "title": "Go slowly", "text": "<p>Sit up first.</p>"}),
    ("quote", {"text": "It was calm.", "source": "A nurse"}),
    ("table", TABLE),
    ("request_button", {"label": "Ask us"}),
]


def as_stored(blocks):
    """Give blocks as the database holds them, the table's included."""
    return [
        {"type": kind, "value": value, "id": f"block-{number}"}
        for number, (kind, value) in enumerate(blocks)
    ]


@layer
def drafted():
    page = make_article(
        live=False,
        body=[],
        key_points=[("point", "Sleep comes.")],
        references=[make_reference()],
    )
    field = page._meta.get_field("body")
    page.body = field.stream_block.to_python(as_stored(BODY))
    page.save_revision()
    return page


@pytest.fixture
def article(drafted):
    return again(drafted)


def again(page):
    return page.get_latest_revision_as_object()


def changed(before, after) -> list:
    return [change for change in difference(before, after) if not change.is_same]


def came(change) -> str:
    return "".join(
        text for p in change.pieces for op, text in p.segments if op == INSERTED
    )


def gone(change) -> str:
    return "".join(
        text for p in change.pieces for op, text in p.segments if op == REMOVED
    )


def reworded(page, place: str, words: str):
    """Return the page with other words in the piece that `place` ends."""
    other = again(page)
    found = next(p.place for p in pieces_of(other) if p.place.endswith(place))
    assert rewrite(other, {found: words}) == {}
    return other


def test_nothing_is_different_from_itself(article):
    assert changed(article, again(article)) == []


def test_new_page_is_shown_whole_without_marks(article):
    parts = difference(None, article)
    labels = [part.part.label for part in parts]
    assert labels[:2] == ["Title", "Summary"]
    assert labels[-1] == "References"
    ops = {op for part in parts for p in part.pieces for op, _text in p.segments}
    assert ops == {"same"}


@pytest.mark.parametrize(
    ("place", "words", "label", "removed", "inserted"),
    [
        ("title", "Sleep after a visit", "Title", "an infusion", "a visit"),
        ("summary", "What a night may be like.", "Summary", "first ", ""),
        ("block-0/text", "The second night", "Heading", "first", "second"),
        ("block-1/0", "Many rest soundly. [1]", "Text", "sleep", "rest"),
        ("block-1/1", "Rest well", "Text", "", " well"),
        ("block-2/title", "Go gently", "Callout", "slowly", "gently"),
        ("block-2/text/0", "Sit up at first.", "Callout", "", "at "),
        ("block-3/text", "It was very calm.", "Quote", "", "very "),
        ("block-3/source", "A night nurse", "Quote", "", "night "),
        ("block-4/caption", "What they felt", "Table", "people", "they"),
        ("block-4/heading/1", "How often", "Table", "many", "often"),
        ("block-4/row/1/1", "22 in 100", "Table", "20", "22"),
        ("block-5/label", "Ask us now", "Request button", "", " now"),
    ],
)
def test_each_piece_takes_other_words_and_shows_them(
    article, place, words, label, removed, inserted
):
    other = reworded(article, place, words)
    (change,) = changed(article, other)
    assert change.part.label == label
    assert (gone(change), came(change)) == (removed, inserted)
    assert other.reader_digest() != article.reader_digest()
    # What was written is what a draft keeps.
    other.save_revision()
    assert again(other).reader_digest() == other.reader_digest()


def test_key_point_takes_other_words(article):
    place = f"key_points/{article.key_points[0].id}"
    other = reworded(article, place, "Sleep mostly comes.")
    (change,) = changed(article, other)
    assert came(change) == "mostly "
    assert other.key_points[0].value == "Sleep mostly comes."


def test_inline_markup_stays_where_its_words_stay(article):
    other = reworded(article, "block-1/0", "Some sleep soundly. [1]")
    source = other.body[1].value.source
    assert source == "<p>Some sleep <b>soundly</b>. [1]</p><ul><li>Rest</li></ul>"


def test_several_pieces_of_one_text_change_at_once(article):
    other = again(article)
    typed = {
        "body/block-1/0": "A longer line than before, much longer. [1]",
        "body/block-1/1": "Rest and drink",
    }
    assert rewrite(other, typed) == {}
    assert "<li>Rest and drink</li>" in other.body[1].value.source
    assert "<p>A longer line" in other.body[1].value.source


@pytest.mark.parametrize(
    ("place", "words", "reason"),
    [
        ("title", "   ", "Write the other words"),
        ("title", "x" * 300, "255"),
        ("summary", "x" * 301, "300"),
        ("body/block-0/text", "x" * 161, "160"),
        ("body/block-1/0", "Many sleep soundly.", r"Keep \[1\]"),
        ("body/gone/0", "Words", "not there any more"),
        ("body/block-2/kind", "Safety", "cannot be changed as plain words"),
    ],
)
def test_words_that_do_not_fit_are_refused(article, place, words, reason):
    errors = rewrite(again(article), {place: words})
    with pytest.raises(ValidationError, match=reason):
        raise errors[place]


def test_block_put_in_taken_out_and_moved(article):
    other = again(article)
    blocks = list(other.body.get_prep_value())
    new = {"type": "paragraph", "value": "<p>Fresh.</p>", "id": "fresh"}
    order = [blocks[0], new, blocks[2], blocks[1], *blocks[4:]]
    other.body = other._meta.get_field("body").stream_block.to_python(order)
    found = {c.part.key: (c.state, c.is_moved) for c in changed(article, other)}
    assert found["body/fresh"] == ("added", False)
    assert found["body/block-3"] == ("removed", False)
    assert list(found.values()).count(("same", True)) == 1


def test_block_under_another_id_is_the_same_block(article):
    other = again(article)
    blocks = [{**b, "id": f"new-{b['id']}"} for b in other.body.get_prep_value()]
    other.body = other._meta.get_field("body").stream_block.to_python(blocks)
    assert changed(article, other) == []


def test_row_put_into_a_table_changes_no_other_row(article):
    other = again(article)
    table = other.body[4].value
    table.row_data.insert(0, {"values": ["Calm", "70 in 100"]})
    (change,) = changed(article, other)
    assert came(change) == "Calm70 in 100"
    assert gone(change) == ""
    labels = [p.piece.label for p in change.pieces if p.state == "added"]
    assert labels == ["Effect", "Calm, How many"]


def test_paragraph_put_between_others_changes_none_of_them(article):
    other = again(article)
    source = other.body[1].value.source
    other.body[1].value.source = source.replace("</p>", "</p><p>Nap early.</p>", 1)
    (change,) = changed(article, other)
    assert (gone(change), came(change)) == ("", "Nap early.")


def test_link_that_leads_elsewhere_is_said(article):
    one, other = again(article), again(article)
    one.body[1].value.source = '<p>See <a href="https://a.example/">this</a>.</p>'
    other.body[1].value.source = '<p>See <a href="https://b.example/">this</a>.</p>'
    (change,) = changed(one, other)
    (piece,) = change.pieces
    assert piece.marks_gone == ["<a https://a.example/> “this”"]
    assert piece.marks_come == ["<a https://b.example/> “this”"]


def test_references_put_in_and_taken_out(article):
    other = again(article)
    new = make_reference(key="new2021", citation="New N. A second trial.")
    other.sources = [ArticleSource(reference=new)]
    (change,) = changed(article, other)
    assert "New N. A second trial." in came(change)
    assert "Author A." in gone(change)


def test_picture_put_in_the_place_of_another(article):
    one, other = (
        ClinicImage.objects.create(
            title=title, file=get_test_image_file(f"{title}.png")
        )
        for title in ("first", "second")
    )
    before, after = again(article), again(article)
    before.share_image, after.share_image = one, other
    (change,) = changed(before, after)
    (piece,) = change.pieces
    assert (piece.picture_gone, piece.piece.picture) == (one.pk, other.pk)
    (change,) = changed(article, after)
    assert (change.state, change.part.label) == ("added", "Picture")


@pytest.mark.parametrize(
    "name", ["title", "summary", "seo_title", "search_description"]
)
def test_field_that_is_filled_or_emptied_is_shown(article, name):
    one, other = again(article), again(article)
    setattr(one, name, "")
    setattr(other, name, "Filled")
    (change,) = changed(one, other)
    assert (change.state, came(change)) == ("added", "Filled")
    (change,) = changed(other, one)
    assert (change.state, gone(change)) == ("removed", "Filled")


@pytest.mark.parametrize("make", [make_article, make_service, make_person, make_home])
def test_whatever_a_digest_reads_the_difference_shows(make):
    page = make()
    page = page if page.latest_revision_id else make_home()
    for name in page._digested_fields():
        field = page._meta.get_field(name)
        if field.get_internal_type() not in ("CharField", "TextField"):
            continue
        other = type(page).objects.get(pk=page.pk)
        value = next(
            (key for key, _w in field.choices or [] if key != getattr(page, name)),
            "Other",
        )
        setattr(other, name, value)
        assert other.reader_digest() != page.reader_digest()
        assert len(changed(page, other)) == 1, name
