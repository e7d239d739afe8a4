"""Every job of the site by keyboard alone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from clinic_site.demo.accounts import DEMO_PASSWORD
from tests.browser.checks import DESKTOP, PHONE
from tests.browser.people import history, take_time
from tests.browser.scenes import FORM, QUEUE

pytestmark = pytest.mark.browser


def tab_to(page: Page, target: Locator, *, key="Tab", most=90) -> None:
    """Press Tab until `target` has the focus."""
    target.first.wait_for()
    for _ in range(most):
        page.keyboard.press(key)
        if target.first.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of {key} do not reach {target}")


def press(page: Page, role: str, name: str | re.Pattern, *, key="Enter") -> None:
    """Go on to a link or button and press it."""
    tab_to(page, page.get_by_role(role, name=name))
    page.keyboard.press(key)


def test_skip_link_is_first_and_leads_to_the_text(visit):
    page = visit(viewport=DESKTOP)
    page.goto("/articles/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_menu_opens_leads_on_and_closes(visit):
    page = visit(viewport=PHONE)
    page.goto("/")
    menu = page.locator(".menu summary")
    services = page.locator(".menu").get_by_role("link", name="Services")
    tab_to(page, menu)
    page.keyboard.press("Enter")
    expect(services).to_be_visible()
    page.keyboard.press("Escape")
    expect(services).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, services)
    page.keyboard.press("Enter")

    page.wait_for_url("**/services/")


def test_search_finds_an_article_and_leads_to_it(visit):
    page = visit(viewport=DESKTOP)
    page.goto("/")
    tab_to(page, page.locator("input[type=search]:visible"))
    page.keyboard.type("bladder")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=bladder")
    tab_to(page, page.locator(".search-results").get_by_role("link"))
    title = page.evaluate("document.activeElement.textContent").strip()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_suggestions_are_walked_through_closed_and_taken(visit):
    page = visit(viewport=DESKTOP)
    page.goto("/search/")
    box = page.get_by_role("main").get_by_role("combobox")
    options = page.get_by_role("main").get_by_role("option")
    tab_to(page, box)
    page.keyboard.type("side eff")
    options.first.wait_for()
    expect(box).to_have_attribute("aria-expanded", "true")

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = options.first.get_attribute("id")
    expect(box).to_have_attribute("aria-activedescendant", chosen)
    expect(box).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("side eff")

    page.keyboard.press("ArrowDown")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/side-effects-and-what-we-do/")
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]


def test_request_is_corrected_and_sent(visit):
    page = visit(viewport=PHONE)
    page.goto(FORM)
    press(page, "button", "Send my request")
    # The list of errors has the focus, and each of them leads to its field.
    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What should we call you?")).to_be_focused()
    page.keyboard.type("Keyboard Kit")
    tab_to(page, page.locator("input[type=tel]"))
    page.keyboard.type("703 555 0164")
    tab_to(page, page.get_by_label("The person this is for is 18 or older"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("The clinic may contact me"))
    page.keyboard.press("Space")
    take_time(page)
    press(page, "button", "Send my request")

    page.wait_for_url("**/received/")


def test_desk_is_entered_and_an_attempt_is_logged(visit):
    page = visit(viewport=DESKTOP)
    # What is read first asks for more than one press.
    page.goto(f"{QUEUE}?state=new")
    tab_to(page, page.get_by_label("Username or e-mail address"))
    page.keyboard.type("coordinator")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{QUEUE}**")
    tab_to(page, page.locator(f"main a[href^='{QUEUE}'][href$='/change/']"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    before = history(page).count()
    press(page, "button", re.compile("No answer"))

    expect(history(page)).to_have_count(before + 1)
    expect(history(page).first).to_contain_text("Linh Marlowe")


def test_style_guide_leads_into_its_rooms(visit):
    page = visit(viewport=DESKTOP)
    page.goto("/accounts/login/?next=/styleguide/")
    tab_to(page, page.get_by_label("Username or e-mail address"))
    page.keyboard.type("editor")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/styleguide/")
    tab_to(page, page.get_by_role("main").locator("a[href*='/styleguide/asking/']"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Asking")
