"""A reviewer's ten minutes on a phone, and the editor's one press after it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import checks
from tests.browser.checks import PHONE
from tests.browser.people import sign_in

pytestmark = pytest.mark.browser

FADED = 600
LIST = "/cms/review/"
HANDED_IN = "A first sentence of the editor's own."
SUGGESTED = "A first sentence, in the reviewer's words."


@pytest.fixture(scope="module")
def article(site) -> str:
    """Let the demo's editor change the summary of an article and hand it in."""
    code = f"""
from clinic.models import User
from articles.models import ArticlePage
editor = User.objects.get(username="editor")
page = ArticlePage.objects.live().order_by("pk").last()
text = page.get_latest_revision_as_object()
text.summary = {HANDED_IN!r}
text.save_revision(user=editor)
page = ArticlePage.objects.get(pk=page.pk)
page.get_workflow().start(page, editor)
print(page.url)
print(page.title)
"""
    return site.run(code).strip().splitlines()


def looked_at(page: Page) -> list[str]:
    """Return what axe and we find on a phone, by day and by night."""
    found = []
    page.set_viewport_size(PHONE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        # Wagtail fades from one color to the other.
        page.wait_for_timeout(FADED)
        found += checks.axe_findings(page)
    page.emulate_media(color_scheme="light")
    return found + checks.ask(page, "sideways", "lost")


def test_reviewer_suggests_a_word_on_a_phone_and_the_editor_accepts(visit, article):
    address, title = article
    reader = visit()
    reader.goto(address)
    expect(reader.get_by_text(HANDED_IN)).to_have_count(0)

    reviewer = visit(viewport=PHONE)
    sign_in(reviewer, "reviewer", "/cms/")
    reviewer.get_by_role("link", name=title).first.click()
    expect(reviewer.get_by_role("heading", name=title, level=2)).to_be_visible()
    send = reviewer.get_by_role("button", name="Send my words")
    expect(send).to_be_hidden()
    summary = reviewer.locator(".review-part--changed", has_text="Summary")
    expect(summary.locator("ins").first).to_be_visible()
    # By keyboard alone.
    summary.get_by_text("Suggest other words").focus()
    reviewer.keyboard.press("Enter")
    reviewer.keyboard.press("Tab")
    reviewer.keyboard.press("Control+A")
    reviewer.keyboard.type(SUGGESTED)
    assert looked_at(reviewer) == []
    box = send.bounding_box()
    assert box["y"] + box["height"] <= PHONE["height"] and box["height"] >= 44
    send.click()
    expect(reviewer.get_by_text("went back with your words")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text(SUGGESTED)).to_have_count(0)

    editor = visit(viewport=PHONE)
    sign_in(editor, "editor", "/cms/")
    editor.goto(LIST)
    assert looked_at(editor) == []
    editor.get_by_role("link", name=title).click()
    expect(editor.locator(".review-suggested ins").first).to_be_visible()
    assert looked_at(editor) == []
    editor.get_by_role("button", name="Accept and publish").click()
    expect(editor.get_by_text("is approved and live")).to_be_visible()
    expect(editor.get_by_text("Nothing waits for you")).to_be_visible()

    reader.reload()
    expect(reader.get_by_text(SUGGESTED).first).to_be_visible()
    expect(reader.get_by_text("Medically reviewed by")).to_be_visible()
    expect(reader.get_by_role("link", name="Imani Castellanos").first).to_be_visible()
