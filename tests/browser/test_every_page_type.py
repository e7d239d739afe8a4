"""Each page type in a real browser: no axe finding, no violation, by day and night."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import fill_in, send, sign_in
from tests.browser.watch import axe_findings

pytestmark = pytest.mark.browser

PUBLIC = [
    "/",
    "/articles/",
    "/articles/ketamine-infusion-therapy-what-is-known/",
    "/services/",
    "/services/ketamine-infusion/",
    "/locations/",
    "/locations/alexandria/",
    "/people/",
    "/people/imani-castellanos/",
    "/privacy-practices/",
    "/search/",
    "/search/?q=ketamine",
    "/search/?q=nothing-has-this-word",
    "/request-a-consultation/",
    "/no-such-page/",
    "/accounts/login/",
]
DESK = [
    "/admin/",
    "/admin/consultations/consultationrequest/",
    "/admin/consultations/consultationrequest/caller/",
]
SETTINGS = [
    "/admin/consultations/intakesettings/",
    "/admin/consultations/consentwording/",
]
PHONE = {"width": 412, "height": 915}
DESKTOP = {"width": 1280, "height": 900}
SEEN = pytest.mark.parametrize(
    ("scheme", "viewport"),
    [("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE)],
    ids=["by day", "by night", "on a phone"],
)


@SEEN
def test_public_pages_have_no_findings(visit, scheme, viewport):
    page = visit(color_scheme=scheme, viewport=viewport)
    page.watch.expect("404")
    found = []
    for address in PUBLIC:
        page.goto(address)
        found += axe_findings(page)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found += [f"{address} scrolls sideways"] if wide else []

    assert found == []


@SEEN
def test_the_form_and_what_follows_have_no_findings(visit, scheme, viewport):
    page = visit(color_scheme=scheme, viewport=viewport)
    page.goto("/request-a-consultation/")
    page.get_by_role("button", name="Send my request").click()
    expect(page.locator("#error-summary")).to_be_visible()
    found = axe_findings(page)
    fill_in(page, "Accessible Ann")
    send(page)
    found += axe_findings(page)

    assert found == []


@SEEN
def test_desk_pages_have_no_findings(visit, scheme, viewport):
    page = visit(color_scheme=scheme, viewport=viewport)
    sign_in(page, "coordinator", "/admin/")
    found = []
    for address in DESK:
        page.goto(address)
        found += axe_findings(page)
    page.goto(DESK[1])
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    found += axe_findings(page)
    page.get_by_role("searchbox").fill("nobody")
    page.get_by_role("button", name="Find").click()
    found += axe_findings(page)

    assert found == []


def test_the_settings_of_the_desk_have_no_findings(visit):
    page = visit()
    sign_in(page, "manager", "/admin/")
    found = []
    for address in SETTINGS:
        page.goto(address)
        found += axe_findings(page)

    assert found == []


def test_the_cms_asks_no_other_host_and_breaks_no_policy(visit):
    page = visit(viewport={"width": 1400, "height": 1000})
    sign_in(page, "editor", "/cms/")
    for address in ["/cms/pages/", "/cms/images/", "/cms/documents/", "/cms/account/"]:
        page.goto(address)
        page.wait_for_load_state("networkidle")


def test_every_public_page_offers_search_and_the_four_actions(visit):
    page = visit()
    page.watch.expect("404")
    for address in PUBLIC:
        if address.startswith("/accounts/"):
            continue
        page.goto(address)
        expect(page.get_by_role("searchbox").first).to_be_visible()
        for action in (
            "Request A Consultation",
            "Our Services",
            "Our Location",
            "Call Now",
        ):
            link = page.get_by_role("link", name=action, exact=True)
            expect(link.first, f"{action} on {address}").to_be_visible()
        call = page.get_by_role("link", name="Call Now", exact=True).first
        assert call.get_attribute("href").startswith("tel:+")
    # An anonymous reader carries nothing but what the form's own check needs.
    names = {cookie["name"] for cookie in page.context.cookies()}
    assert names <= {"csrftoken"}


def test_on_a_phone_the_actions_are_in_thumbs_reach_but_not_on_the_form(visit):
    page = visit(viewport=PHONE)
    page.goto("/")
    bar = page.get_by_role("navigation", name="Reach us")
    box = bar.bounding_box()
    assert box["y"] + box["height"] >= PHONE["height"] - 1
    page.goto("/request-a-consultation/")
    expect(bar).to_have_count(0)
