import re

import pytest
from django.template.loader import render_to_string
from wagtail.blocks import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlockValidationError
from wagtail.images.tests.utils import get_test_image_file

from clinic.blocks import BodyBlock, CalloutBlock, PictureBlock, QuoteBlock, TableBlock
from clinic.models import ClinicImage
from tests.factories import make_article, make_plain_page, make_reference

# Wagtail leaves the file in which it makes a smaller picture to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
TABLE = {
    "caption": "What people felt",
    "columns": [
        {"type": "text", "heading": "Effect"},
        {"type": "text", "heading": "How many"},
    ],
    "rows": [
        {"values": ["Drowsy", "56 in 100 [1]"]},
        {"values": ["Dizzy", "<45 in 100"]},
    ],
}


@pytest.fixture
def image(db):
    return ClinicImage.objects.create(
        title="p", credit="Ada, CC BY", file=get_test_image_file()
    )


def picture(image, **fields):
    block = PictureBlock()
    value = {"image": image.pk, "alt_text": "", "decorative": False, **fields}
    return block, block.to_python(value)


def clean(image, **fields):
    block, value = picture(image, **fields)
    return block.clean(value)


def table(**fields):
    block = TableBlock()
    return block, block.to_python({**TABLE, **fields})


def test_picture_without_words_is_refused_unless_it_is_decoration(image):
    with pytest.raises(StructBlockValidationError) as refused:
        clean(image, alt_text="  ")
    assert "Say what the picture shows" in str(refused.value.block_errors["alt_text"])
    assert clean(image, decorative=True)
    assert clean(image, alt_text="A chair by a window")["alt_text"]


def test_picture_says_where_it_comes_from(image):
    block, value = picture(image, alt_text="A chair", caption="Where you sit.")
    html = block.render(value)
    assert "Where you sit." in html
    assert "Source: Ada, CC BY" in html
    block, value = picture(image, alt_text="A chair", source="Our <own> hand")
    html = block.render(value)
    assert "Source: Our &lt;own&gt; hand" in html
    assert "Ada" not in html


def test_picture_without_caption_and_source_has_no_empty_line_below(image):
    image.credit = ""
    image.save()
    block, value = picture(image, decorative=True)
    html = block.render(value)
    assert "figcaption" not in html
    assert 'alt=""' in html


def test_picture_comes_in_several_widths_without_moving_the_text(image):
    block, value = picture(image, alt_text="A chair")
    tag = re.search(r"<img[^>]*>", block.render(value))[0]
    for attribute in ("srcset=", "sizes=", "width=", "height=", 'loading="lazy"'):
        assert attribute in tag


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"caption": " "}, "Give the table a caption"),
        (
            {"columns": [TABLE["columns"][0], {"type": "text", "heading": " "}]},
            "Give every column a heading",
        ),
        ({"rows": [{"values": ["", "56 in 100"]}]}, "it names the row"),
        ({"rows": []}, "at least two columns and one row"),
        (
            {"columns": TABLE["columns"][:1], "rows": [{"values": ["Drowsy"]}]},
            "at least two columns and one row",
        ),
    ],
)
def test_table_without_header_cells_is_refused_in_words(change, words):
    block, value = table(**change)
    with pytest.raises(TypedTableBlockValidationError) as refused:
        block.clean(value)
    assert words in " ".join(refused.value.as_json_data()["messages"])


def test_unfinished_table_can_be_saved_as_a_draft():
    block, value = table(caption="", rows=[])
    block.defer_required_validation()
    assert block.clean(value).caption == ""


def test_table_names_its_rows_and_columns_in_a_frame_that_scrolls():
    block, value = table()
    assert block.clean(value)
    html = block.render(value, {"references": ["one"]})
    assert '<th scope="col">Effect</th>' in html
    assert '<th scope="row">Drowsy</th>' in html
    assert "<caption>What people felt</caption>" in html
    assert 'class="table-scroll" aria-label="What people felt" tabindex="0"' in html
    assert "<td>&lt;45 in 100</td>" in html
    assert 'href="#ref-1"' in html


@pytest.mark.django_db
def test_words_of_a_table_are_read_searched_and_digested(client):
    page = make_article(body=[("table", TABLE)], references=[make_reference()])
    text = page.reader_text()
    assert "What people felt" in text
    assert "Effect; How many" in text
    assert "Drowsy; 56 in 100 [1]" in text
    body = page._meta.get_field("body")
    assert "Drowsy" in body.get_searchable_content(page.body)
    before = page.reader_digest()
    rows = [{"values": ["Drowsy", "57 in 100 [1]"]}, TABLE["rows"][1]]
    page.body = [("table", {**TABLE, "rows": rows})]
    assert page.reader_digest() != before
    html = client.get(page.url).content.decode()
    assert '<th scope="row">Drowsy</th>' in html


@pytest.mark.django_db
def test_option_that_a_block_gains_later_voids_no_approval(image):
    value = {"image": image.pk, "alt_text": "A chair", "decorative": False}
    page = make_article(body=[])
    body = page._meta.get_field("body")
    page.body = body.to_python([{"type": "image", "value": value}])
    before = page.reader_digest()
    page.body = body.to_python([{"type": "image", "value": {**value, "source": ""}}])
    assert page.reader_digest() == before
    page.body = body.to_python([{"type": "image", "value": {**value, "source": "A"}}])
    assert page.reader_digest() != before


@pytest.mark.parametrize("kind", ["key", "safety", "help"])
def test_callout_for_help_alone_carries_the_numbers_that_answer(kind):
    block = CalloutBlock()
    value = {"kind": kind, "title": "When to call", "text": "<p>At any hour.</p>"}
    html = block.render(block.to_python(value))
    assert f"note--{kind}" in html
    for link in ("tel:988", "sms:988", "tel:911"):
        assert (f'href="{link}"' in html) == (kind == "help")


def test_quote_runs_in_the_direction_of_its_words():
    block = QuoteBlock()
    html = block.render(block.to_python({"text": "שלום", "source": "Noor"}))
    assert '<figure class="quote" dir="auto">' in html
    assert "<figcaption>Noor</figcaption>" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({}, "doi:10.1000/rest"),
        ({"doi": "", "pmid": "123"}, "PubMed 123"),
        (
            {"doi": "", "url": "https://www.fda.gov/a/b", "publisher": "FDA"},
            "FDA (fda.gov)",
        ),
        ({"doi": "", "url": "https://988lifeline.org"}, "988lifeline.org"),
    ],
)
def test_link_of_a_reference_says_where_it_leads(fields, name):
    reference = make_reference(**fields)
    html = render_to_string("components/references.html", {"references": [reference]})
    assert f">{name}<" in html
    assert f'href="{reference.link}"' in html


@pytest.mark.django_db
def test_every_kind_of_page_shows_a_table(client):
    page = make_plain_page(body=[("table", TABLE)])
    html = client.get(page.url).content.decode()
    assert '<th scope="row">Drowsy</th>' in html
    # A plain page cites nothing: the number stays as it was written.
    assert "56 in 100 [1]" in html


def test_every_block_has_icon_description_and_template():
    for name, block in BodyBlock().child_blocks.items():
        assert block.meta.icon not in ("", "placeholder"), name
        assert block.meta.description, name
        assert block.meta.template, name


def test_body_offers_no_raw_html():
    names = {type(b).__name__ for b in BodyBlock().child_blocks.values()}
    assert "RawHTMLBlock" not in names
