"""Each page in a real browser: nothing lost, hidden, faint, too small or in the way.

And its HTML, as it was sent, is what the standard says.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import checks
from tests.browser.checks import DESKTOP, PHONE
from tests.browser.markup import sent_during
from tests.browser.people import sign_in
from tests.browser.scenes import (
    ACCOUNT,
    DESK,
    ERRORS,
    FORM,
    FORM_STATES,
    PUBLIC,
    STOCK,
    each,
)

pytestmark = pytest.mark.browser

ACTIONS = ("Request A Consultation", "Our Services", "Our Location", "Call Now")
LOOKED_AT = [*PUBLIC, *FORM_STATES, *ERRORS, *ACCOUNT, *DESK, *STOCK]


@each(LOOKED_AT)
def test_page_serves_every_reader(seat, markup, scene):
    page = seat(scene.who)
    html = sent_during(page, scene.open)

    found = markup.findings(html, djangos=scene in STOCK)
    found += [finding for look in checks.EVERYTHING for finding in look(page)]

    assert found == []


@each([scene for scene in PUBLIC if scene.address != FORM])
def test_page_offers_search_and_the_four_actions(seat, scene):
    page = seat(scene.who)
    page.set_viewport_size(DESKTOP)
    scene.open(page)

    # The script makes a combobox of it; a searchbox is what it is without.
    box = page.get_by_role("combobox").or_(page.get_by_role("searchbox"))
    expect(box.first).to_be_visible()
    for action in ACTIONS:
        link = page.get_by_role("link", name=action, exact=True)
        expect(link.first, action).to_be_visible()
    call = page.get_by_role("link", name="Call Now", exact=True).first
    assert call.get_attribute("href").startswith("tel:+")


def test_reader_is_given_no_cookie_but_the_forms(visit):
    page = visit()
    page.watch.expect("404")
    for scene in PUBLIC:
        scene.open(page)
        if scene.address == FORM:
            break
        assert page.context.cookies() == [], scene.name

    assert {cookie["name"] for cookie in page.context.cookies()} <= {"csrftoken"}


def test_on_a_phone_the_actions_are_in_thumbs_reach_but_not_on_the_form(visit):
    page = visit(viewport=PHONE)
    page.goto("/")
    bar = page.get_by_role("navigation", name="Reach us")
    box = bar.bounding_box()
    assert box["y"] + box["height"] >= PHONE["height"] - 1
    page.goto(FORM)
    expect(bar).to_have_count(0)


def test_the_cms_asks_no_other_host_and_breaks_no_policy(visit):
    page = visit(viewport={"width": 1400, "height": 1000})
    sign_in(page, "editor", "/cms/")
    for address in ["/cms/pages/", "/cms/images/", "/cms/documents/", "/cms/account/"]:
        page.goto(address)
        page.wait_for_load_state("networkidle")
