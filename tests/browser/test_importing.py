"""An editor uploads an export, watches it, reads the report, imports, undoes."""

import pytest
from playwright.sync_api import Page, expect

from tests.articles.importing import CLASSIC
from tests.browser.checks import COLORS, DESKTOP, PHONE, axe_findings
from tests.browser.people import sign_in
from tests.browser.running_site import wait_until

pytestmark = pytest.mark.browser

# The worker looks every few seconds and starts a process that loads the site.
CARRIED_OUT = 120_000
# Nothing else brings this one in: the site is shared by all tests of a process.
TITLE = "The east door in winter"
DRAFTS = """
from articles.models import ArticlePage
print(ArticlePage.objects.filter(title="{title}").count())
"""
OURS = ".cms-import"


def drafts(site) -> int:
    return int(site.run(DRAFTS.format(title=TITLE)))


def looks_right(page: Page) -> list[str]:
    """Return what is wrong with our part of a screen, small and wide, day and night."""
    found = []
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            rules = COLORS if scheme == "dark" else None
            found += [f for f in axe_findings(page, rules) if "cms-import" in f]
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            found.append(f"{page.url} is {width} px wide at {size['width']} px")
    return found


def test_editor_tries_imports_and_undoes_a_whole_export(visit, site):
    editor = visit(viewport=DESKTOP)
    sign_in(editor, "editor", "/cms/")
    editor.get_by_role("link", name="Import", exact=True).click()
    editor.get_by_role("link", name="Upload a file").click()
    assert looks_right(editor) == []
    expect(editor.get_by_label("Trial run")).to_be_checked()
    editor.get_by_label("Export or document").set_input_files(CLASSIC)
    editor.get_by_role("button", name="Upload").click()
    editor.wait_for_url("**/cms/imports/*/")

    # Nobody presses anything: the screen goes on by itself.
    done = editor.get_by_role("heading", name="What would come of it")
    expect(done).to_be_visible(timeout=CARRIED_OUT)
    said = editor.locator("[data-import-says]")
    expect(said).to_contain_text("Done")
    expect(editor.get_by_text(TITLE).first).to_be_visible()
    assert drafts(site) == 0
    assert looks_right(editor) == []
    with editor.expect_download() as report:
        editor.get_by_role("link", name="Download the report to read").click()
    assert TITLE in report.value.path().read_text()

    editor.get_by_role("button", name="Import it for real").click()
    done = editor.get_by_role("heading", name="What came of it")
    expect(done).to_be_visible(timeout=CARRIED_OUT)
    assert drafts(site) == 1
    draft = editor.get_by_role("link", name=TITLE)
    expect(draft).to_have_attribute("href", f"/cms/pages/{page_of(site)}/edit/")

    editor.get_by_role("link", name="Undo this import").click()
    heading = editor.get_by_role("heading", name="This goes")
    goes = editor.locator("section", has=heading)
    expect(goes).to_contain_text(TITLE)
    assert looks_right(editor) == []
    editor.get_by_role("button", name="Undo this import").click()
    expect(editor.locator(".cms-import__state")).to_have_text(
        "Undone", timeout=CARRIED_OUT
    )
    wait_until(lambda: drafts(site) == 0)


def page_of(site) -> int:
    code = "from articles.models import ArticlePage; "
    code += f"print(ArticlePage.objects.get(title={TITLE!r}).pk)"
    return int(site.run(code))


def test_wrong_file_is_refused_on_the_spot(visit, tmp_path):
    wrong = tmp_path / "page.xml"
    wrong.write_text("<html></html>")
    editor = visit(viewport=PHONE)
    sign_in(editor, "editor", "/cms/")
    editor.goto("/cms/imports/add/")
    editor.get_by_label("Export or document").set_input_files(wrong)
    editor.get_by_role("button", name="Upload").click()

    refused = editor.get_by_role("alert")
    expect(refused).to_contain_text("no WordPress export")
    expect(refused).to_be_focused()
    # The file that was chosen is still there, to be exchanged.
    assert editor.url.endswith("/cms/imports/add/")
