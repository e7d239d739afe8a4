"""Every page type and state of the site, each as who sees it and a way to it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from clinic_site.demo.accounts import DEMO_PASSWORD
from tests.browser.people import fill_in, send

FORM = "/request-a-consultation/"
DETAILS = f"{FORM}details/"
QUEUE = "/admin/consultations/consultationrequest/"
TRAIL = "/admin/consultations/readingentry/"


@dataclass(frozen=True)
class Scene:
    """A page in one state: who looks at it, where it is, what was done there."""

    name: str
    who: str
    address: str
    act: Callable[[Page], None] | None = None

    def open(self, page: Page) -> None:
        page.goto(self.address)
        if self.act:
            self.act(page)


def scenes(who: str, addresses: dict[str, str]) -> list[Scene]:
    return [Scene(name, who, address) for name, address in addresses.items()]


def send_it_empty(page: Page) -> None:
    page.get_by_role("button", name="Send my request").click()
    expect(page.locator("#error-summary")).to_be_visible()


def send_it(page: Page) -> None:
    fill_in(page, "Accessible Ann")
    send(page)


def ask_for_more(page: Page) -> None:
    send_it(page)
    page.get_by_role("link", name="Answer a few questions").click()
    page.wait_for_url(f"**{DETAILS}")


def answer_too_much(page: Page) -> None:
    ask_for_more(page)
    page.get_by_label("Anything else you have tried").fill("word " * 50)
    page.get_by_role("button", name="Add these answers").click()
    expect(page.locator("#error-summary")).to_be_visible()


def answer_a_little(page: Page) -> None:
    ask_for_more(page)
    page.get_by_label("PTSD").check()
    page.get_by_role("button", name="Add these answers").click()
    page.wait_for_url("**/received/")


def answer_too_late(page: Page) -> None:
    ask_for_more(page)
    page.get_by_label("Anything else you have tried").fill("Running")
    page.context.clear_cookies(name="consultation_request")
    page.watch.expect("status of 409")
    page.get_by_role("button", name="Add these answers").click()
    expect(page.locator("#copy-box")).to_be_visible()


def open_the_private_page(page: Page) -> None:
    send_it(page)
    page.locator("main a[href*='/yours/']").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your request")


def correct_it_wrongly(page: Page) -> None:
    open_the_private_page(page)
    page.get_by_label("A new phone number").fill("12")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.locator("#error-summary")).to_be_focused()


def press_stop(page: Page) -> None:
    open_the_private_page(page)
    page.get_by_role("button", name="Stop: do not contact me").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stop all contact")


def stop_it(page: Page) -> None:
    press_stop(page)
    page.get_by_role("button", name="Stop: do not contact me").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Withdrawn")


def sign_in_with_nothing(page: Page) -> None:
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()


def set_up_an_app(page: Page) -> None:
    page.get_by_role("link", name="Set up an app").click()
    expect(page.get_by_alt_text("QR code")).to_be_visible()


def open_the_first(page: Page) -> None:
    page.locator("main").get_by_role("link", name="Call").first.wait_for()
    link = page.locator(f"main a[href^='{QUEUE}'][href$='/change/']").first
    link.click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()


def open_the_text(page: Page) -> None:
    open_the_first(page)
    page.get_by_text("Copy for the chart").click()
    page.get_by_role("button", name="Show as text").click()
    expect(page.locator("#copy-box")).to_be_visible()


def find_nobody(page: Page) -> None:
    page.get_by_role("searchbox").fill("nobody")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def see_who_saw_the_first(page: Page) -> None:
    open_the_first(page)
    page.get_by_role("link", name="Who has seen this").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Who has seen")


def ask_for_a_person(page: Page) -> None:
    page.locator(".trail-asked > summary").click()
    page.get_by_role("textbox", name="Reference").fill("nobody")
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_text("No request has this reference.")).to_be_visible()


def ask_for_an_export(page: Page) -> None:
    """Confirm the password as the sign-in asks for it, and come to the page."""
    page.get_by_role("link", name="Export", exact=True).click()
    page.wait_for_load_state()
    # A proof holds for minutes, so that a second visit is not asked again.
    if "/reauthenticate/" in page.url:
        page.get_by_label("Password").fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Export")


def export_without_a_reason(page: Page) -> None:
    ask_for_an_export(page)
    page.get_by_role("button", name="Download the CSV file").click()
    expect(page.get_by_role("link", name="Choose what it is for")).to_be_visible()


PUBLIC = scenes(
    "reader",
    {
        "home": "/",
        "articles": "/articles/",
        "long article": "/articles/ketamine-infusion-therapy-what-is-known/",
        "short article": "/articles/side-effects-and-what-we-do/",
        "services": "/services/",
        "service": "/services/ketamine-infusion/",
        "locations": "/locations/",
        "location": "/locations/alexandria/",
        "people": "/people/",
        "person": "/people/imani-castellanos/",
        "standard page": "/privacy-practices/",
        "search": "/search/",
        "search with results": "/search/?q=ketamine",
        "search without results": "/search/?q=nothing-has-this-word",
        "form": FORM,
        "missing page": "/no-such-page/",
    },
)
FORM_STATES = [
    Scene("form with errors", "reader", FORM, send_it_empty),
    Scene("form received", "reader", FORM, send_it),
    Scene("second page", "reader", f"{FORM}?new=1", ask_for_more),
    Scene("second page with errors", "reader", f"{FORM}?new=1", answer_too_much),
    Scene("second page answered", "reader", f"{FORM}?new=1", answer_a_little),
    Scene("second page too late", "reader", f"{FORM}?new=1", answer_too_late),
    Scene("private page", "reader", f"{FORM}?new=1", open_the_private_page),
    Scene("private page with errors", "reader", f"{FORM}?new=1", correct_it_wrongly),
    Scene("private page: stop?", "reader", f"{FORM}?new=1", press_stop),
    Scene("private page: withdrawn", "reader", f"{FORM}?new=1", stop_it),
    Scene("private page: wrong link", "reader", f"{FORM}yours/x/"),
]
# Pages that stand when nothing else does, drawn by the site's own code: nothing
# breaks a running site on demand.
ERRORS = scenes(
    "reader", {f"error {status}": f"/{status}/" for status in (400, 403, 429, 500, 503)}
)
ACCOUNT = [
    Scene("sign-in", "reader", "/accounts/login/?next=/admin/"),
    Scene("sign-in refused", "reader", "/accounts/login/", sign_in_with_nothing),
    *scenes(
        "coordinator",
        {
            "new password": "/accounts/password/change/",
            "password again": "/accounts/reauthenticate/",
            "second step": "/accounts/2fa/",
            "new key": "/accounts/2fa/keys/add/",
            "sign-out": "/accounts/logout/",
            "no access": "/cms/",
        },
    ),
    Scene("app for the second step", "coordinator", "/accounts/2fa/", set_up_an_app),
]
DESK = [
    *scenes(
        "coordinator",
        {
            "queue": QUEUE,
            "caller": f"{QUEUE}caller/",
            "today": f"{QUEUE}today/",
            "sheet to print": f"{QUEUE}sheet/",
        },
    ),
    Scene("text for the chart", "coordinator", QUEUE, open_the_text),
    Scene("request", "coordinator", QUEUE, open_the_first),
    Scene("nobody found", "coordinator", QUEUE, find_nobody),
    Scene("who saw what", "manager", TRAIL),
    Scene("who saw what, refused", "manager", TRAIL, ask_for_a_person),
    Scene("who has seen this", "manager", QUEUE, see_who_saw_the_first),
    Scene("export", "manager", QUEUE, ask_for_an_export),
    Scene("export without a reason", "manager", QUEUE, export_without_a_reason),
]
# Pages that Django draws and we only dress.
STOCK = [
    *scenes(
        "manager",
        {
            "intake settings": "/admin/consultations/intakesettings/",
            "wordings": "/admin/consultations/wording/",
            "new wording": "/admin/consultations/wording/add/",
            "health questions": "/admin/consultations/clearancequestion/",
            "own questions": "/admin/consultations/ownquestion/",
            "new own question": "/admin/consultations/ownquestion/add/",
        },
    ),
    *scenes("admin", {"users": "/admin/clinic/user/", "groups": "/admin/auth/group/"}),
]
STYLEGUIDE = scenes(
    "editor",
    {
        "style guide": "/styleguide/",
        "style guide: frame": "/styleguide/frame/",
        "style guide: cards": "/styleguide/cards/",
        "style guide: reading": "/styleguide/reading/",
        "style guide: asking": "/styleguide/asking/",
        "style guide: desk": "/styleguide/desk/",
    },
)
EVERY = [*PUBLIC, *FORM_STATES, *ERRORS, *ACCOUNT, *DESK, *STOCK, *STYLEGUIDE]


def each(scenes: list[Scene]):
    """Run a test once for each scene, under its name."""
    return pytest.mark.parametrize("scene", scenes, ids=lambda scene: scene.name)
