"""The blocks together: previews, help, what may not stand side by side."""

import pytest
from wagtail import blocks
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError
from wagtail.images.tests.utils import get_test_image_file

from clinic.blocks import RARE, BodyBlock, FigureBlock, PictureBlock
from clinic.blocks.pictures import is_file_name
from clinic.models import ClinicImage, GlossaryTerm, Reference
from clinic_site.stylesheet import bundle
from tests.clinic.every_block import HELP, PRICE, every_block
from tests.factories import (
    make_article,
    make_clinic,
    make_editor,
    make_home,
    make_location,
    make_person,
    make_reference,
    make_service,
)

# Wagtail leaves the file in which it makes a smaller picture to the collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
NAMES = list(BodyBlock().child_blocks)
BUTTON = ("request_button", {"label": "Request a consultation"})
WORDS = ("paragraph", "<p>Words in between.</p>")


@pytest.fixture
def image(db):
    return ClinicImage.objects.create(
        title="waiting_room_2", file=get_test_image_file("waiting_room_2.png")
    )


@pytest.fixture
def full_page(image):
    service = make_service()
    return make_article(body=every_block(image, service), references=[make_reference()])


def fields_of(block, path=""):
    """Return every field inside a block with the way to it."""
    if isinstance(block, blocks.ListBlock):
        yield path, block
        # Plain things in a list are told of by the list.
        if isinstance(block.child_block, blocks.BaseStructBlock):
            yield from fields_of(block.child_block, path)
    elif isinstance(block, blocks.BaseStructBlock | blocks.BaseStreamBlock):
        for name, child in block.child_blocks.items():
            yield from fields_of(child, f"{path}.{name}")
    else:
        yield path, block


def test_every_field_of_every_block_has_a_help_text():
    def help_of(block):
        return getattr(block.meta, "help_text", "") or block.field.help_text

    bare = [path for path, field in fields_of(BodyBlock()) if not help_of(field)]
    assert bare == []


@pytest.mark.parametrize("model", [GlossaryTerm, Reference])
def test_every_field_of_a_snippet_has_a_help_text(model):
    bare = [
        field.name
        for field in model._meta.fields
        if field.editable and not field.auto_created and not field.help_text
    ]
    assert bare == []


def test_full_page_holds_every_block_and_every_rare_one(full_page):
    assert {block.block_type for block in full_page.body} == set(NAMES)
    assert set(NAMES) >= RARE
    assert full_page.unfinished() == []


def test_full_page_is_published_and_read(client, full_page):
    full_page.save_revision().publish()
    html = client.get(full_page.url).text
    for words in ("A nurse measures", "May I drive?", "$3,195", "Ask me anything."):
        assert words in html
    assert "None" not in html
    text = full_page.reader_text()
    assert "You arrive" in text
    assert "An adult takes you home." in text
    assert "youtube" not in text
    assert "Total for 6 visits: $3,195" in text


def test_words_of_the_new_blocks_are_found(full_page):
    body = full_page._meta.get_field("body")
    found = " ".join(body.get_searchable_content(full_page.body))
    for words in ("You arrive", "May I drive?", "First consultation", "where you wait"):
        assert words in found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("filled", [True, False], ids=["library", "empty"])
def test_preview_of_every_block_is_drawn_with_the_sites_sheet(
    client, image, name, filled
):
    if filled:
        make_service()
    else:
        image.delete()
        make_home()
    client.force_login(make_editor())
    block = BodyBlock().child_blocks[name]
    assert block.is_previewable
    response = client.get("/cms/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "css/bundles/site.css" in response.text
    assert 'class="prose"' in response.text
    main = response.text.split("<main")[1].split("</main>")[0]
    assert "None" not in main
    shown = ("<h2", "<p", "<figure", "<table", "<aside", "<ol", "<dl", "<article")
    assert any(tag in main for tag in shown), main


def test_block_preview_is_for_the_cms_alone(client):
    block = BodyBlock().child_blocks["price"]
    response = client.get("/cms/block-preview/", {"id": block.definition_prefix})
    assert response.status_code == 302


def check(*body):
    stream = BodyBlock()
    given = [(kind, stream.child_blocks[kind].normalize(v)) for kind, v in body]
    return stream, blocks.StreamValue(stream, given)


@pytest.mark.parametrize(
    "body",
    [
        [("callout", HELP), BUTTON],
        [BUTTON, ("callout", HELP)],
        [WORDS, ("price", PRICE), ("callout", HELP)],
        [("callout", HELP), ("price", PRICE), WORDS],
    ],
)
def test_nothing_that_sells_stands_beside_when_to_get_help(body):
    stream, value = check(*body)
    with pytest.raises(StreamBlockValidationError) as refused:
        stream.clean(value)
    (error,) = refused.value.block_errors.values()
    assert "directly beside “When to get help”" in str(error)
    assert stream.clean_deferred(value)


def test_service_card_beside_when_to_get_help_is_refused():
    card = ("service_card", {"service": make_service()})
    stream, value = check(("callout", HELP), card)
    with pytest.raises(StreamBlockValidationError):
        stream.clean(value)


@pytest.mark.parametrize(
    "body",
    [
        [("callout", HELP), WORDS, BUTTON],
        [("callout", {**HELP, "kind": "safety"}), BUTTON],
        [("callout", HELP), ("callout", {**HELP, "kind": "key"}), BUTTON],
    ],
)
def test_sales_at_a_distance_are_fine(body):
    stream, value = check(*body)
    assert stream.clean(value)


def test_request_section_is_left_out_right_after_when_to_get_help(client):
    section = 'class="request-section"'
    helping = make_person(body=[("callout", HELP)])
    plain = make_person(slug="b", body=[("callout", HELP), WORDS])
    assert section not in client.get(helping.url).text
    assert section in client.get(plain.url).text


@pytest.mark.parametrize("make", [make_article, make_service])
def test_request_section_never_follows_the_crisis_note_directly(client, make):
    make_clinic()
    page = make(body=[("callout", HELP)])
    html = client.get(page.url).text
    between = html[html.index("note--help") : html.index("request-section")]
    assert "note--quiet" in between


def test_card_of_an_unpublished_service_disappears(client):
    service = make_service("Slow infusion", "slow-infusion")
    page = make_article(body=[("service_card", {"service": service}), WORDS])
    html = client.get(page.url).text
    assert f'href="{service.url}">Slow infusion' in html
    service.unpublish()
    html = client.get(page.url).text
    assert "Slow infusion" not in html
    assert 'href="None"' not in html
    service.delete()
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize(
    "words",
    [
        "photo.jpg",
        "Chair.WEBP",
        "IMG_2041",
        "DSC00012",
        "waiting_room",
        "Screenshot 2024-05-01",
        "image 3",
    ],
)
def test_name_of_a_file_is_no_text_alternative(image, words):
    assert is_file_name(words)
    for block in (PictureBlock(), FigureBlock()):
        given = {"image": image.pk, "alt_text": words, "caption": "C", "source": "S"}
        with pytest.raises(StructBlockValidationError) as refused:
            block.clean(block.to_python(given))
        assert "name of a file" in str(refused.value.block_errors["alt_text"])
        assert block.clean_deferred(block.to_python(given))


@pytest.mark.parametrize(
    "words", ["A chair by a window", "Waiting room", "Image of two chairs", "Room 3"]
)
def test_plain_words_are_a_text_alternative(image, words):
    assert not is_file_name(words, image)


def test_name_that_the_library_gave_is_no_text_alternative(image):
    image.title = "front-desk-3"
    assert is_file_name("Front-desk-3", image)


@pytest.mark.parametrize("lacking", ["alt_text", "caption", "source"])
def test_figure_needs_its_words_and_its_source(image, lacking):
    block = FigureBlock()
    given = {"image": image.pk, "alt_text": "It falls", "caption": "C", "source": "S"}
    assert block.clean(block.to_python(given))
    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({**given, lacking: ""}))
    assert list(refused.value.block_errors) == [lacking]


@pytest.mark.parametrize("name", ["image", "figure", "video"])
def test_unfinished_picture_is_shown_in_a_preview(name):
    block = BodyBlock().child_blocks[name]
    value = block.to_python({})
    assert "<figure" in block.render(value)


@pytest.mark.parametrize("lists", ["steps", "questions"])
def test_lists_ask_for_enough_entries(lists):
    block = BodyBlock().child_blocks[lists]
    value = block.to_python({lists: []})
    with pytest.raises(StructBlockValidationError):
        block.clean(value)
    assert block.clean_deferred(value) is not None


def test_article_carries_the_sheet_of_its_blocks(client):
    plain = make_article("Plain")
    rare = make_article("Rare", body=[("price", PRICE)])
    assert bundle("article").text in client.get(plain.url).text
    assert bundle("article_more").text in client.get(rare.url).text


def test_location_shows_its_blocks(client):
    page = make_location(body=[("price", PRICE)])
    assert "$3,195" in client.get(page.url).text
