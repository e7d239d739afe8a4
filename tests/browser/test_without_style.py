"""A page without its style sheet, without script, and in a reader's own large type."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import DESKTOP, PHONE, TABLET, ask
from tests.browser.conftest import FLAGS, HERE
from tests.browser.people import fill_in, send
from tests.browser.scenes import FORM, PUBLIC, each

pytestmark = pytest.mark.browser

UNDRESS = (
    "document.querySelectorAll('style, link[rel=stylesheet]').forEach(e => e.remove())"
)
# Where each part stands, from the top of the page.
ORDER = """
() => [
  ".skip-link", "[href='tel:988']", "header nav, header details", "main h1", "footer",
].map(selector => document.querySelector(selector).getBoundingClientRect().top)
"""


@each(PUBLIC)
def test_page_without_style_or_script_reads_in_a_sensible_order(visit, scene):
    page = visit(java_script_enabled=False, viewport=PHONE)
    page.watch.expect("404")
    scene.open(page)
    page.evaluate(UNDRESS)

    tops = page.evaluate(ORDER)

    assert tops == sorted(tops)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href").endswith(":988")


def test_form_without_style_or_script_is_sent(visit):
    page = visit(java_script_enabled=False, viewport=PHONE)
    page.goto(FORM)
    page.evaluate(UNDRESS)
    fill_in(page, "Plain Pat")

    assert send(page)


@pytest.fixture(scope="module")
def large_type(launch_browser, site):
    """A browser whose reader set type to twice the usual size."""
    browser = launch_browser(args=[*FLAGS, "--blink-settings=defaultFontSize=32"])
    page = browser.new_page(base_url=site.url, **HERE)
    yield page
    browser.close()


@each(PUBLIC)
def test_page_in_twice_the_type_loses_nothing(large_type, scene):
    page = large_type
    found = []
    for size in (TABLET, DESKTOP):
        page.set_viewport_size(size)
        scene.open(page)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") in (
            "32px",
            "2rem",
        )
        found += [
            f"{size['width']} px: {line}" for line in ask(page, "sideways", "lost")
        ]

    assert found == []
