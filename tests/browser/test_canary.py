"""Marked words, typed into a running site, are in nothing that site or browser keep."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import find_at_the_desk, send, sign_in
from tests.browser.running_site import RunningSite, wait_until
from tests.canary import NOTE, TYPED, files_with_marks, found_in

pytestmark = pytest.mark.browser

FORM = "/request-a-consultation/"
STORED = """() => JSON.stringify([
    Object.entries(localStorage), Object.entries(sessionStorage), document.cookie,
    document.title, location.href, document.referrer, history.state, window.name])"""
# The recipient's own address stands in the envelope and in To.
OWN_ADDRESS = "canary.mail"


@pytest.fixture
def own_site(tmp_path_factory, prepared):
    """A site of its own: what other tests typed is no business of this one."""
    site = RunningSite(tmp_path_factory.mktemp("canary"))
    site.move_in(prepared)
    site.more = {"GUNICORN_CMD_ARGS": "--access-logfile - --log-level debug"}
    try:
        site.start()
        yield site
    finally:
        site.close()


class Trail:
    """What a browser remembers of where it was."""

    def __init__(self, context):
        self.addresses, self.headers = [], []
        context.on("request", self._note)

    def _note(self, request):
        self.addresses.append(request.url)
        self.headers.append(request.headers.get("referer", ""))

    def assert_nothing_of(self, page):
        assert found_in("\n".join(self.addresses)) == []
        assert found_in("\n".join(self.headers)) == []
        assert found_in(page.evaluate(STORED)) == []
        line = page.context.new_cdp_session(page)
        entries = line.send("Page.getNavigationHistory")["entries"]
        kept = [f"{e['url']} {e['title']} {e['userTypedURL']}" for e in entries]
        assert len(kept) >= 1 and found_in("\n".join(kept)) == []
        cookies = page.context.cookies()
        assert found_in(str(cookies)) == []


def fill_in(page, *, phone=TYPED["phone"], consent=True):
    page.get_by_label("What should we call you?").fill(TYPED["name"])
    # What is filled in stays in sight when another way is chosen.
    page.get_by_label("Phone", exact=True).first.check()
    page.locator("#id_phone").fill(phone)
    page.get_by_label("E-mail").first.check()
    page.locator("#id_email").fill(TYPED["email"])
    page.get_by_label("Anything you would like us to know").fill(TYPED["message"])
    page.get_by_label("The person this is for is 18 or older").check()
    if consent:
        page.get_by_label("The clinic may contact me").check()


def test_what_is_typed_is_nowhere_afterwards(browser, own_site):
    context = browser.new_context(base_url=own_site.url, locale="en-US")
    context.set_default_timeout(30_000)
    trail, page = Trail(context), context.new_page()
    page.goto(FORM)

    # With mistakes, without cookies, well, and corrected.
    fill_in(page, consent=False)
    page.get_by_role("button", name="Send my request").click()
    expect(page.locator("#error-summary")).to_be_visible()
    trail.assert_nothing_of(page)
    cookies = context.cookies()
    context.clear_cookies()
    page.get_by_role("button", name="Send my request").click()
    expect(page.locator("#copy-box")).to_have_value(re.compile(TYPED["message"]))
    trail.assert_nothing_of(page)
    context.add_cookies(cookies)
    page.goto(FORM)
    fill_in(page)
    reference = send(page)
    trail.assert_nothing_of(page)
    page.go_back()
    fill_in(page)
    page.get_by_label("Anything you would like us to know").fill(
        f"{TYPED['message']}, corrected"
    )
    assert send(page) == reference
    trail.assert_nothing_of(page)

    # The second page.
    page.goto(f"{FORM}details/")
    page.get_by_label("Anything else you have tried").fill(TYPED["message"])
    page.locator("form.form button[type=submit]").click()
    page.wait_for_url("**/received/")
    trail.assert_nothing_of(page)

    # At the desk: found by each word, read, worked, refused.
    sign_in(page, "coordinator", "/admin/consultations/consultationrequest/")
    for typed in (TYPED["name"], TYPED["email"], TYPED["phone"], NOTE):
        page.get_by_role("searchbox").fill(typed)
        page.get_by_role("button", name="Find").click()
        page.wait_for_url("**/search/")
        trail.assert_nothing_of(page)
    find_at_the_desk(page, reference)
    expect(page.get_by_role("heading", level=1)).to_have_text(TYPED["name"])
    page.locator("section", has=page.locator("#note-title")).get_by_label("Note").fill(
        NOTE
    )
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_role("status")).to_be_visible()
    trail.assert_nothing_of(page)
    page.goto("/admin/consultations/consultationrequest/caller/")
    page.get_by_label("Name", exact=True).fill(TYPED["name"])
    page.locator("input[type=tel]").fill(TYPED["phone"])
    page.get_by_label("What they said, in their words").fill(TYPED["message"])
    page.get_by_role("button", name="Keep this request").click()
    expect(page.locator("#error-summary")).to_be_visible()
    trail.assert_nothing_of(page)

    wait_until(lambda: len(own_site.mail_about(reference)) >= 2, 60)
    context.close()

    # While it runs, main file and log of changes; after its end, what is left of them.
    assert_only_in_envelopes(own_site)
    for message in own_site.mail():
        text = message.as_string().replace(str(message["To"]), "")
        assert found_in(text) == []
    log = own_site.log.read_text()
    assert "POST /request-a-consultation/" in log
    own_site.stop()
    assert_only_in_envelopes(own_site)


def assert_only_in_envelopes(site):
    found = files_with_marks(site.folder, but=("static",))
    mail = {file: marks for file, marks in found.items() if file.startswith("mail/")}
    assert {file: found[file] for file in found.keys() - mail.keys()} == {}
    assert all(marks == [OWN_ADDRESS] for marks in mail.values())
