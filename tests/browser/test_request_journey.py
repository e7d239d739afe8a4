"""From an article to a consultation request, and what the desk does with it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import (
    fill_in,
    find_at_the_desk,
    history,
    leaf_to,
    send,
    sign_in,
    take_time,
)
from tests.browser.running_site import wait_until

pytestmark = pytest.mark.browser

ARTICLE = "/articles/is-ketamine-right-for-me/"
BOTH_WAYS = pytest.mark.parametrize(
    "script", [True, False], ids=["with JavaScript", "without JavaScript"]
)


@BOTH_WAYS
def test_a_reader_asks_for_a_consultation_and_the_desk_works_it(visit, site, script):
    name = "Quillfeather" if script else "Brambleworth"
    story = f"Words of {name} that stay between us"

    # Read an article, search for a word in it.
    reader = visit(java_script_enabled=script)
    reader.goto(ARTICLE)
    title = reader.get_by_role("heading", level=1).inner_text()
    name_of_box = "What would you like to find?"
    role = "combobox" if script else "searchbox"
    box = reader.get_by_role(role, name=name_of_box).first
    box.fill("bladder")
    box.press("Enter")
    reader.wait_for_url("**/search/?q=bladder")
    found = reader.get_by_role("listitem").filter(
        has=reader.get_by_role("link", name=title)
    )
    expect(found).to_contain_text("bladder", ignore_case=True)

    # Follow its button and send the form.
    found.get_by_role("link", name=title).click()
    reader.wait_for_url(f"**{ARTICLE}")
    section = reader.locator(".request-section")
    section.get_by_role("link").click()
    reader.wait_for_url("**/request-a-consultation/?from=*")
    fill_in(reader, name, message=story)
    reference = send(reader)

    # The received page survives a refresh and Back.
    reader.reload()
    expect(reader.locator(".reference")).to_have_text(reference)
    reader.go_back()
    reader.go_forward()
    expect(reader.locator(".reference")).to_have_text(reference)
    assert reference not in reader.url

    # The desk is told, without a word of what was typed.
    (notice,) = wait_until(lambda: site.mail_about(reference))
    text = notice.as_string()
    assert notice["Auto-Submitted"] == "auto-generated"
    assert notice["Message-ID"].endswith("@localhost>")
    assert name not in text and story not in text and "555-0163" not in text

    # The coordinator finds it, works it and reads what happened.
    desk = visit(java_script_enabled=script)
    sign_in(desk, "coordinator", "/admin/consultations/consultationrequest/")
    find_at_the_desk(desk, reference)
    expect(desk.get_by_role("heading", level=1)).to_have_text(name)
    expect(desk.get_by_text(story)).to_be_visible()
    expect(desk.get_by_text(f"Asked from “{title}”")).to_be_visible()
    before = history(desk).count()
    desk.get_by_role("button", name="Take it").click()
    expect(desk.get_by_role("status")).to_contain_text("It is yours")
    desk.get_by_role("button", name="Start contact").click()
    expect(desk.get_by_text("In contact", exact=False).first).to_be_visible()
    desk.locator("section", has=desk.locator("#note-title")).get_by_label("Note").fill(
        "Calls back on Tuesday"
    )
    desk.get_by_role("button", name="Keep the note").click()
    expect(history(desk)).to_have_count(before + 3)
    expect(history(desk).first).to_contain_text("Calls back on Tuesday")
    expect(history(desk).first).to_contain_text("Linh Marlowe")

    # Nothing of it lies anywhere in clear: database, mail, log.
    for typed in (name, story, "555-0163", "7035550163", "back on Tuesday"):
        assert site.files_holding(typed) == []


@BOTH_WAYS
def test_every_mistake_is_named_at_once_and_the_text_is_kept(visit, script):
    page = visit(java_script_enabled=script)
    page.goto("/request-a-consultation/")
    page.get_by_label("Anything you would like us to know").fill("my story")
    page.get_by_role("button", name="Send my request").click()

    summary = page.locator("#error-summary")
    expect(summary.get_by_role("link")).to_have_count(4)
    expect(summary).to_be_focused()
    expect(page.get_by_label("Anything you would like us to know")).to_have_value(
        "my story"
    )
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("What should we call you?")).to_be_focused()


def test_a_request_is_sent_by_keyboard_alone(visit):
    page = visit()
    page.goto("/request-a-consultation/")
    page.get_by_label("What should we call you?").focus()
    page.keyboard.type("Keyboard Kit")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("703 555 0164")
    adult = page.get_by_label("The person this is for is 18 or older")
    for _ in range(30):
        page.keyboard.press("Tab")
        if adult.evaluate("box => box === document.activeElement"):
            break
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    take_time(page)
    page.keyboard.press("Enter")

    page.wait_for_url("**/received/")


def test_a_browser_without_cookies_gets_the_text_back(visit):
    page = visit(java_script_enabled=False)
    page.watch.expect("403")
    page.goto("/request-a-consultation/")
    fill_in(page, "Nobody", message="words worth keeping")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send my request").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Your request was not sent"
    )
    expect(page.get_by_text("words worth keeping")).to_be_visible()
    expect(page.get_by_role("main").locator("a[href^='tel:+']").first).to_be_visible()


def test_a_caller_is_added_at_the_desk(visit):
    desk = visit()
    sign_in(desk, "coordinator", "/admin/consultations/consultationrequest/")
    desk.get_by_role("link", name="Add a caller").first.click()
    expect(desk.get_by_label("Name", exact=True)).to_be_focused()
    desk.keyboard.type("Wilhelmina Caller")
    desk.locator("input[type=tel]").fill("703 555 0188")
    desk.get_by_label("What they said, in their words").fill("Saw us on the train")
    desk.get_by_label("The person it is for is 18 or older").check()
    desk.get_by_label("Read aloud and agreed: “The clinic may").check()
    desk.get_by_role("button", name="Keep this request").click()

    expect(desk.get_by_role("heading", level=1)).to_have_text("Wilhelmina Caller")
    expect(desk.get_by_text("Saw us on the train")).to_be_visible()
    expect(history(desk).first).to_contain_text("Linh Marlowe")
    reference = re.search(r"/([^/]+)/change/|/([^/]+)/$", desk.url)
    assert reference
    desk.goto("/admin/consultations/consultationrequest/")
    leaf_to(desk, "Wilhelmina Caller")
    expect(desk.get_by_role("link", name="Wilhelmina Caller")).to_be_visible()


@pytest.mark.parametrize("username", ["editor", "reviewer"])
def test_who_writes_pages_reaches_no_request(visit, username):
    page = visit()
    page.watch.expect("403")
    sign_in(page, username, "/cms/")

    response = page.goto("/admin/consultations/consultationrequest/")

    assert response.status == 403
    expect(page.get_by_role("table")).to_have_count(0)
