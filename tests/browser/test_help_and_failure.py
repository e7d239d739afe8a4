"""Words of crisis and a database that is away, as a person meets them."""

import sqlite3
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.checks import PHONE, in_reach, room_for_all, seen_by_axe
from tests.browser.people import fill_in, take_time

pytestmark = pytest.mark.browser

FORM = "/request-a-consultation/"
DANGER = "Some nights I want to die."


@contextmanager
def database_away(site):
    """Take from the running site the table that takes what is sent."""
    base = sqlite3.connect(site.folder / "db.sqlite3", timeout=60)
    base.execute("ALTER TABLE consultations_sealedform RENAME TO elsewhere")
    try:
        yield
    finally:
        base.execute("ALTER TABLE elsewhere RENAME TO consultations_sealedform")
        base.close()


def press_send(page) -> None:
    take_time(page)
    page.get_by_role("button", name="Send my request").click()


def in_sight(locator) -> bool:
    """Say whether an element begins on the screen as it is."""
    box = locator.bounding_box()
    height = locator.page.viewport_size["height"]
    return 0 <= box["y"] < height


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_words_of_crisis_open_the_page_at_988(visit, script):
    page = visit(java_script_enabled=script, viewport=PHONE)
    page.goto(FORM)
    fill_in(page, "Nightingale Ash", message=DANGER)
    page.get_by_label("The clinic may contact me").uncheck()
    press_send(page)

    help_now = page.get_by_role("region", name="If you are thinking about ending")
    expect(help_now).to_be_focused()
    assert in_sight(help_now.get_by_role("link", name="Call 988"))
    expect(page.get_by_label("Anything you would like us to know")).to_have_value(
        DANGER
    )
    page.get_by_label("The clinic may contact me").check()
    press_send(page)
    page.wait_for_url("**/received/")

    expect(help_now).to_be_focused()
    assert in_sight(help_now.get_by_role("link", name="Call 988"))
    expect(page.locator(".reference")).to_be_visible()
    expect(
        page.get_by_role("main").get_by_text("We first try to reach you")
    ).to_have_count(2)


def test_pages_that_put_help_first_pass_every_check(visit):
    page = visit()
    page.goto(FORM)
    fill_in(page, "Checked Ash", message=DANGER)
    page.get_by_label("The clinic may contact me").uncheck()
    press_send(page)
    assert seen_by_axe(page) + room_for_all(page) == []

    page.reload()
    page.goto(FORM)
    fill_in(page, "Checked Ash", message=DANGER)
    press_send(page)
    page.wait_for_url("**/received/")
    assert seen_by_axe(page) + in_reach(page) + room_for_all(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_away_database_gives_all_back_and_one_press_sends_it(visit, site, script):
    page = visit(java_script_enabled=script)
    page.watch.expect("503")
    page.goto(FORM)
    story = f"First line of {script}\nand “another” <line>"
    fill_in(page, f"Patient Wren {script}", message=story)
    with database_away(site):
        press_send(page)
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "Your request was not sent"
        )
        copied = page.get_by_label("What you wrote, to copy")
        expect(copied).to_have_value(
            "What should we call you: "
            f"Patient Wren {script}\n"
            "How may we reach you: Phone\n"
            "Phone: (703) 555-0163\n"
            "Who is it for: Myself\n"
            f"Anything you would like us to know:\n{story}"
        )
        main = page.get_by_role("main")
        expect(main.locator("a[href^='tel:+']")).to_be_visible()
        if script:
            assert seen_by_axe(page) + in_reach(page) + room_for_all(page) == []
            page.set_viewport_size({"width": 1280, "height": 800})
        # Still away: it comes again, and nothing is lost.
        page.get_by_role("button", name="Send it again").click()
        expect(copied).to_be_visible()

    page.get_by_role("button", name="Send it again").click()
    page.wait_for_url("**/received/")
    reference = page.locator(".reference").inner_text().strip()
    page.goto(f"{FORM}received/")
    expect(page.locator(".reference")).to_have_text(reference)
    # Nothing of it lies anywhere in clear, the log of the failure included.
    assert site.files_holding(f"Patient Wren {script}") == []


def test_whoever_was_received_is_told_so_while_the_database_is_away(visit, site):
    page = visit()
    page.watch.expect("503")
    page.goto(FORM)
    fill_in(page, "Early Wren")
    press_send(page)
    page.wait_for_url("**/received/")
    base = sqlite3.connect(site.folder / "db.sqlite3", timeout=60)
    table = "consultations_intakesettings"
    base.execute(f"ALTER TABLE {table} RENAME TO elsewhere")
    try:
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "We have your request"
        )
        assert seen_by_axe(page) == []
    finally:
        base.execute(f"ALTER TABLE elsewhere RENAME TO {table}")
        base.close()
