"""Every screen of both admins under the site's own policy: nothing of it is blocked.

Whoever opens pages here is watched: a violation of the policy, an error in the console
and a request to another host each fail the test.
"""

from io import BytesIO
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from PIL import Image
from playwright.sync_api import Error, Page, expect

from clinic.blocks import BodyBlock
from clinic_site.demo.accounts import DEMO_PASSWORD
from tests.browser.people import sign_in
from tests.browser.running_site import wait_until

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1400, "height": 1000}
STAFF_ONLY = ("/cms/", "/admin/", "/accounts/", "/styleguide/", "/documents/")
# Where the walk begins: what is linked from these is walked to, too.
DOORS = ("/cms/", "/admin/", "/accounts/2fa/", "/styleguide/")
# Screens that the walk must have come to, so that it cannot end early and be content.
SEEN = {
    "wagtailadmin_home",
    "wagtailadmin_explore",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:usage",
    "wagtailadmin_account",
    "wagtailimages:index",
    "wagtailimages:edit",
    "wagtaildocs:index",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:aging_pages",
    "wagtailadmin_workflows:index",
    "wagtailredirects:index",
    "wagtailsettings:edit",
    "admin:consultations_consultationrequest_changelist",
    "admin:consultations_consultationrequest_change",
    "admin:consultations_consultationrequest_today",
    "admin:consultations_consultationrequest_figures",
    "admin:clinic_user_changelist",
    "admin:clinic_user_change",
    "mfa_index",
}
# Wagtail links to its list of people, who are kept at the desk; an action on many asks
# for those that were ticked.
NO_SCREENS = {"cms_users", "wagtail_bulk_action"}
MAKE_PERSON = """
from clinic.models import User
User.objects.create_superuser(
    "{name}", "{name}@clinic.example", "{password}", is_demo=True
)
"""
FOUND_LINKS = "() => [...document.querySelectorAll('a[href]')].map(link => link.href)"
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture(scope="module")
def superuser(site) -> str:
    name = "policy"
    site.run(MAKE_PERSON.format(name=name, password=DEMO_PASSWORD))
    return name


@pytest.fixture
def cms(visit, superuser) -> Page:
    """A browser in Wagtail's admin that may do everything there."""
    page = visit(viewport=DESKTOP)
    sign_in(page, superuser, "/cms/")
    return page


def route_of(address: str) -> str | None:
    """Return the name of the route that an address of the staff's leads to."""
    place = urlsplit(address)
    is_file = "export=" in place.query or place.path.endswith((".csv", "/download/"))
    if is_file or not place.path.startswith(STAFF_ONLY):
        return None
    try:
        name = resolve(place.path).view_name
    except Resolver404:
        return None
    return None if name in NO_SCREENS else name


def test_walk_through_every_screen_finds_nothing_blocked(visit, superuser):
    page = visit(viewport=DESKTOP)
    sign_in(page, superuser, "/admin/")
    home = page.url
    waiting = [urljoin(home, door) for door in DOORS]
    seen = set()
    while waiting:
        address = waiting.pop(0)
        name = route_of(address)
        if name is None or name in seen or urlsplit(address).netloc not in home:
            continue
        seen.add(name)
        try:
            page.goto(address)
        except Error as error:
            # A file that is handed over is no screen.
            assert "Download is starting" in error.message, address
            continue
        waiting += page.evaluate(FOUND_LINKS)

    assert seen >= SEEN
    assert len(seen) > 90


def is_sent(answer) -> bool:
    """Say whether this answers a form that was sent without leaving the page."""
    return answer.request.method == "POST" and "/multiple/" in answer.url


def photo() -> dict:
    """Return a picture as it is chosen in a form."""
    out = BytesIO()
    Image.new("RGB", (600, 400), "teal").save(out, format="JPEG")
    return {"name": "teal.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_picture_is_uploaded_and_its_focal_point_set(cms):
    cms.goto("/cms/images/multiple/add/")
    cms.locator("input[type=file]").first.set_input_files(photo())
    title = cms.get_by_label("Title").first
    expect(title).to_have_value("teal")
    title.fill("A teal wall")
    with cms.expect_response(is_sent) as answer:
        cms.get_by_role("button", name="Update").click()
    assert answer.value.json()["success"]
    cms.goto("/cms/images/")
    cms.get_by_role("link", name="A teal wall").first.click()
    cms.wait_for_url("**/cms/images/*/**")

    chooser = cms.locator(".focal-point-chooser")
    chooser.scroll_into_view_if_needed()
    box = chooser.bounding_box()
    cms.mouse.move(box["x"] + 40, box["y"] + 40)
    cms.mouse.down()
    cms.mouse.move(box["x"] + 140, box["y"] + 120, steps=5)
    cms.mouse.up()
    field = cms.locator("input.focal_point_width")
    wait_until(lambda: field.input_value() not in ("", "0"))
    cms.get_by_role("button", name="Save").first.click()

    expect(cms.get_by_text("updated").first).to_be_visible()


def test_document_is_uploaded(cms):
    cms.goto("/cms/documents/multiple/add/")
    way = {"name": "way.pdf", "mimeType": "application/pdf", "buffer": PDF}
    cms.locator("input[type=file]").first.set_input_files(way)
    title = cms.get_by_label("Title").first
    expect(title).to_have_value("way")
    title.fill("The way to us")
    with cms.expect_response(is_sent) as answer:
        cms.get_by_role("button", name="Update").click()
    assert answer.value.json()["success"]
    cms.goto("/cms/documents/")

    expect(cms.get_by_text("The way to us").first).to_be_visible()


def test_editor_with_every_block_chooses_previews_and_hands_in(cms, every_block):
    cms.goto("/cms/pages/search/?q=every+block")
    cms.locator("main a[href$='/edit/']").first.click()
    cms.wait_for_url("**/edit/")
    text = cms.locator("#panel-child-content-body-section")
    before = text.locator("[data-streamfield-child]").count()
    assert before >= len(BodyBlock().child_blocks)

    cms.locator("[data-side-panel-toggle='preview']").first.click()
    preview = cms.frame_locator("#w-preview-iframe").first
    expect(preview.locator("h1")).to_have_text("Every block", timeout=30_000)
    cms.locator("[data-side-panel-toggle='preview']").first.click()

    # One more of each kind, as an editor inserts it.
    text.get_by_role("button", name="Insert a block").first.click()
    names = [one.inner_text().strip() for one in cms.locator("[role=option]").all()]
    assert len(names) == len(BodyBlock().child_blocks)
    cms.keyboard.press("Escape")
    for name in names:
        text.get_by_role("button", name="Insert a block").first.click()
        cms.get_by_role("option", name=name, exact=True).first.click()
    children = text.locator("[data-streamfield-child]")
    wait_until(lambda: children.count() >= before + len(names))

    # Its windows for choosing.
    text.get_by_role("button", name="Choose an image").first.click()
    window = cms.locator(".modal-body")
    window.locator("a.image-choice, li a").first.click()
    expect(window).to_have_count(0)
    opened = set()
    for button in cms.get_by_role("button", name="Choose ").all():
        name = button.inner_text().strip()
        if not button.is_visible() or name in opened:
            continue
        opened.add(name)
        button.click()
        expect(window.first).to_be_visible()
        cms.locator(".modal [data-dismiss=modal]").first.click()
        expect(window).to_have_count(0)
    assert opened
    # Half of it is not filled in; a draft is kept all the same.
    cms.get_by_role("button", name="Save draft").click()
    wait_until(lambda: children.count() >= before + len(names))
    expect(cms.get_by_text("has been updated").first).to_be_visible(timeout=30_000)


def test_bar_on_a_public_page_opens_under_the_strict_policy(cms, every_block):
    answer = cms.goto(every_block)

    assert "unsafe" not in answer.headers["content-security-policy"]
    bar = cms.locator("wagtail-userbar")
    bar.get_by_role("button").first.click()
    expect(bar.get_by_role("menuitem").first).to_be_visible()
