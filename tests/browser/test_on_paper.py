"""An article on paper: who says it and where links lead, nothing to press."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ARTICLE = "/articles/ketamine-infusion-therapy-what-is-known/"
AFTER = "link => getComputedStyle(link, '::after').content"


@pytest.fixture
def paper(visit):
    """The long article as it would be printed, by somebody who reads at night."""
    page = visit(color_scheme="dark", viewport={"width": 700, "height": 1000})
    page.goto(ARTICLE)
    page.emulate_media(media="print", color_scheme="dark")
    return page


def test_paper_says_whose_text_it_is_and_how_to_reach_them(paper):
    expect(paper.locator(".brand").first).to_be_visible()
    expect(paper.get_by_role("banner").locator('a[href^="tel:"]')).to_be_visible()
    expect(paper.locator("h1")).to_be_visible()
    expect(paper.locator(".reviewer")).to_contain_text("Next review due")
    end = paper.locator(".print-end")
    expect(end).to_be_visible()
    expect(end).to_contain_text(ARTICLE)


def test_paper_names_the_day_it_was_printed(paper):
    paper.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert re.search(r", [A-Z][a-z]+ \d{1,2}, \d{4}$", paper.inner_text(".print-end"))


def test_paper_holds_nothing_to_press(paper):
    for part in (
        ".menu",
        ".crumbs",
        ".contents",
        ".finder",
        ".action-bar",
        ".request-section",
        ".related",
        ".site-footer",
        ".note__actions",
    ):
        found = paper.locator(part)
        assert found.count(), part
        expect(found.first, part).to_be_hidden()


def test_paper_is_black_on_white_by_night_too(paper):
    colors = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    body = paper.locator("body").evaluate(colors)

    assert body == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    for part in (".note--key", ".prose p", "h1", ".references li", ".table td"):
        ink, ground = paper.locator(part).first.evaluate(colors)
        assert ink == "rgb(0, 0, 0)", part
        assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), part


def test_paper_gives_the_address_of_a_link_once(paper):
    agency = paper.locator('.references a[href*="fda.gov"]').first.evaluate(AFTER)
    assert "https://www.fda.gov/" in agency
    # The link is written as its DOI already.
    assert paper.locator('.references a[href*="doi.org"]').first.evaluate(AFTER) in (
        "none",
        '""',
    )


def test_paper_breaks_neither_after_a_heading_nor_inside_a_box(paper):
    for part in (".prose > h2", ".prose > h3", ".table caption"):
        style = "e => getComputedStyle(e).breakAfter"
        assert paper.locator(part).first.evaluate(style) == "avoid", part
    for part in (".note", ".figure", ".table tr", ".reviewer"):
        style = "e => getComputedStyle(e).breakInside"
        assert paper.locator(part).first.evaluate(style) == "avoid", part
    assert paper.pdf().startswith(b"%PDF")


def test_paper_says_once_where_help_is_and_has_no_button_for_it(paper):
    paper.goto("/articles/after-the-infusion/")
    expect(paper.locator(".note--help")).to_contain_text("call or text 988")
    expect(paper.locator(".crisis-card")).to_be_hidden()
    for button in paper.locator(".button:not([href^='tel:'])").all():
        expect(button).to_be_hidden()


def test_paper_sets_key_points_apart_from_the_text_below(paper):
    box = paper.locator(".article > .note").bounding_box()
    text = paper.locator(".prose").bounding_box()

    assert text["y"] - (box["y"] + box["height"]) >= 10


def test_paper_shows_a_wide_table_whole(paper):
    paper.goto("/articles/ketamine-esketamine-and-ect/")
    frame = paper.locator(".table-scroll")

    assert frame.evaluate("e => e.scrollWidth <= e.clientWidth")
    assert frame.evaluate("e => getComputedStyle(e).overflow") == "visible"


def test_screen_shows_nothing_that_is_meant_for_paper(visit):
    page = visit()
    page.goto(ARTICLE)

    expect(page.locator(".print-end")).to_be_hidden()
