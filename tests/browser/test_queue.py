"""The desk's list left open, and a caller entered by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import history, sign_in

pytestmark = pytest.mark.browser

QUEUE = "/admin/consultations/consultationrequest/"
CALLER = f"{QUEUE}caller/"
CALLED_BACK = f"{QUEUE}?state=called_back"
DESKTOP = {"width": 1440, "height": 900}
ROUND = 31_000
NEW_NAME = "Perpetua Quill"
# Tabs, two ticks and what sends it: all that is pressed besides name and number.
KEYS = 9


def enter_a_caller(page, name: str, phone: str) -> int:
    """Type a caller in; return how many keys it took besides what was said."""
    page.goto(CALLER)
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(phone)
    pressed = 1
    for ticked in ("adult", "consent"):
        box = page.locator(f"[name={ticked}]")
        while not box.evaluate("box => box === document.activeElement"):
            assert pressed < 2 * KEYS, f"{ticked} is not reached"
            page.keyboard.press("Tab")
            pressed += 1
        page.keyboard.press("Space")
        pressed += 1
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/change/")
    return pressed + 1


def enter_who_called_back(page, name: str, phone: str) -> None:
    """Enter a caller and say that they rang: the tab for these has few rows."""
    enter_a_caller(page, name, phone)
    page.get_by_role("button", name="They called us").click()
    expect(history(page).first).to_contain_text("They called us")


def test_caller_is_entered_with_few_keys_and_known_by_the_number(visit):
    page = visit(viewport=DESKTOP)
    sign_in(page, "coordinator", QUEUE)
    assert enter_a_caller(page, NEW_NAME, "703 555 0171") <= KEYS
    enter_a_caller(page, f"{NEW_NAME} again", "(703) 555-0171")
    expect(page.locator(".desk-messages")).to_contain_text("This number is known")


def test_list_refreshes_and_leaves_the_focus_where_it_was(visit):
    colleague = visit(viewport=DESKTOP)
    sign_in(colleague, "manager", QUEUE)
    enter_who_called_back(colleague, "Ottoline Brisk", "703 555 0173")

    page = visit(viewport=DESKTOP)
    sign_in(page, "coordinator", QUEUE)
    page.clock.install()
    page.goto(CALLED_BACK)
    held = page.locator("[data-row]").last.get_attribute("data-row")
    link = page.locator(f'[data-row="{held}"] a')
    link.focus()
    before = page.locator("[data-row]").count()

    enter_who_called_back(colleague, NEW_NAME, "703 555 0172")
    page.clock.run_for(ROUND)

    expect(page.locator("[data-row]")).to_have_count(before + 1)
    expect(link).to_be_focused()
    expect(page.locator("#desk-fresh [role=status]")).to_contain_text(NEW_NAME)


def test_list_whose_session_has_ended_shows_nobody(visit):
    page = visit(viewport=DESKTOP)
    sign_in(page, "coordinator", QUEUE)
    page.clock.install()
    page.goto(QUEUE)
    page.context.clear_cookies()
    page.clock.run_for(ROUND)
    expect(page.get_by_label("Password")).to_be_visible()
    assert "consultationrequest" in page.url


def test_list_without_script_has_a_link_that_refreshes(visit):
    page = visit(viewport=DESKTOP, java_script_enabled=False)
    sign_in(page, "coordinator", QUEUE)
    page.goto(f"{QUEUE}?state=new")
    page.get_by_role("link", name="Refresh").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("New")


def test_managers_menu_opens_and_closes_by_keyboard(visit):
    page = visit(viewport=DESKTOP)
    sign_in(page, "manager", QUEUE)
    more = page.locator(".desk-menu__more > summary")
    wordings = page.locator(".desk-menu").get_by_role("link", name="Wordings")
    expect(wordings).to_be_hidden()
    more.focus()
    page.keyboard.press("Enter")
    expect(wordings).to_be_visible()
    page.keyboard.press("Escape")
    expect(wordings).to_be_hidden()
    expect(more).to_be_focused()
