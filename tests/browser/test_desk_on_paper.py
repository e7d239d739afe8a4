"""The open queue on paper: how many pages it takes, and what stands on each."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import sign_in

pytestmark = pytest.mark.browser

SHEET = "/admin/consultations/consultationrequest/sheet/"
NUMBER = 60
RECEIVE = f"""
from consultations.models import ConsultationRequest, Wording
from consultations.ticket import fresh_key
for number in range({NUMBER}):
    ConsultationRequest.receive(
        submission_key=fresh_key(),
        consent=Wording.current(),
        name=f"Paperlina Montgomery-Featherstone {{number}}",
        phone=f"+1703555{{number:04d}}",
        contact_method="phone",
        contact_times=["11:00-13:00", "15:00-17:00"],
        adult=True,
    )
"""
PUT_AWAY = """
from clinic.models import User
from consultations.models import ConsultationRequest
by = User.objects.get(username="coordinator")
for request in ConsultationRequest.objects.open():
    if request.name.startswith("Paperlina"):
        request.mark_spam(by=by)
"""
OTHERS = """rows => rows.filter(row => !row.textContent.includes("Paperlina"))
    .forEach(row => row.remove())"""
MM = 96 / 25.4
SIZES = {"A4": (210, 297), "Letter": (216, 279)}


@pytest.fixture
def sheet(visit, site):
    """The sheet with sixty requests on it and no other."""
    site.run(RECEIVE)
    try:
        page = visit(color_scheme="dark")
        sign_in(page, "coordinator", "/admin/")
        page.goto(SHEET)
        page.locator(".sheet__request").evaluate_all(OTHERS)
        expect(page.locator(".sheet__request")).to_have_count(NUMBER)
        yield page
    finally:
        site.run(PUT_AWAY)


def pages(pdf: bytes) -> int:
    """Return how many pages a PDF of Chromium's has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_sixty_requests_fit_on_few_pages_of_either_size(sheet):
    for size, (width, height) in SIZES.items():
        pdf = sheet.pdf(format=size)
        # Long names and two windows take three lines; with short ones it is five.
        assert 3 <= pages(pdf) <= 8, size
        assert len(re.findall(rb"/MediaBox", pdf)) >= 1
        # Nothing is cut off at the side.
        sheet.set_viewport_size(
            {"width": round((width - 24) * MM), "height": round((height - 27) * MM)}
        )
        sheet.emulate_media(media="print")
        assert sheet.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            size
        )


def test_paper_has_room_to_write_and_nothing_to_press(sheet):
    sheet.emulate_media(media="print", color_scheme="dark")
    for part in (".desk-top", ".sheet-head"):
        expect(sheet.locator(part)).to_be_hidden()
    printed = sheet.locator(".sheet__printed")
    expect(printed).to_contain_text("by Linh Marlowe")
    expect(printed).to_contain_text("shred it")
    # The head of the table is repeated on every page.
    head = sheet.locator(".sheet thead")
    assert head.evaluate("e => getComputedStyle(e).display") == "table-header-group"
    room = sheet.locator(".sheet__room").first.bounding_box()
    assert room["height"] >= 7.5 * MM
    assert room["width"] >= 60 * MM
    first = sheet.locator(".sheet__request").first
    assert first.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    colors = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    assert sheet.locator("body").evaluate(colors) == [
        "rgb(0, 0, 0)",
        "rgb(255, 255, 255)",
    ]


def test_print_and_copy_have_buttons_once_scripts_run(visit):
    page = visit()
    sign_in(page, "coordinator", "/admin/")
    page.goto(SHEET)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/admin/consultations/consultationrequest/")
    page.locator("main a[href$='/change/']").first.click()
    page.get_by_text("Copy for the chart").click()
    page.get_by_role("button", name="Show as text").click()
    text = page.locator("#copy-box").input_value()
    assert text.startswith("Consultation request ")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == text
