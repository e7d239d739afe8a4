"""The optional second page in a browser, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import (
    fill_in,
    find_at_the_desk,
    history,
    send,
    sign_in,
)

pytestmark = pytest.mark.browser

FORM = "/request-a-consultation/"
DETAILS = f"{FORM}details/"
QUEUE = "/admin/consultations/consultationrequest/"
BOTH_WAYS = pytest.mark.parametrize(
    "script", [True, False], ids=["with JavaScript", "without JavaScript"]
)


def sent(page, name: str) -> str:
    """Send a request and open the second page; return the reference."""
    page.goto(FORM)
    fill_in(page, name)
    reference = send(page)
    page.get_by_role("link", name="Answer a few questions").click()
    page.wait_for_url(f"**{DETAILS}")
    return reference


def health(page, question: str):
    return page.get_by_role("group", name=question)


@BOTH_WAYS
def test_a_person_answers_and_the_desk_reads_it_as_it_was_asked(visit, site, script):
    page = visit(java_script_enabled=script)
    name = "Wrenfield" if script else "Thornbury"
    tried = f"Long walks of {name}"
    reference = sent(page, name)
    expect(page.locator("input:checked")).to_have_count(0)
    page.get_by_label("PTSD").check()
    page.get_by_label("Talking therapy").check()
    page.get_by_label("Anything else you have tried").fill(tried)
    health(page, "heart condition").get_by_label("Not sure").check()
    health(page, "liver condition").get_by_label("No", exact=True).check()
    page.get_by_label("Who could bring you home").fill("Nobody yet")
    page.get_by_role("button", name="Add these answers").click()
    page.wait_for_url("**/received/")
    expect(page.locator(".reference")).to_have_text(reference)
    answered = page.get_by_role("heading", name="Your answers are with your request")
    expect(answered).to_be_visible()
    expect(page.get_by_text(tried)).to_have_count(0)

    # Back shows the page anew: nothing of it lies about in the browser.
    page.go_back()
    page.wait_for_url(f"**{DETAILS}")
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]

    desk = visit(java_script_enabled=script)
    sign_in(desk, "coordinator", QUEUE)
    find_at_the_desk(desk, reference)
    answers = desk.locator(".answers")
    for words in (
        "PTSD",
        "Talking therapy",
        tried,
        "Have you ever been told that you have a heart condition?",
        "Not sure",
        "Nobody yet",
    ):
        expect(answers).to_contain_text(words)
    expect(desk.locator(".answers__look")).to_have_count(1)
    expect(history(desk).first).to_contain_text("Answered the optional questions")
    for typed in (tried, "Nobody yet", "Talking therapy; "):
        assert site.files_holding(typed) == []


@BOTH_WAYS
def test_a_mistake_keeps_the_rest_and_the_text(visit, script):
    page = visit(java_script_enabled=script)
    sent(page, "Careful Cal")
    page.get_by_label("OCD").check()
    page.get_by_label("Anything else you have tried").fill("word " * 50)
    page.get_by_role("button", name="Add these answers").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(page.get_by_label("OCD")).to_be_checked()
    expect(page.get_by_text("Your other answers are with your request")).to_be_visible()
    summary.get_by_role("link").click()
    box = page.get_by_label("Anything else you have tried")
    expect(box).to_be_focused()
    box.fill("a few things")
    page.get_by_role("button", name="Add these answers").click()
    page.wait_for_url("**/received/")


def test_pressing_twice_is_one_entry(visit):
    page = visit()
    reference = sent(page, "Double Dee")
    page.get_by_label("Anxiety", exact=True).check()
    page.get_by_role("button", name="Add these answers").dblclick(no_wait_after=True)
    page.wait_for_url("**/received/")
    desk = visit()
    sign_in(desk, "coordinator", QUEUE)
    find_at_the_desk(desk, reference)
    answered = history(desk).filter(has_text="Answered the optional questions")
    expect(answered).to_have_count(1)


@BOTH_WAYS
def test_after_the_hour_the_text_is_given_back(visit, script):
    page = visit(java_script_enabled=script)
    page.watch.expect("409")
    sent(page, "Late Lee")
    page.get_by_label("Anything else you have tried").fill("words worth keeping")
    page.context.clear_cookies(name="consultation_request")
    page.get_by_role("button", name="Add these answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Your answers were not added"
    )
    expect(page.locator("#copy-box")).to_contain_text("words worth keeping")
    expect(page.get_by_role("main").locator("a[href^='tel:+']").first).to_be_visible()


@BOTH_WAYS
def test_a_manager_adds_a_question_and_moves_it(visit, script):
    page = visit(java_script_enabled=script)
    lists = "/admin/consultations/ownquestion/"
    sign_in(page, "manager", lists)
    wording = f"Which hand do you write with, {'yes' if script else 'no'}?"
    page.get_by_role("link", name="Add question of our own").click()
    page.get_by_label("Question:").fill(wording)
    page.get_by_label("Why we ask:").fill("So that the line is in the other arm.")
    page.get_by_label("Answered by:").select_option("choice")
    page.get_by_label("Choices:").fill("Left\nRight")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(f"**{lists}")
    rows = page.locator("#result_list tbody tr")
    expect(rows.last).to_contain_text(wording)
    page.get_by_role("button", name=f"Move up: {wording}").click()
    expect(page.get_by_text(f"Moved: {wording}")).to_be_visible()
    expect(rows.last).not_to_contain_text(wording)

    reader = visit(java_script_enabled=script)
    sent(reader, "Handy Hal")
    expect(health(reader, wording).get_by_role("radio")).to_have_count(3)
    page.get_by_role("link", name=wording).click()
    page.get_by_role("link", name="Delete").click()
    page.get_by_role("button", name="Yes, I’m sure").click()
    page.wait_for_url(f"**{lists}")
