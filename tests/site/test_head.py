"""What stands in the head of every public page, and what it points at."""

import html
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from PIL import Image

from clinic_site.manifest import manifest
from clinic_site.stylesheet import SOURCE, color
from tests.factories import make_clinic, make_home

pytestmark = pytest.mark.django_db

# Pages of staff and of one moment: no search engine shows them.
UNLISTED = ("/accounts/", "yours", "400", "403", "429", "500", "503")


def listed(demo_pages) -> dict[str, str]:
    """Return every type of page that is written for visitors."""
    return {
        address: page.decode()
        for address, page in demo_pages.items()
        if not address.startswith(UNLISTED)
    }


def title(page: str) -> str:
    return html.unescape(re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1].strip())


def meta(page: str, name: str) -> list[str]:
    found = re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)"', page)
    return [html.unescape(content) for content in found]


def test_every_page_describes_itself_once_at_a_length_that_is_shown(demo_pages):
    for address, page in listed(demo_pages).items():
        (description,) = meta(page, "description")
        assert 50 <= len(description) <= 160, (address, description)


def test_no_two_pages_describe_themselves_alike(demo_pages):
    pages = {
        address: page
        for address, page in listed(demo_pages).items()
        if address.startswith("/") and "?" not in address
    }
    found = Counter(meta(page, "description")[0] for page in pages.values())
    assert max(found.values()) == 1, found.most_common(1)


def test_titles_are_distinct_and_short_enough_to_be_read_whole(demo_pages):
    pages = {
        address: title(page)
        for address, page in listed(demo_pages).items()
        if address.startswith("/") and "?" not in address
    }
    assert {a: t for a, t in pages.items() if not 10 <= len(t) <= 66} == {}
    # The shelf of articles on depression and the service for it share a name.
    assert len(set(pages.values())) >= len(pages) - 1


def test_every_page_can_be_shared(demo_pages):
    for address, page in listed(demo_pages).items():
        for name in ("site_name", "title", "type", "image"):
            (content,) = meta(page, f"og:{name}")
            assert content, (address, name)
        assert meta(page, "og:image")[0].startswith("http"), address


def test_every_page_that_may_be_found_has_one_address(demo_pages):
    for address, page in listed(demo_pages).items():
        addresses = re.findall(r'<link rel="canonical" href="([^"]+)"', page)
        if "noindex" not in page:
            (found,) = addresses
            assert found.startswith("http"), address
            assert "?" not in found, address


def test_browser_wears_the_colors_of_the_design(demo_pages):
    for address, page in demo_pages.items():
        themes = re.findall(
            r'<meta name="theme-color" content="(#\w+)" '
            r'media="\(prefers-color-scheme: (\w+)\)">',
            page.decode(),
        )
        wanted = color("support")
        assert themes == [(wanted.light, "light"), (wanted.dark, "dark")], address


def test_crisis_line_is_the_first_thing_after_the_skip_link(demo_pages):
    for address, page in demo_pages.items():
        body = page.decode().partition("<body")[2]
        links = re.findall(r'<a [^>]*href="([^"]+)"', body)
        assert links[:4] == ["#main", "tel:988", "sms:988", "tel:911"], address
        assert 'id="main"' in body, address


def test_drawings_are_silent_and_no_black_shapes_without_a_style_sheet(demo_pages):
    for address, page in demo_pages.items():
        for svg in BeautifulSoup(page, "html.parser")("svg"):
            above = [svg, *svg.parents]
            silent = any(e.get("aria-hidden") == "true" for e in above)
            assert silent or svg.get("role") == "img", (address, svg.attrs)
            # A drawing with no size of its own would fill the window.
            hidden = any(e.has_attr("hidden") for e in above)
            assert hidden or svg.has_attr("width"), (address, svg.attrs)


def test_tokens_give_both_colors():
    assert color("paper").light in (SOURCE / "tokens.css").read_text()
    assert color("paper").light != color("paper").dark


def test_manifest_names_the_clinic_and_its_icons(client):
    make_clinic(clinic_name="Quiet clinic", description="Infusions, by a river.")
    make_home()

    response = client.get("/site.webmanifest")
    data = json.loads(response.content)

    assert response["Content-Type"] == "application/manifest+json"
    assert data["name"] == "Quiet clinic"
    assert data["short_name"] == "Quiet"
    assert data["description"] == "Infusions, by a river."
    assert data["theme_color"] == color("support").light
    assert data["background_color"] == color("paper").light
    assert "cookie" not in response.get("Vary", "").lower()
    assert {icon["purpose"] for icon in data["icons"]} == {"any", "maskable"}
    for icon in data["icons"]:
        path = finders.find(icon["src"].removeprefix(settings.STATIC_URL))
        with Image.open(path) as image:
            assert icon["sizes"] == f"{image.width}x{image.height}"
        assert Path(path).stat().st_size < 10_000


def test_manifest_stands_before_anybody_filled_in_the_settings(rf):
    make_home()

    assert json.loads(manifest(rf.get("/site.webmanifest")).content)["name"]


def test_pages_lead_to_the_manifest_and_the_icons(client, demo_pages):
    page = demo_pages["/"].decode()

    assert '<link rel="manifest" href="/site.webmanifest">' in page
    for relation in ("icon", "apple-touch-icon"):
        address = re.search(rf'<link rel="{relation}" href="([^"]+)"', page)[1]
        assert finders.find(address.removeprefix(settings.STATIC_URL))
