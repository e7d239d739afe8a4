"""An editor reads findings while typing; a reviewer allows one on a phone."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import sign_in
from tests.browser.running_site import wait_until

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1400, "height": 1000}
PHONE = {"width": 360, "height": 740}
CLAIM = "Our very safe visits are for everyone."


def test_a_claim_shows_while_an_editor_types_and_a_reviewer_allows_it(visit):
    # Wagtail's own checks write what they find to the console as errors.
    editor = visit(viewport=DESKTOP, watched=False)
    sign_in(editor, "editor", "/cms/")
    editor.goto("/cms/pages/search/?q=side+effects")
    editor.get_by_role("link", name="Side effects of ketamine").first.click()
    editor.wait_for_url("**/edit/")
    summary = editor.locator("textarea[name=summary]")
    summary.fill(CLAIM)
    editor.locator('[data-side-panel-toggle="checks"]').click()
    checks = editor.locator("[data-checks-panel]")

    expect(checks.get_by_text("Called safe")).to_be_visible(timeout=20_000)
    expect(checks.locator("mark")).to_have_text("safe")
    expect(checks.get_by_text(CLAIM)).to_be_visible()
    expect(checks.get_by_text("No treatment is safe for everyone")).to_be_visible()

    summary.fill("What people feel, and what we watch.")

    def is_settled() -> bool:
        # What is typed while Wagtail takes its first snapshot is no change to it.
        summary.press_sequentially(" ")
        editor.wait_for_timeout(3000)
        return checks.get_by_text("Called safe").count() == 0

    wait_until(is_settled, 60)
    summary.fill(CLAIM)
    editor.get_by_role("button", name="Save draft").click()
    expect(checks.get_by_text("Called safe")).to_be_visible(timeout=20_000)
    number = editor.url.split("/pages/")[1].split("/")[0]

    reviewer = visit(viewport=PHONE)
    sign_in(reviewer, "reviewer", "/cms/")
    reviewer.goto(f"/cms/claims/articles/articlepage/{number}/")
    expect(reviewer.get_by_text("1 claim stops publication")).to_be_visible()
    width = reviewer.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    reviewer.get_by_text("Allow this wording with evidence").click()
    reviewer.get_by_label("Reference").select_option(index=1)
    reviewer.get_by_label("Note").fill("Table 2, last row.")
    reviewer.get_by_role("button", name="Allow this wording").click()
    expect(reviewer.get_by_text("Nothing here stops publication")).to_be_visible()

    editor.reload()
    if editor.locator('[data-side-panel="checks"]').is_hidden():
        editor.locator('[data-side-panel-toggle="checks"]').click()
    # Once another claim shows, the checks have run over the allowed one, too.
    summary.fill(f"{CLAIM} They are a cure.")

    def shows_the_other() -> bool:
        summary.press_sequentially(" ")
        editor.wait_for_timeout(3000)
        return checks.get_by_text("Cure", exact=True).is_visible()

    wait_until(shows_the_other, 60)
    expect(checks).not_to_contain_text("Called safe")
