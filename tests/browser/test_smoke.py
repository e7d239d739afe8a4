"""The site is up and a visitor sees it, in the browser as it should be started."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import UNSEEN

pytestmark = pytest.mark.browser


def test_the_home_page_answers(visit, site):
    page = visit()

    response = page.goto("/")

    assert response.status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Relax the mind, awaken the spirit"
    )
    assert page.context.cookies() == []


def test_an_unknown_address_says_so(visit):
    page = visit()
    page.watch.expect("404")

    response = page.goto("/no-such-page/")

    assert response.status == 404
    expect(page.get_by_role("main")).to_be_visible()


def test_what_playwright_turns_off_is_off_in_our_list_too(browser):
    # Chromium reads the last list alone, and ours comes after Playwright's.
    devtools = browser.new_browser_cdp_session()
    command = devtools.send("SystemInfo.getInfo")["commandLine"]
    lists = re.findall(r"--disable-features=(\S+)", command)

    playwrights, ours = ({*names.split(",")} for names in lists)

    assert playwrights and ours == playwrights | {*UNSEEN}
