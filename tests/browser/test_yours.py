"""The private page in a browser: corrected and stopped, and no log tells of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import fill_in, find_at_the_desk, history, send, sign_in
from tests.browser.running_site import wait_until

pytestmark = pytest.mark.browser

BOTH_WAYS = pytest.mark.parametrize(
    "script", [True, False], ids=["with JavaScript", "without JavaScript"]
)
PRIVATE = re.compile(r"http://\S+/request-a-consultation/yours/\S+/")


def link_in_the_mail(site, address: str) -> str:
    """Return the private address in the newest mail to somebody."""
    mail = wait_until(lambda: [m for m in site.mail() if m["To"] == address])[-1]
    return PRIVATE.search(mail.get_body(("plain",)).get_content())[0]


@BOTH_WAYS
def test_a_number_is_corrected_and_the_request_withdrawn(visit, site, script):
    mailbox = "first.js@example.com" if script else "first.plain@example.com"
    moved = f"second.{mailbox}"
    person = visit(java_script_enabled=script)
    person.goto("/request-a-consultation/")
    fill_in(person, "Hollis Fernway", message="between us alone")
    person.get_by_label("E-mail").first.check()
    person.locator("#id_email").fill(mailbox)
    person.get_by_label("Phone", exact=True).first.check()
    reference = send(person)
    received = person.locator("main a[href*='/yours/']")
    first = link_in_the_mail(site, mailbox)
    assert received.get_attribute("href") == first

    # Opened from the mailbox in another browser, which is told little.
    reader = visit(java_script_enabled=script)
    asked = []
    reader.on("request", lambda request: asked.append(request.headers))
    reader.goto(first)
    main = reader.get_by_role("main")
    expect(main).to_contain_text(reference)
    expect(main).to_contain_text("ends in 63")
    for hidden in ("Hollis", "between us", "555-0163", mailbox):
        expect(main).not_to_contain_text(hidden)
    reader.get_by_label("A new phone number").fill("703 555 0176")
    reader.get_by_label("You may leave me a voicemail").check()
    reader.get_by_role("button", name="Save the changes").click()
    expect(reader.get_by_role("status")).to_contain_text("Saved")
    expect(main).to_contain_text("ends in 76")
    expect(main).to_contain_text("We may leave a voicemail")
    # Refreshed and gone back to, it is saved once.
    reader.reload()
    reader.go_back()
    reader.go_forward()

    # A new mailbox, a new link; the old one leads nowhere.
    reader.get_by_label("E-mail").first.check()
    reader.locator("#id_email").fill(moved)
    reader.get_by_role("button", name="Save the changes").click()
    expect(reader.get_by_role("status")).to_contain_text("new address")
    second = link_in_the_mail(site, moved)
    assert second != first
    assert reader.url.startswith(second)
    stranger = visit(java_script_enabled=script)
    stranger.watch.expect("404")
    assert stranger.goto(first).status == 404
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("nowhere")

    # Stopped: asked once, done at the second press, and said so from then on.
    reader.goto(second)
    reader.get_by_role("button", name="Stop: do not contact me").click()
    heading = reader.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Stop all contact")
    reader.get_by_role("button", name="Go back, change nothing").click()
    expect(heading).to_have_text("Your request")
    reader.get_by_role("button", name="Stop: do not contact me").click()
    reader.get_by_role("button", name="Stop: do not contact me").click()
    expect(heading).to_contain_text("Withdrawn")
    reader.reload()
    expect(heading).to_contain_text("Withdrawn")
    assert reader.context.cookies() == []
    assert not any(headers.get("referer") for headers in asked)

    # The desk sees it at once and offers no way to call.
    desk = visit(java_script_enabled=script)
    sign_in(desk, "coordinator", "/admin/consultations/consultationrequest/")
    find_at_the_desk(desk, reference)
    expect(desk.get_by_role("note")).to_contain_text(
        "Withdrawn by the requester, do not contact"
    )
    expect(
        desk.locator("a[href^='tel:'], a[href^='sms:'], a[href^='mailto:']")
    ).to_have_count(0)
    expect(history(desk)).to_have_count(4)
    expect(desk.get_by_role("button", name="No answer")).to_have_count(0)

    # No log holds a link, no file what was typed.
    log = site.log.read_text()
    for link in (first, second):
        assert link.split("/")[-2] not in log
    for typed in ("Hollis", "between us", "7035550176", "703 555 0176"):
        assert site.files_holding(typed) == []


def test_the_form_after_a_withdrawal_is_a_new_one(visit):
    page = visit()
    page.goto("/request-a-consultation/")
    fill_in(page, "Wren Alder")
    reference = send(page)
    page.locator("main a[href*='/yours/']").click()
    for _press in range(2):
        page.get_by_role("button", name="Stop: do not contact me").click()
    page.get_by_role("link", name="Write to us again").click()
    expect(page.get_by_label("What should we call you?")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text(reference)
