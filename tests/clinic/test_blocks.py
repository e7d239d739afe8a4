import pytest
from wagtail.blocks import StructBlockValidationError
from wagtail.images.tests.utils import get_test_image_file

from clinic.blocks import BodyBlock, PictureBlock
from clinic.models import ClinicImage


@pytest.fixture
def image(db):
    return ClinicImage.objects.create(title="p", file=get_test_image_file())


def clean(image, **fields):
    block = PictureBlock()
    value = {"image": image, "alt_text": "", "decorative": False, "caption": ""}
    return block.clean(block.to_python({**value, **fields, "image": image.pk}))


def test_picture_without_words_is_refused_unless_it_is_decoration(image):
    with pytest.raises(StructBlockValidationError) as refused:
        clean(image, alt_text="  ")
    assert "Say what the picture shows" in str(refused.value.block_errors["alt_text"])
    assert clean(image, decorative=True)
    assert clean(image, alt_text="A chair by a window")["alt_text"]


def test_every_block_has_icon_description_and_template():
    for name, block in BodyBlock().child_blocks.items():
        assert block.meta.icon not in ("", "placeholder"), name
        assert block.meta.description, name
        assert block.meta.template, name


def test_body_offers_no_raw_html():
    names = {type(b).__name__ for b in BodyBlock().child_blocks.values()}
    assert "RawHTMLBlock" not in names
