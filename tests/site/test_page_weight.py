"""How much a first view weighs, and that a bundle holds what its page needs."""

import gzip
import re

import brotli
import pytest
from wagtail.images.tests.utils import get_test_image_file

from clinic.models import ClinicImage
from clinic_site.compression import QUICK, THOROUGH, compress, squeeze
from clinic_site.stylesheet import INLINED, MANIFESTS, build, bundle
from tests.clinic.every_block import every_block
from tests.factories import (
    make_article,
    make_clinic,
    make_location,
    make_person,
    make_reference,
    make_service,
)

pytestmark = pytest.mark.django_db

# What fits into the first round trip: ten packets of 1,460 bytes, rounded.
FIRST_TRIP = 14.6 * 1024
SHEET = 9 * 1024

STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
CHOICE = re.compile(r":(?:not|is|where)\([^()]*\)|:has\([^()]*,[^()]*\)")
CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")


# Made small in haste, for they are not the same for everybody: see compression.py.
HASTY = ("/request-a-consultation/", "/accounts/", "/no-such-page/")
HASTY += ("form", "received", "yours")


def weight(address: str, page: bytes) -> int:
    """Return how many bytes a browser receives for HTML and CSS."""
    if "?" in address or address.startswith(HASTY):
        return len(compress(page, "br", QUICK["br"]))
    return len(compress(squeeze(page), "br", THOROUGH["br"]))


def test_first_view_of_every_page_fits_into_the_first_round_trip(demo_pages):
    weights = {address: weight(address, page) for address, page in demo_pages.items()}
    for address, size in sorted(weights.items(), key=lambda item: -item[1]):
        zipped = len(gzip.compress(squeeze(demo_pages[address]), 9))
        print(f"{size:6} br {zipped:6} gzip  {address}")  # noqa: T201

    heavy = {address: size for address, size in weights.items() if size > FIRST_TRIP}
    assert not heavy


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_article_of_every_block_fits_into_the_first_round_trip(client):
    image = ClinicImage.objects.create(title="p", file=get_test_image_file())
    make_clinic()
    make_location()
    page = make_article(
        body=every_block(image, make_service()),
        references=[make_reference()],
        author=make_person(),
    )
    page.save_revision().publish()

    size = weight(page.url, client.get(page.url).content)

    print(f"{size:6} br  an article of every block")  # noqa: T201
    assert size <= FIRST_TRIP


def test_sheet_of_every_page_stays_within_its_budget(demo_pages):
    for address, page in demo_pages.items():
        (sheet,) = STYLE.findall(page)
        assert len(brotli.compress(sheet, quality=11)) <= SHEET, address


def classes_of(html: str) -> set[str]:
    """Return every class that the elements of a page carry."""
    names = re.findall(r'\sclass="([^"]*)"', html)
    return {name for value in names for name in value.split()}


def rules(part: str) -> list[set[str]]:
    """Return, for each selector of a file, the classes an element needs for it."""
    css = re.sub(r"/\*.*?\*/", "", build_of(part), flags=re.DOTALL)
    found = []
    for prelude in re.findall(r"([^{};]+)\{", css):
        if prelude.strip().startswith("@"):
            continue
        found += [set(CLASS.findall(s)) for s in certain(prelude).split(",")]
    return [needed for needed in found if needed]


def certain(selector: str) -> str:
    """Leave out of a selector what an element may have or must not have."""
    while True:
        shorter = CHOICE.sub("", selector)
        if shorter == selector:
            return selector
        selector = shorter


def build_of(part: str) -> str:
    MANIFESTS["one"] = [part]
    try:
        return build("one")
    finally:
        del MANIFESTS["one"]


def kind_of(page: str) -> str:
    """Return the name of the bundle that a page carries."""
    sheet = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    (name,) = (name for name in INLINED if bundle(name).text == sheet)
    return name


def unstyled(address: str, page: str) -> list[str]:
    """Name the files that style something of this page and are not in its bundle."""
    here = classes_of(page)
    bundled = MANIFESTS[kind_of(page)]
    return [
        f"{address}: {part} styles .{' .'.join(sorted(needed))}"
        for part in sorted(set(MANIFESTS["site"]) - set(bundled))
        for needed in rules(part)
        if needed <= here
    ]


def test_no_page_lacks_a_rule_of_the_whole_sheet(demo_pages):
    lacking = [
        line
        for address, page in demo_pages.items()
        for line in unstyled(address, page.decode())
    ]
    wanted = "\n".join(sorted(set(lacking)))
    assert not lacking, f"Name the kind in SITE of stylesheet.py:\n{wanted}"


def test_lacking_rule_is_noticed():
    page = f'<style>{bundle("list").text}</style><div class="hero"></div>'

    assert unstyled("/", page)
    assert not unstyled("/", page.replace("hero", "card"))


@pytest.mark.parametrize("kind", INLINED)
def test_every_kind_of_page_is_among_those_looked_at(demo_pages, kind):
    assert kind in {kind_of(page.decode()) for page in demo_pages.values()}
