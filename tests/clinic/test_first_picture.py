"""The picture that is seen first is not kept waiting; all others wait for a reader."""

import re

import pytest
from wagtail.images.tests.utils import get_test_image_file

from clinic.models import ClinicImage
from tests.factories import make_article, make_clinic, make_person

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of its pictures to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

HEADING = ("heading", {"text": "What happens", "level": "h2"})
TEXT = ("paragraph", "<p>The infusion runs for 40 minutes.</p>")


@pytest.fixture
def image():
    return ClinicImage.objects.create(title="p", file=get_test_image_file())


def picture(image, words):
    value = {"image": image, "alt_text": words, "decorative": False}
    return ("image", value | {"caption": "", "source": ""})


def pictures(client, page) -> dict[str, str]:
    """Return the element of each picture of a page by its text."""
    html = client.get(page.url).content.decode()
    found = re.findall(r"<img [^>]*>", html)
    return {re.search(r'alt="([^"]*)"', one)[1]: one for one in found}


def test_picture_on_the_first_screen_has_priority_and_others_are_lazy(client, image):
    make_clinic()
    body = [HEADING, picture(image, "first"), picture(image, "second"), TEXT]
    found = pictures(client, make_article(body=body))
    assert 'fetchpriority="high"' in found["first"]
    assert 'loading="lazy"' not in found["first"]
    assert 'fetchpriority="high"' not in found["second"]
    assert 'loading="lazy"' in found["second"]
    for one in found.values():
        assert all(
            f" {name}=" in one for name in ("srcset", "sizes", "width", "height")
        )
        assert ".webp" in one


def test_picture_further_down_waits_for_its_reader(client, image):
    make_clinic()
    body = [HEADING, TEXT, picture(image, "third")]
    found = pictures(client, make_article(body=body))
    assert 'loading="lazy"' in found["third"]
    assert "high" not in found["third"]


def test_portrait_is_webp_and_no_larger_than_it_is_shown(client, image):
    make_clinic()
    found = pictures(client, make_person(share_image=image))
    assert 'fetchpriority="high"' in found[""]
    assert "fill-352x352" in found[""]
    assert ".webp" in found[""]
