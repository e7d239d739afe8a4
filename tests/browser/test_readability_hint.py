"""The hint on plain words follows what an editor types."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import sign_in

pytestmark = pytest.mark.browser

ARTICLE = "/articles/what-a-course-costs/"
# Longer than any sentence of the article.
LONG = " ".join(["a sentence that goes on"] * 8) + "."


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

    editor.locator("textarea[name=summary]").fill(LONG)

    expect(hint.locator("li").first).to_have_text(LONG, timeout=20_000)
