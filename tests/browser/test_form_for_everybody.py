"""The request form for who zooms, who listens, and who shares the device."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import fill_in, send

pytestmark = pytest.mark.browser

FORM = "/request-a-consultation/"
ZOOMED = {"viewport": {"width": 320, "height": 256}}
STORED = """async () => ({
    local: Object.keys(localStorage), session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map((d) => d.name),
    caches: await caches.keys(),
})"""
NOTHING = {"local": [], "session": [], "databases": [], "caches": []}
TOO_WIDE = """() => [...document.querySelectorAll("main *")]
    .filter((e) => e.getClientRects().length && !e.closest(".field-decoy")
        && !e.closest(".visually-hidden"))
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
    .map((e) => e.outerHTML.slice(0, 90))"""


def heard(page) -> list[dict]:
    """Return what a screen reader is given of a page: role, name, words, states."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    found = []
    for node in nodes:
        if node.get("ignored"):
            continue
        states = {p["name"]: p["value"].get("value") for p in node["properties"]}
        found.append(
            {
                "role": node["role"]["value"],
                "name": node.get("name", {}).get("value", ""),
                "description": node.get("description", {}).get("value", ""),
                **states,
            }
        )
    return found


def said(nodes: list[dict], role: str, name: str) -> dict:
    """Return the one node of a role whose name begins so."""
    (node,) = [n for n in nodes if n["role"] == role and n["name"].startswith(name)]
    return node


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_form_is_filled_in_and_sent_at_four_hundred_percent(visit, script):
    page = visit(java_script_enabled=script, **ZOOMED)
    page.goto(FORM)
    page.get_by_role("button", name="Send my request").click()
    expect(page.locator("#error-summary")).to_be_visible()
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]
    assert page.evaluate(TOO_WIDE) == []

    fill_in(page, "Zoomed Zadie", message="a line")
    send(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(TOO_WIDE) == []


def test_who_listens_hears_name_help_state_and_group_of_each_field(visit):
    page = visit()
    page.goto(FORM)
    nodes = heard(page)

    name = said(nodes, "textbox", "What should we call you?")
    assert name["required"] and name["invalid"] == "false"
    assert "A first name is enough." in name["description"]
    assert said(nodes, "textbox", "Phone")["required"]
    message = said(nodes, "textbox", "Anything you would like us to know (optional)")
    assert not message["required"]
    assert "So that whoever calls you can prepare." in message["description"]
    for group, help_text in {
        "How may we reach you?": "",
        "When suits you? (optional)": "So that we try when you can talk.",
        "When we call (optional)": "So that nobody learns of it",
        "Who is it for?": "never the other person unasked",
    }.items():
        assert help_text in said(nodes, "group", group)["description"]
    for box, required in {
        "You may send me text messages": False,
        "You may leave me a voicemail": False,
        "You may say the clinic's name": False,
        "The person this is for is 18 or older": True,
        "The clinic may contact me": True,
    }.items():
        ticked = said(nodes, "checkbox", box)
        assert ticked["checked"] == "false"
        # Chromium's protocol leaves this state out for a box, though it is set.
        stated = page.get_by_label(box).get_attribute("aria-required") == "true"
        assert stated is required
    assert (
        "never a condition"
        in (said(nodes, "checkbox", "You may send me text messages")["description"])
    )
    # What no person is meant to fill in is not read out either.
    assert not [node for node in nodes if "Leave this empty" in node["name"]]

    page.get_by_label("E-mail").first.check()
    mail = [n for n in heard(page) if n["role"] == "textbox" and n["name"] == "E-mail"]
    assert mail and mail[0]["required"]
    assert mail[0]["description"].startswith("We write to you")


def test_who_listens_is_told_of_every_mistake(visit):
    page = visit()
    page.goto(FORM)
    page.get_by_role("button", name="Send my request").click()
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.title().startswith("Error:")
    nodes = heard(page)

    summary = said(nodes, "alert", "4 things to put right")
    assert summary["focused"]
    for role, name, words in (
        ("textbox", "What should we call you?", "Tell us what to call you"),
        ("textbox", "Phone", "Enter a phone number"),
        ("checkbox", "The person this is for", "Tick that the person this is for"),
        ("checkbox", "The clinic may contact me", "Tick that we may contact you"),
    ):
        field = said(nodes, role, name)
        assert field["invalid"] == "true"
        assert f"Error: {words}" in field["description"]
        assert said(nodes, "link", words)


def test_nothing_that_was_typed_is_kept_in_the_browser(visit):
    page = visit()
    page.goto(FORM)
    fill_in(page, "Shared Sam", message="nobody here may read this")
    page.get_by_label("What should we call you?").fill("")
    page.get_by_role("button", name="Send my request").click()
    expect(page.locator("#error-summary")).to_be_visible()
    assert page.evaluate(STORED) == NOTHING
    page.get_by_label("What should we call you?").fill("Shared Sam")
    send(page)
    assert page.evaluate(STORED) == NOTHING
    assert page.evaluate("navigator.serviceWorker.controller") is None
    state = page.context.storage_state()
    # Not the times at which cookies end: any figures may stand in those.
    kept = str([cookie["value"] for cookie in state["cookies"]] + state["origins"])
    for typed in ("Shared", "Sam", "555-0163", "5550163", "read this"):
        assert typed not in kept


def test_number_is_pasted_whole_however_long(visit):
    page = visit()
    page.goto(FORM)
    long = "703 555 0163 " * 30
    for name in ("phone", "name", "message"):
        page.locator(f"#id_{name}").fill(long)
        expect(page.locator(f"#id_{name}")).to_have_value(long)
    assert page.locator("form.form [maxlength]").count() == 0
