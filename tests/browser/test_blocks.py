"""Every block in a browser: for readers, by keyboard, without script, in the CMS."""

import pytest
from playwright.sync_api import Error, expect

from clinic.blocks import BodyBlock
from tests.browser import checks
from tests.browser.people import sign_in
from tests.browser.running_site import wait_until

pytestmark = pytest.mark.browser

FRAME = "https://www.youtube-nocookie.com/"
DESKTOP = {"width": 1400, "height": 1000}


def test_article_of_every_block_serves_every_reader(visit, every_block):
    page = visit()
    page.goto(every_block)
    assert checks.seen_by_axe(page) == []
    assert checks.room_for_all(page) == []


def test_video_asks_its_host_for_nothing_before_the_press(visit, every_block):
    page = visit()
    asked = []
    page.route(
        f"{FRAME}**",
        lambda route: (
            asked.append(route.request.url),
            route.fulfill(body="<title>Player</title>", content_type="text/html"),
        ),
    )
    page.goto(every_block)
    link = page.get_by_role("link", name="Play “A walk through our rooms”")
    link.scroll_into_view_if_needed()
    still = link.locator("img")
    expect(still).to_be_visible()
    expect(page.get_by_text("Nothing is loaded from there")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert still.evaluate("image => image.naturalWidth") > 0
    assert page.watch.foreign == []
    assert page.locator("iframe").count() == 0

    link.focus()
    page.keyboard.press("Enter")

    frame = page.locator("iframe.video__frame")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", "A walk through our rooms")
    wait_until(lambda: page.wait_for_timeout(50) or asked)
    assert len(asked) == 1
    assert asked[0].startswith(f"{FRAME}embed/abcdefghijk?")
    # That one request is what the press asked for; nothing else went out.
    assert page.watch.foreign == asked
    page.watch.forget()


def test_video_without_script_is_a_link_that_says_where_it_leads(visit, every_block):
    page = visit(java_script_enabled=False)
    page.goto(every_block)
    link = page.get_by_role("link", name="Play “A walk through our rooms”")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=abcdefghijk"
    expect(page.get_by_text("The video comes from YouTube.")).to_be_visible()
    page.get_by_text("Transcript").click()
    expect(page.get_by_text("This is where you wait.")).to_be_visible()


def test_keyboard_reaches_every_way_on_and_back_from_a_word(visit, every_block):
    page = visit(viewport=DESKTOP)
    page.goto(every_block)
    explained = page.url.split("/articles")[0] + "/glossary/#word-infusion"
    word = page.get_by_role("link", name="infusion", exact=True).first
    word.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(explained)
    meaning = "A medicine given slowly through a small line in a vein."
    expect(page.get_by_text(meaning)).to_be_in_viewport()
    page.go_back()

    reached = set()
    for _press in range(80):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.innerText || ''").strip()
        reached.add(" ".join(name.split()))
    for name in ("Play “A walk through our rooms”", "Transcript", "Ketamine infusion"):
        assert any(name in found for found in reached), (name, reached)


def test_page_of_words_serves_every_reader(visit, every_block):
    page = visit()
    page.goto("/glossary/")
    assert checks.seen_by_axe(page) == []
    assert checks.room_for_all(page) == []


def title_of(frame) -> str:
    """Return the title of a frame, nothing while it gives way to the next."""
    try:
        return frame.locator("title").evaluate("element => element.text")
    except Error:
        return ""


def test_editor_sees_every_block_before_choosing_it(visit):
    page = visit(viewport=DESKTOP)
    sign_in(page, "editor", "/cms/")
    page.goto("/cms/pages/search/?q=course+costs")
    page.locator("main a[href$='/edit/']").first.click()
    text = page.locator("#panel-child-content-body-section")
    text.get_by_role("button", name="Insert a block").first.click()
    options = page.locator("[role=option]")
    expect(options).to_have_count(len(BodyBlock().child_blocks))
    shown = set()
    for option in options.all():
        # The eye beside the name of the block.
        option.locator("xpath=following-sibling::*").first.click()
        preview = page.frame_locator("iframe[src*='block-preview']")
        drawn = preview.locator("main .prose")
        name = option.inner_text().strip()
        # The frame of the block before has to make room.
        wait_until(lambda frame=preview, name=name: name in title_of(frame))
        font = drawn.evaluate("element => getComputedStyle(element).fontFamily")
        assert font.startswith("Atkinson"), name
        box = drawn.bounding_box()
        assert box["height"] > 20, name
        shown.add(name)
    assert len(shown) == len(BodyBlock().child_blocks)
