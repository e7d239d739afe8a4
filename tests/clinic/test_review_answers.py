"""The answers of the review, and who and what is refused one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import (
    PageLogEntry,
    WorkflowState,
)

from clinic.models import Approval
from tests.clinic.page_forms import messages
from tests.clinic.reviewing import (
    LIST,
    buttons,
    drafted,
    handed_in,
    kinds,
    latest,
    press,
    reread,
    soup,
    url,
)
from tests.factories import (
    author,
    make_article,
    make_clinician,
    make_coordinator,
    make_manager,
    make_user,
    voucher,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]


@pytest.fixture
def page(editor):
    """A live article whose change was handed in."""
    return handed_in(make_article(), editor)


def test_reviewer_approves_and_readers_see_it(client, page, reviewer):
    client.force_login(reviewer)
    assert buttons(client, page) == ["approve", "suggest", "reject"]
    response = press(client, page, "approve", comment="Checked against [1].")
    assert response["Location"] == LIST
    assert "is approved and live" in messages(response)
    assert reread(page).summary == "Other words."
    approval = reread(page).current_approval
    assert (approval.reviewed_by, approval.note) == (reviewer, "Checked against [1].")


def test_approval_of_a_scheduled_text_says_when_it_goes_live(
    client, page, editor, reviewer
):
    at = timezone.now() + timedelta(days=2)
    drafted(page, editor, summary="Other words.", go_live_at=at)
    client.force_login(reviewer)
    bar = (
        soup(client.get(url(page))).select_one(".review-bar").get_text(" ", strip=True)
    )
    assert "Approve, live" in bar
    assert "goes live" in messages(press(client, page, "approve"))
    assert reread(page).summary != "Other words."
    assert reread(page).scheduled_revision.as_object().summary == "Other words."


def test_return_asks_for_a_comment_and_brings_it_to_the_author(
    client, page, editor, reviewer
):
    client.force_login(reviewer)
    response = press(client, page, "reject")
    assert "Say in the comment" in response.text
    assert reread(page).workflow_in_progress
    press(client, page, "reject", comment="Name the study.")
    state = reread(page).current_workflow_state
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert kinds(editor) == {page.title: "returned"}
    assert kinds(reviewer) == {} == kinds(author())
    client.force_login(editor)
    assert "Name the study." in client.get(LIST).text
    assert "Name the study." in client.get(url(page)).text
    # Handed in again, it waits once more, with what was said before beside it.
    drafted(page, editor, summary="Third words.")
    reread(page).current_workflow_state.resume(editor)
    client.force_login(reviewer)
    assert kinds(reviewer) == {page.title: "review"}
    assert "Name the study." in client.get(url(page)).text


def test_suggested_words_wait_for_one_press_of_the_editor(
    client, page, editor, reviewer
):
    client.force_login(reviewer)
    response = press(
        client, page, "suggest", {"summary": "Better words."}, comment="Plainer."
    )
    assert "went back with your words" in messages(response)
    assert latest(page).summary == "Better words."
    assert reread(page).latest_revision.user == reviewer
    entry = PageLogEntry.objects.get(action="clinic.review_suggested")
    assert (entry.user, entry.data["note"]) == (reviewer, "Plainer.")
    assert kinds(reviewer) == {}
    assert kinds(editor) == {page.title: "suggested"}
    # The reviewer cannot complete the pair now.
    assert "approve" not in buttons(client, page)
    assert "You changed this text last" in press(client, page, "approve").text

    client.force_login(editor)
    shown = soup(client.get(url(page)))
    changes = shown.select_one(".review-suggested")
    assert f"What {reviewer} changed" in changes.get_text()
    assert "Plainer." in changes.get_text()
    assert "Other" in changes.find("del").get_text()
    assert "Better" in changes.find("ins").get_text()
    assert "Accept and publish" in shown.select_one(".review-bar").get_text()
    press(client, page, "approve")
    assert reread(page).summary == "Better words."
    assert reread(page).current_approval.reviewed_by == reviewer
    assert reread(page).current_approval.edited_by == editor


def test_editor_who_edits_on_hands_it_back_to_the_reviewer(
    client, page, editor, reviewer
):
    client.force_login(reviewer)
    press(client, page, "suggest", {"summary": "Better words."})
    drafted(page, editor, summary="Yet other words.")
    assert kinds(editor) == {}
    assert kinds(reviewer) == {page.title: "review"}


def test_words_that_do_not_fit_come_back_with_the_reason(client, page, reviewer):
    client.force_login(reviewer)
    before = reread(page).latest_revision_id
    response = press(client, page, "suggest", {"summary": "x" * 301}, comment="Why")
    shown = soup(response)
    field = shown.find("textarea", attrs={"aria-invalid": True})
    assert field.text.strip() == "x" * 301
    assert "300" in shown.find(id=field["aria-describedby"]).get_text()
    assert shown.find(id="comment").text.strip() == "Why"
    assert reread(page).latest_revision_id == before


def test_suggesting_nothing_is_told(client, page, reviewer):
    client.force_login(reviewer)
    assert "Nothing is different yet" in press(client, page, "suggest").text
    assert (
        "Nothing is different yet"
        in press(client, page, "suggest", {"summary": "  Other   words.  "}).text
    )


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_typed_words_are_not_lost_to_another_answer(client, page, reviewer, action):
    client.force_login(reviewer)
    response = press(client, page, action, {"summary": "Typed."}, comment="No.")
    assert "You wrote other words" in response.text
    assert "Typed." in response.text
    assert reread(page).workflow_in_progress
    assert reread(page).summary != "Other words."


@pytest.mark.parametrize(
    ("action", "data"),
    [("approve", {}), ("reject", {"comment": "No."}), ("suggest", {})],
)
def test_text_changed_meanwhile_is_refused(
    client, page, editor, reviewer, action, data
):
    client.force_login(reviewer)
    seen = latest(page).reader_digest()
    drafted(page, editor, summary="Changed meanwhile.")
    words = {"title": "My words"} if action == "suggest" else {}
    response = press(client, page, action, words, seen=seen, **data)
    assert "changed since you opened it" in response.text
    assert "Changed meanwhile." in response.text
    if words:
        assert "Your words, not saved" in response.text and "My words" in response.text
    assert reread(page).workflow_in_progress
    assert reread(page).summary != "Changed meanwhile."
    assert latest(page).title != "My words"


def test_press_without_the_digest_is_refused(client, page, reviewer):
    client.force_login(reviewer)
    press(client, page, "approve", seen="")
    assert reread(page).workflow_in_progress


def test_second_of_two_reviewers_is_told(client, page, reviewer):
    client.force_login(voucher())
    press(client, page, "approve")
    client.force_login(reviewer)
    response = press(client, page, "approve")
    assert "Somebody has answered already: this text is live." in response.text
    assert Approval.objects.filter(page=page.pk, reviewed_by=reviewer).count() == 0


def test_text_returned_meanwhile_is_told_and_keeps_what_was_typed(
    client, page, reviewer
):
    client.force_login(voucher())
    press(client, page, "reject", comment="No.")
    client.force_login(reviewer)
    response = press(client, page, "suggest", {"summary": "My words."})
    assert "was returned to its author meanwhile" in response.text
    assert "My words." in response.text
    assert latest(page).summary == "Other words."


def test_workflow_cancelled_meanwhile_is_told(client, page, editor, reviewer):
    reread(page).current_workflow_state.cancel(user=editor)
    client.force_login(reviewer)
    response = press(client, page, "approve")
    assert "does not wait for a review any more" in response.text
    assert reread(page).summary != "Other words."


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_deleted_meanwhile_leads_to_the_list(client, page, reviewer, method):
    address = url(page)
    reread(page).delete()
    client.force_login(reviewer)
    response = getattr(client, method)(address)
    assert response["Location"] == LIST
    assert "not there any more" in messages(response)


def test_page_locked_by_somebody_takes_no_words(client, page, editor, reviewer):
    page.locked, page.locked_by, page.locked_at = True, editor, timezone.now()
    page.save()
    client.force_login(reviewer)
    assert "suggest" not in buttons(client, page)
    press(client, page, "suggest", {"summary": "My words."})
    assert latest(page).summary == "Other words."


@pytest.mark.parametrize("action", ["approve", "suggest", "reject"])
@pytest.mark.parametrize("who", ["editor", "its editor", "superuser"])
def test_nobody_but_a_reviewer_answers_what_an_editor_wrote(
    client, page, editor, who, action
):
    people = {"its editor": editor}
    user = people.get(who) or (
        make_user("boss", is_superuser=True) if who == "superuser" else author()
    )
    client.force_login(user)
    assert buttons(client, page) == []
    words = {"summary": "My words."} if action == "suggest" else {}
    press(client, page, action, words, comment="Mine.")
    assert reread(page).workflow_in_progress
    assert reread(page).summary != "Other words."
    assert latest(page).summary == "Other words."


def test_last_author_cannot_approve_with_every_right_there_is(client, editor):
    boss = make_user("boss", "Editors", "Medical reviewers", is_superuser=True)
    page = handed_in(make_article(), boss)
    client.force_login(boss)
    assert "approve" not in buttons(client, page)
    assert "You changed this text last" in press(client, page, "approve").text
    assert reread(page).summary != "Other words."


@pytest.mark.parametrize("make", [make_coordinator, make_clinician, make_manager])
def test_others_reach_nothing_of_it(client, page, make):
    client.force_login(make())
    for address in (LIST, url(page)):
        for method in (client.get, client.post):
            response = method(address)
            assert response.status_code in (302, 403)
            assert page.title not in response.text
    assert reread(page).workflow_in_progress


def test_visitor_is_led_to_sign_in(client, page):
    for address in (LIST, url(page)):
        assert client.get(address)["Location"].startswith("/accounts/login/")
        assert client.post(address)["Location"].startswith("/accounts/login/")


def test_press_needs_the_forms_token(page, reviewer):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(reviewer)
    assert press(browser, page, "approve").status_code == 403
    assert reread(page).workflow_in_progress


def test_page_deleted_in_the_midst_of_a_press_leads_to_the_list(
    client, page, reviewer, monkeypatch
):
    def complete(*args):
        reread(page).delete()
        return True

    monkeypatch.setattr("clinic.review.screens.page.ReviewPage._is_complete", complete)
    client.force_login(reviewer)
    response = press(client, page, "approve")
    assert response["Location"] == LIST
    assert "not there any more" in messages(response)


def test_text_changed_in_the_midst_of_a_press_is_refused(
    client, page, editor, reviewer, monkeypatch
):
    def complete(*args):
        drafted(page, editor, summary="Changed meanwhile.")
        return True

    monkeypatch.setattr("clinic.review.screens.page.ReviewPage._is_complete", complete)
    client.force_login(reviewer)
    assert "changed since you opened it" in press(client, page, "approve").text
    assert reread(page).workflow_in_progress


def test_of_two_reviewers_at_once_one_wins_and_the_other_is_told(
    client, page, reviewer, monkeypatch
):
    def complete(*args):
        state = reread(page).current_workflow_task_state
        state.task.specific.on_action(state, voucher(), "approve")
        return True

    monkeypatch.setattr("clinic.review.screens.page.ReviewPage._is_complete", complete)
    client.force_login(reviewer)
    assert "Somebody has answered this already" in press(client, page, "approve").text
    assert reread(page).current_approval.reviewed_by == voucher()
