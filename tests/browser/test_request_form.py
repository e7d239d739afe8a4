"""The request form in a browser: what steps back, and what a keyboard would cover."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FORM = "/request-a-consultation/"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_the_other_way_needs_steps_back_only_while_it_is_empty(visit, script):
    page = visit(java_script_enabled=script)
    page.goto(FORM)
    phone, mail = page.locator("#id_phone"), page.locator("#id_email")
    voicemail = page.get_by_label("You may leave me a voicemail")
    expect(phone).to_be_visible()
    expect(mail).to_be_hidden()

    page.get_by_label("E-mail").first.check()
    expect(mail).to_be_visible()
    expect(phone).to_be_hidden()
    expect(voicemail).to_be_hidden()

    page.get_by_label("Text", exact=True).check()
    phone.fill("703 555 0142")
    voicemail.check()
    page.get_by_label("E-mail").first.check()
    # Typed and ticked, so it is sent: it must be seen.
    expect(phone).to_be_visible()
    expect(voicemail).to_be_visible()


def test_refused_field_stays_in_sight_when_another_way_is_chosen(visit):
    page = visit()
    page.goto(FORM)
    page.get_by_role("button", name="Send my request").click()
    expect(page.locator("#id_phone_error")).to_be_visible()
    page.get_by_label("E-mail").first.check()
    expect(page.locator("#id_phone_error")).to_be_visible()


def test_label_and_error_of_a_field_are_seen_above_the_keyboard_of_a_phone(visit):
    page = visit(
        viewport={"width": 360, "height": 400}, has_touch=True, reduced_motion="reduce"
    )
    page.goto(FORM)
    page.get_by_role("button", name="Send my request").click()
    expect(page.locator("#error-summary")).to_be_focused()
    for name in ("name", "phone"):
        field = page.locator(".field", has=page.locator(f"#id_{name}")).first
        page.locator(f"#id_{name}").focus()
        for part in (".field__label", ".field__error", "input"):
            box = field.locator(part).bounding_box()
            assert box["y"] >= 0, part
            assert box["y"] + box["height"] <= 400, part
    covering = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((e) =>
            ["sticky", "fixed"].includes(getComputedStyle(e).position)).length"""
    )
    assert covering == 0
