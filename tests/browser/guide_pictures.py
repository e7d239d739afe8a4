"""Take the editor guide's pictures anew: python -m tests.browser.guide_pictures.

Starts a site with the demo content in a folder of its own, does what the guide tells
of, and writes `docs/pictures/guide_*.jpg`. Another folder may be named: one where the
demo content is loaded already starts sooner.
"""

import re
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, HERE
from tests.browser.people import sign_in
from tests.browser.running_site import ROOT, RunningSite

PICTURES = ROOT / "docs" / "pictures"
EXPORT = ROOT / "tests" / "articles" / "samples" / "block_editor.xml"
DESK = {"width": 1440, "height": 900}
TALL = {"width": 1440, "height": 1200}
PHONE = {"width": 360, "height": 740}
# Wagtail's panels slide in, and its checks run a while after the last key.
SETTLED = 1500
CHECKED = 6000
# The worker takes an import up within seconds, in a process that has to start.
IMPORTED = 120_000
FIND = "/cms/pages/search/?q="
COSTS = "What a course of infusions costs, in full"
CLAIM = "Our infusions are a safe cure for depression. Research shows that they work."
HONEST = (
    "Every part of the price, added up before you ask: $3,130 for a consultation and "
    "six infusions. What is in it, what is not, and how a superbill works."
)
OFF_LABEL = (
    "The FDA has approved ketamine as an anesthetic. To use it for depression, anxiety "
    "or pain is off-label: the FDA has not approved it for them."
)


class Guide:
    """People at a running site, and what they see."""

    def __init__(self, browser: Browser, site: RunningSite):
        self.browser, self.site = browser, site

    def seat(self, who: str, size: dict) -> Page:
        """Sign somebody in at a screen of a size."""
        context = self.browser.new_context(
            base_url=self.site.url, viewport=size, reduced_motion="reduce", **HERE
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        sign_in(page, who, "/cms/")
        # Without the line that says that somebody has signed in.
        page.goto("/cms/")
        return page

    def leave(self) -> None:
        """Close every browser: a page that stays open is seen by others as edited."""
        for context in self.browser.contexts:
            context.close()

    def shoot(self, page: Page, name: str, height: int | None = None) -> None:
        """Keep what is on the screen, from the top down to a height in pixels."""
        page.wait_for_timeout(SETTLED)
        size = page.viewport_size
        page.screenshot(
            path=PICTURES / f"guide_{name}.jpg",
            type="jpeg",
            quality=72,
            clip={"x": 0, "y": 0, **size, "height": height or size["height"]},
        )

    def edit(self, page: Page, title: str) -> None:
        """Open a page in the editor."""
        page.goto(FIND + title.split(",")[0])
        page.get_by_role("link", name=title).first.click()
        page.wait_for_url("**/edit/")
        page.wait_for_load_state("networkidle")

    def menu(self, page: Page, entry: str) -> None:
        """Press an entry of the menu beside a page's title."""
        page.get_by_role("button", name="Actions", exact=True).first.click()
        page.get_by_role("link", name=entry).first.click()
        page.wait_for_load_state("networkidle")

    def press(self, page: Page, label: str) -> None:
        """Press a button out of those above *Save draft*."""
        page.get_by_role("button", name="More actions").first.click()
        page.get_by_role("button", name=label).click()
        page.wait_for_load_state("networkidle")

    def summary(self, page: Page, words: str) -> None:
        """Write an article's summary."""
        page.locator("textarea[name=summary]").fill(words)


def writing(guide: Guide) -> None:
    """An editor writes, is warned, is refused, and hands in."""
    editor = guide.seat("editor", DESK)
    guide.edit(editor, COSTS)
    guide.shoot(editor, "write")
    body = editor.locator("#panel-child-content-body-section")
    body.get_by_role("button", name="Insert a block").first.click()
    editor.wait_for_timeout(SETTLED)
    editor.get_by_role("option", name="Callout").hover()
    guide.shoot(editor, "blocks")
    editor.keyboard.press("Escape")
    editor.set_viewport_size(TALL)
    guide.summary(editor, CLAIM)
    editor.get_by_role("button", name="Toggle checks").click()
    editor.wait_for_timeout(CHECKED)
    editor.locator("#panel-child-content-title-section").scroll_into_view_if_needed()
    guide.shoot(editor, "checks")
    editor.set_viewport_size(DESK)
    guide.press(editor, "Publish")
    guide.shoot(editor, "refused", height=420)


def evidence(guide: Guide) -> None:
    """A reviewer looks at what the guard found."""
    reviewer = guide.seat("reviewer", DESK)
    guide.edit(reviewer, COSTS)
    guide.menu(reviewer, "What the guard found")
    allow = reviewer.get_by_text("Allow this wording with evidence").first
    allow.click()
    allow.scroll_into_view_if_needed()
    guide.shoot(reviewer, "evidence")


def reviewing(guide: Guide) -> None:
    """The editor says it honestly and hands it in; the reviewer looks at it."""
    editor = guide.seat("editor", DESK)
    guide.edit(editor, COSTS)
    guide.summary(editor, HONEST)
    guide.press(editor, "Submit to Medical review")
    reviewer = guide.seat("reviewer", DESK)
    guide.shoot(reviewer, "first")
    reviewer.get_by_role("link", name=COSTS).first.click()
    guide.shoot(reviewer, "review")
    phone = guide.seat("reviewer", PHONE)
    phone.goto("/cms/review/")
    phone.get_by_role("link", name=COSTS).click()
    phone.wait_for_load_state("networkidle")
    phone.locator(".review-part--changed").first.scroll_into_view_if_needed()
    guide.shoot(phone, "review_phone")


def facts(guide: Guide) -> None:
    """The editor changes wording that all pages show; a reviewer agrees."""
    editor = guide.seat("editor", DESK)
    editor.goto("/cms/settings/clinic/clinicsettings/1/")
    editor.get_by_label("Off-label statement").fill(OFF_LABEL)
    editor.get_by_role("button", name="Save").first.click()
    editor.wait_for_load_state("networkidle")
    editor.get_by_role("button", name=re.compile("Save")).first.click()
    editor.wait_for_load_state("networkidle")
    reviewer = guide.seat("reviewer", DESK)
    reviewer.goto("/cms/facts/")
    guide.shoot(reviewer, "facts", height=640)


def taking_down(guide: Guide) -> None:
    """The editor takes a page down and says what its address answers."""
    editor = guide.seat("editor", DESK)
    guide.edit(editor, "Side effects of ketamine")
    guide.menu(editor, "Take down now")
    guide.shoot(editor, "take_down", height=640)
    editor.get_by_role("button", name="Take it down now").click()
    editor.wait_for_load_state("networkidle")
    guide.shoot(editor, "taken_down", height=700)


def register(guide: Guide) -> None:
    """What is due and what is lacking."""
    reviewer = guide.seat("reviewer", DESK)
    reviewer.goto("/cms/reports/review-register/")
    reviewer.get_by_role("button", name="Show filters").click()
    guide.shoot(reviewer, "register")


def importing(guide: Guide) -> None:
    """The editor tries an export out, and looks at what an undo would take back."""
    editor = guide.seat("editor", DESK)
    editor.goto("/cms/imports/add/")
    editor.get_by_label("Export or document").set_input_files(EXPORT)
    editor.get_by_role("button", name="Upload").click()
    tried = editor.get_by_role("heading", name="What would come of it")
    tried.wait_for(timeout=IMPORTED)
    # Without the line that says that the file has come.
    editor.reload()
    guide.shoot(editor, "import_trial", height=860)
    editor.get_by_role("button", name="Import it for real").click()
    came = editor.get_by_role("heading", name="What came of it")
    came.wait_for(timeout=IMPORTED)
    editor.get_by_role("link", name="Undo this import").click()
    editor.wait_for_load_state("networkidle")
    guide.shoot(editor, "import_undo", height=640)


SCENES = [writing, evidence, reviewing, facts, taking_down, register, importing]


def main() -> None:
    named = sys.argv[1:]
    folder = Path(named[0] if named else tempfile.mkdtemp())
    site = RunningSite(folder)
    site.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for scene in SCENES:
                guide = Guide(browser, site)
                scene(guide)
                guide.leave()
    finally:
        site.stop()
        if not named:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
