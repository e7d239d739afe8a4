"""The drawn pictures: all there, always the same, soft where they are soft."""

import pytest

from clinic_site.demo.articles import ARTICLES
from clinic_site.demo.people import PEOPLE
from clinic_site.demo.pictures import NAMES, SIZES, draw
from clinic_site.demo.practice import HOME, LOCATION
from clinic_site.demo.services import SERVICES

SMALL = {name: (width // 4, height // 4) for name, (width, height) in SIZES.items()}


def test_every_picture_in_use_is_drawn_and_described():
    used = [page["picture"] for page in [*ARTICLES, *SERVICES, *PEOPLE, HOME]]
    used.append(LOCATION["map_picture"])
    for page in [*ARTICLES, *SERVICES]:
        for kind, value in page["body"]:
            if kind in ("image", "figure"):
                used.append(value["image"])
                assert value["alt_text"] == NAMES[value["image"]]
    assert set(used) == set(NAMES)
    for alt_text in NAMES.values():
        assert alt_text.endswith(".") and ".jpg" not in alt_text


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_the_size_asked_for(name):
    picture = draw(name, SMALL[name])
    assert picture.size == SMALL[name]
    assert picture.mode == "RGB"
    assert len(picture.getcolors(maxcolors=1 << 20)) > 500


def test_a_picture_is_the_same_each_time():
    for name in ("one-drop", "street-map"):
        first, second = draw(name, SMALL[name]), draw(name, SMALL[name])
        assert first.tobytes() == second.tobytes()


def test_soft_skies_carry_grain_instead_of_bands():
    sky = draw("first-light", (400, 225)).crop((20, 5, 120, 25)).getchannel("R")
    steps = {
        abs(sky.getpixel((x, y)) - sky.getpixel((x + 1, y)))
        for x in range(98)
        for y in range(19)
    }
    assert {0, 1} <= steps and max(steps) <= 8
