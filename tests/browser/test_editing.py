"""An editor changes an article, and readers see the change."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import sign_in
from tests.browser.running_site import ROOT

pytestmark = pytest.mark.browser

ARTICLE = "/articles/what-a-course-costs/"
EXPORT = ROOT / "tests" / "articles" / "samples" / "block_editor.xml"
IMPORTED = "Getting ready for a first visit & parking"
DESKTOP = {"width": 1400, "height": 1000}


def test_an_editor_changes_an_article_and_a_reader_sees_it_once_agreed_on(visit):
    reader = visit()
    reader.goto(ARTICLE)
    title = reader.get_by_role("heading", level=1).inner_text()
    expect(reader.get_by_text("Medically reviewed by")).to_be_visible()

    editor = visit(viewport=DESKTOP)
    sign_in(editor, "editor", "/cms/")
    editor.goto("/cms/pages/search/?q=course+costs")
    editor.get_by_role("link", name=title).first.click()
    summary = editor.get_by_label("Summary", exact=False).and_(
        editor.locator("textarea")
    )
    summary.fill("What each part costs, written anew by the editor.")
    editor.get_by_role("button", name="More actions").first.click()
    editor.get_by_role("button", name="Publish", exact=True).click()
    expect(editor.get_by_text("A medical reviewer has to agree").first).to_be_visible()
    editor.get_by_role("button", name="More actions").first.click()
    editor.get_by_role("button", name="Submit to Medical review").click()
    expect(editor.get_by_text("submitted for moderation").first).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("written anew by the editor")).to_have_count(0)

    reviewer = visit(viewport=DESKTOP)
    sign_in(reviewer, "reviewer", "/cms/")
    reviewer.goto("/cms/pages/search/?q=course+costs")
    reviewer.get_by_role("link", name=title).first.click()
    reviewer.get_by_role("button", name="More actions").first.click()
    reviewer.get_by_role("button", name="Approve and publish").click()
    reader.reload()
    expect(reader.get_by_text("written anew by the editor")).to_be_visible()
    expect(reader.get_by_text("Medically reviewed by")).to_be_visible()


def test_an_imported_article_is_published_read_and_found(visit, site):
    people = ["--publish", "--by", "editor", "--reviewed-by", "reviewer"]
    site.manage("import_wordpress", str(EXPORT), *people)
    reader = visit()

    reader.goto("/articles/")
    reader.get_by_role("link", name=IMPORTED).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(IMPORTED)
    expect(reader.get_by_text("Medically reviewed by")).to_be_visible()

    reader.goto("/search/?q=parking")
    expect(reader.get_by_role("link", name=IMPORTED)).to_be_visible()
