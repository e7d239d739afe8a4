"""The lock in a real browser: nothing left on the screen, nothing behind Back."""

import pytest
from playwright.sync_api import expect

from clinic_site.demo.accounts import DEMO_PASSWORD
from tests.browser.checks import axe_findings
from tests.browser.people import add_key, give_key, sign_in

pytestmark = pytest.mark.browser

DESK = "/admin/consultations/consultationrequest/"
LOCK = "**/accounts/lock/**"
WORDS = "Would like a call after four; the stairs are hard."

# A person of their own: nobody else's desk is locked by these tests.
MAKE_PERSON = """
from django.contrib.auth.models import Group
from clinic.models import User
person = User.objects.create_user(
    "{name}", "{name}@clinic.example", "{password}", is_staff=True, is_demo=True
)
person.groups.add(Group.objects.get(name="Intake coordinators"))
"""
# As if nobody had been there for a quarter of an hour.
LEAVE = """
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from clinic.models import User
who = str(User.objects.get(username="{name}").pk)
for row in Session.objects.all():
    session = SessionStore(row.session_key)
    if session.get("_auth_user_id") == who:
        session["desk_touched"] -= 15 * 60
        session.save()
"""
DISABLE = """
from clinic.models import User
User.objects.filter(username="{name}").update(is_active=False)
"""
# A form may be folded up.
UNFOLD = "box => { const all = box.closest('details'); if (all) all.open = true; }"
# The page asks by itself each half minute; here it is asked as when it comes in sight.
LOOK_AGAIN = "() => document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def person(site, request):
    name = f"lock-{request.node.originalname[-10:].replace('_', '')}"
    site.run(MAKE_PERSON.format(name=name, password=DEMO_PASSWORD))
    return name


@pytest.fixture
def desk(visit, person):
    page = visit()
    sign_in(page, person, DESK)
    return page


def unlock(page):
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Unlock", exact=True).click()


def open_first(page) -> str:
    """Open the first request of the queue and return whom it is from."""
    row = page.locator("[data-row]").first
    reference = row.get_attribute("data-row")
    row.get_by_role("link").first.click()
    page.wait_for_url(f"**/{reference}/**")
    return page.get_by_role("heading", level=1).inner_text()


def test_page_left_open_leaves_the_screen_and_comes_back(desk, site, person):
    name = open_first(desk)
    there = desk.url
    site.run(LEAVE.format(name=person))

    desk.evaluate(LOOK_AGAIN)

    desk.wait_for_url(LOCK)
    assert name not in desk.inner_text("body")
    assert axe_findings(desk) == []
    unlock(desk)
    desk.wait_for_url(there)
    expect(desk.locator("body")).to_contain_text(name)


def test_back_shows_nothing(desk):
    name = open_first(desk)
    desk.get_by_role("button", name="Lock", exact=True).click()
    desk.wait_for_url(LOCK)

    for _step in range(2):
        desk.go_back()
        expect(desk.get_by_role("heading", level=1)).to_have_text("The desk is locked")
        assert name not in desk.content()


def test_back_shows_the_next_person_nothing(desk):
    name = open_first(desk)
    desk.get_by_role("button", name="Someone else").click()
    desk.wait_for_url("**/accounts/login/")
    expect(desk.get_by_label("Username or e-mail address")).to_have_value("")

    desk.go_back()

    expect(desk.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert name not in desk.content()


def test_half_typed_words_stay_out_of_sight_until_unlocked(desk, site, person):
    name = open_first(desk)
    box = desk.locator("textarea[name$=note]").first
    box.evaluate(
        "box => { const all = box.closest('details'); if (all) all.open = true; }"
    )
    box.press_sequentially("The stairs are hard.")
    site.run(LEAVE.format(name=person))

    desk.evaluate(LOOK_AGAIN)

    expect(desk.get_by_role("heading", level=1)).to_have_text("The desk is locked")
    assert name not in desk.content()
    assert "stairs" not in desk.content()
    assert axe_findings(desk) == []
    desk.get_by_label("Password").fill("a guess")
    desk.get_by_role("button", name="Unlock", exact=True).click()
    expect(desk.get_by_role("alert")).not_to_be_empty()
    unlock(desk)
    expect(box).to_have_value("The stairs are hard.")


def test_what_is_sent_while_locked_arrives_after_one_press(desk, site, person):
    open_first(desk)
    box = desk.locator("textarea[name=add_note-note]")
    box.evaluate(
        "box => { const all = box.closest('details'); if (all) all.open = true; }"
    )
    box.fill(WORDS)
    site.run(LEAVE.format(name=person))

    box.evaluate("box => box.form.requestSubmit()")
    desk.wait_for_url(LOCK)
    unlock(desk)

    desk.wait_for_url(f"**{DESK}**")
    section = desk.locator("section", has=desk.get_by_role("heading", name="History"))
    expect(section).to_contain_text(WORDS)


def test_passkey_unlocks_without_a_word_typed_and_what_was_sent_goes_on(
    desk, site, person
):
    give_key(desk)
    add_key(desk)
    desk.goto(DESK)
    open_first(desk)
    box = desk.locator("textarea[name=add_note-note]")
    box.evaluate(UNFOLD)
    box.fill(WORDS)
    site.run(LEAVE.format(name=person))
    box.evaluate("box => box.form.requestSubmit()")
    desk.wait_for_url(LOCK)
    assert axe_findings(desk) == []

    desk.get_by_role("button", name="Unlock with a passkey").click()

    desk.wait_for_url(f"**{DESK}**")
    section = desk.locator("section", has=desk.get_by_role("heading", name="History"))
    expect(section).to_contain_text(WORDS)


def test_passkey_of_another_browser_unlocks_nothing(desk, visit, site, person):
    give_key(desk)
    add_key(desk)
    state = desk.context.storage_state()
    stranger = visit(storage_state=state)
    give_key(stranger)
    site.run(LEAVE.format(name=person))
    stranger.goto(DESK)
    stranger.wait_for_url(LOCK)

    stranger.watch.expect("NotAllowedError")
    with stranger.expect_console_message(lambda said: "NotAllowedError" in said.text):
        stranger.get_by_role("button", name="Unlock with a passkey").click()

    stranger.goto(DESK)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("The desk is locked")


def test_open_page_of_a_disabled_person_goes_dark(desk, site, person):
    name = open_first(desk)
    site.run(DISABLE.format(name=person))

    # Longer than the page waits between asking twice, shorter than a minute.
    desk.wait_for_url("**/accounts/login/**", timeout=50_000)

    assert name not in desk.inner_text("body")
