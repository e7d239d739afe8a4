"""The site is up and a visitor sees it."""

import pytest
from playwright.sync_api import expect

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
