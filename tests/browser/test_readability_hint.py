"""The hint on plain words follows what an editor types."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import sign_in
from tests.browser.running_site import wait_until

pytestmark = pytest.mark.browser

# Longer than any sentence of the article.
LONG = " ".join(["a sentence that goes on"] * 8)


def test_the_hint_changes_while_one_types(visit):
    editor = visit(viewport={"width": 1400, "height": 1000})
    sign_in(editor, "editor", "/cms/")
    editor.goto("/cms/pages/search/?q=course+costs")
    editor.get_by_role("link", name="What a course of infusions costs").first.click()
    hint = editor.locator("[data-readability]")
    # Wagtail watches for changes from its first preview on.
    with editor.expect_response(lambda answer: "/readability/" in answer.url):
        editor.get_by_role("button", name="Toggle checks").click()
    expect(hint).to_contain_text("A tired reader can follow this.")

    summary = editor.locator("textarea[name=summary]")
    summary.fill(LONG)

    def follows() -> bool:
        # What is typed while Wagtail takes its first snapshot is no change to it.
        summary.press_sequentially(" and on")
        editor.wait_for_timeout(3000)
        return hint.locator("li").first.inner_text().startswith(LONG)

    wait_until(follows, 60)
