"""However often somebody sends the form, it is one request; and corrections count."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import fill_in, send, take_time

pytestmark = pytest.mark.browser

FORM = "/request-a-consultation/"
BOTH_WAYS = pytest.mark.parametrize(
    "script", [True, False], ids=["with JavaScript", "without JavaScript"]
)
COUNT = """
import json
from consultations.models import ConsultationRequest
print(json.dumps([
    (r.reference, r.message, [e.kind for e in r.events.order_by("pk")])
    for r in ConsultationRequest.objects.order_by("pk") if r.name == {name!r}
]))
"""


def kept(site, name: str) -> list:
    """Return the requests of a person: reference, message and kinds of events."""
    code = COUNT.format(name=name)
    return json.loads(site.run(code))


def filled_in(page, name: str, message="words"):
    page.goto(FORM)
    fill_in(page, name, message=message)
    take_time(page)
    return page.get_by_role("button", name="Send my request")


def reference_on(page) -> str:
    page.wait_for_url("**/received/")
    return page.locator(".reference").inner_text().strip()


@BOTH_WAYS
def test_a_double_click_is_one_request(visit, site, script):
    name = f"Double Clicker {script}"
    page = visit(java_script_enabled=script)
    filled_in(page, name).dblclick(no_wait_after=True)
    assert [row[::2] for row in kept_once(page, site, name)] == [
        [reference_on(page), ["received"]]
    ]


@BOTH_WAYS
def test_enter_pressed_twice_is_one_request(visit, site, script):
    name = f"Enter Twice {script}"
    page = visit(java_script_enabled=script)
    filled_in(page, name)
    page.get_by_label("What should we call you?").focus()
    page.keyboard.down("Enter")
    page.keyboard.down("Enter")
    assert [row[::2] for row in kept_once(page, site, name)] == [
        [reference_on(page), ["received"]]
    ]


@BOTH_WAYS
def test_impatient_clicks_on_a_slow_line_are_one_request(visit, site, script):
    name = f"Slow Line {script}"
    page = visit(java_script_enabled=script)
    button = filled_in(page, name)
    line = page.context.new_cdp_session(page)
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 1500,
            "downloadThroughput": 20_000,
            "uploadThroughput": 5_000,
        },
    )
    box = button.bounding_box()
    for _ in range(4):
        # By the mouse: the button's own click waits for the page to come.
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(250)
    page.wait_for_url("**/received/", timeout=60_000)
    assert [row[::2] for row in kept(site, name)] == [
        [reference_on(page), ["received"]]
    ]


def kept_once(page, site, name: str) -> list:
    # A second press ends the first one's way there: only where it ends up counts.
    expect(page).to_have_url(re.compile("/received/$"), timeout=30_000)
    rows = kept(site, name)
    assert len(rows) == 1
    return rows


@BOTH_WAYS
def test_back_and_corrected_is_the_same_request(visit, site, script):
    name = f"Second Thoughts {script}"
    page = visit(java_script_enabled=script)
    page.goto(FORM)
    fill_in(page, name, message="first words")
    reference = send(page)
    page.go_back()
    page.wait_for_url(f"**{FORM}")
    fill_in(page, name, message="better words")
    assert send(page) == reference
    assert kept(site, name) == [[reference, "better words", ["received", "amended"]]]


@BOTH_WAYS
def test_the_same_form_in_two_tabs_is_one_request(visit, site, script):
    name = f"Two Tabs {script}"
    first = visit(java_script_enabled=script)
    first.goto(FORM)
    fill_in(first, name, message="first tab")
    reference = send(first)
    second = first.context.new_page()
    second.goto(FORM)
    expect(second.locator("form.form .note")).to_contain_text(reference)
    fill_in(second, name, message="second tab")
    assert send(second) == reference
    # The first tab goes back to what it still shows, and sends that again.
    first.go_back()
    first.wait_for_url(f"**{FORM}")
    fill_in(first, name, message="first tab once more")
    assert send(first) == reference
    assert kept(site, name) == [
        [reference, "first tab once more", ["received", "amended", "amended"]]
    ]


@BOTH_WAYS
def test_two_tabs_opened_before_anything_was_sent_lose_nothing(visit, site, script):
    name = f"Tabs Ahead {script}"
    first = visit(java_script_enabled=script)
    first.goto(FORM)
    second = first.context.new_page()
    second.goto(FORM)
    fill_in(first, name, message="from the first")
    fill_in(second, name, message="from the second")
    (told,) = {send(first), send(second)}
    # One person, so one request: the later words, and the earlier ones kept with them.
    ((reference, message, events),) = kept(site, name)
    assert (reference, message) == (told, "from the second")
    assert events == ["received", "amended"]


@BOTH_WAYS
def test_reloading_what_was_received_sends_nothing(visit, site, script):
    name = f"Reloader {script}"
    page = visit(java_script_enabled=script)
    page.goto(FORM)
    fill_in(page, name)
    reference = send(page)
    for _ in range(3):
        page.reload()
    assert [row[::2] for row in kept(site, name)] == [[reference, ["received"]]]
