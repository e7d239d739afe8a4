"""The review's own pages: what waits for whom, and what is different in it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    GroupApprovalTask,
    Workflow,
    WorkflowTask,
)

from clinic.review import waiting
from clinic.review.difference import difference
from tests.clinic.reviewing import (
    LIST,
    drafted,
    handed_in,
    kinds,
    latest,
    press,
    soup,
    url,
)
from tests.factories import (
    author,
    make_article,
    make_manager,
    make_person,
    make_user,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]


@pytest.fixture
def page(editor):
    """A live article whose change was handed in."""
    return handed_in(make_article(), editor)


def test_handed_in_text_waits_for_reviewers_alone(client, page, editor, reviewer):
    assert kinds(reviewer) == {page.title: "review"}
    assert kinds(editor) == {}
    client.force_login(reviewer)
    row = soup(client.get(LIST)).select_one(".review-row").get_text(" ", strip=True)
    for words in (page.title, "To review", "Article", "Change to a live page"):
        assert words in row
    assert f"by {editor}" in row


def test_empty_list_says_what_would_come_here(client, editor):
    client.force_login(editor)
    response = client.get(LIST)
    assert "Nothing waits for you." in response.text
    assert not soup(response).select(".review-row")


def test_list_begins_with_the_longest_wait_and_says_when_it_goes_live(
    client, page, editor, reviewer
):
    at = timezone.now() + timedelta(days=3)
    other = handed_in(make_person(live=False), editor, go_live_at=at)
    state = other.current_workflow_task_state
    state.started_at = timezone.now() - timedelta(hours=5)
    state.save()
    other.revisions.update(created_at=state.started_at)
    client.force_login(reviewer)
    first, second = soup(client.get(LIST)).select(".review-row")
    text = first.get_text(" ", strip=True)
    assert other.title in text
    assert "Not live yet" in text and "To go live" in text and "5\xa0hours" in text
    assert page.title in second.get_text()


def test_guard_findings_are_counted_and_shown(client, page, reviewer, monkeypatch):
    class Finding:
        rule, group, severity = "safe", "Absolute safety", "stop"
        field, words, why = "Summary", "completely safe", "Nothing is."

    monkeypatch.setattr("clinic.claims.page_findings", lambda page: [Finding])
    client.force_login(reviewer)
    assert "1 guard finding" in client.get(LIST).text
    shown = soup(client.get(url(page))).select_one("#guard").parent.get_text(" ")
    for words in ("Stops publication", "Absolute safety", "completely safe", "Nothing"):
        assert words in shown


def test_first_page_says_how_much_waits_and_shows_no_second_list(
    client, page, editor, reviewer
):
    client.force_login(reviewer)
    home = client.get("/cms/").text
    assert "Waits for you: 1" in home
    assert "Awaiting your review" not in home
    client.force_login(make_manager())
    assert "Waits for you" not in client.get("/cms/").text


def test_change_is_shown_word_by_word(client, page, reviewer):
    client.force_login(reviewer)
    shown = soup(client.get(url(page)))
    part = shown.select_one(".review-part--changed")
    assert "Summary" in part.get_text()
    assert part.find("del") and part.find("ins")
    assert "[put in:]" in part.find("ins").get_text()
    # What stayed is folded, not left out.
    folds = [fold.get_text() for fold in shown.select("details.review-fold")]
    assert "The first night" in folds[-1]


def test_new_text_is_shown_whole(client, editor, reviewer):
    page = handed_in(make_article(live=False), editor)
    client.force_login(reviewer)
    shown = soup(client.get(url(page)))
    assert "Call us when a headache" in shown.get_text()
    assert not shown.select(".review__text del, .review__text ins, .review-fold")


def test_returned_text_of_somebody_who_left_comes_to_every_editor(
    client, page, editor, reviewer
):
    client.force_login(reviewer)
    press(client, page, "reject", comment="Name the study.")
    editor.is_active = False
    editor.save()
    assert kinds(author()) == {page.title: "returned"}


def test_inactive_reviewer_is_asked_for_nothing(page, reviewer):
    reviewer.is_active = False
    reviewer.save()
    assert kinds(reviewer) == {}


def test_both_roles_in_one_person_add_up(page, reviewer):
    other = handed_in(make_person(), reviewer, summary="A reviewer's own.")
    both = make_user("both", "Editors", "Medical reviewers")
    assert kinds(both) == {page.title: "review", other.title: "suggested"}
    both.groups.remove(Group.objects.get(name="Medical reviewers"))
    assert kinds(both) == {other.title: "suggested"}


def test_menu_leads_to_the_list_for_whom_it_is(client, editor):
    client.force_login(editor)
    assert "/cms/review/" in client.get("/cms/").text
    client.force_login(make_manager("other"))
    assert "/cms/review/" not in client.get("/cms/").text


def test_editor_leads_to_the_difference(client, page, reviewer):
    client.force_login(reviewer)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert url(page) in client.get(edit).text


def test_author_is_known_however_often_they_saved(page, editor, reviewer):
    for _time in range(waiting.LOOKED_AT + 2):
        latest(page).save_revision(user=reviewer)
    (one,) = waiting.list_for(reviewer)
    assert one.author == editor
    assert kinds(editor) == {}


def test_what_words_cannot_show_is_said(client, page, reviewer, monkeypatch):
    same = [change for change in difference(page, page) if change.is_same]
    monkeypatch.setattr("clinic.review.screens.reading.difference", lambda *a: same)
    client.force_login(reviewer)
    shown = client.get(url(page)).text
    assert "Something is different that words cannot show." in shown
    assert (
        reverse(
            "wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"]
        )
        in shown
    )


def test_task_of_another_kind_keeps_wagtails_own_list(client, editor, reviewer):
    task = GroupApprovalTask.objects.create(name="Proofreading")
    task.groups.add(*reviewer.groups.all())
    workflow = Workflow.objects.create(name="Proofreading")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    page = drafted(make_person(), editor)
    workflow.start(page, editor)
    client.force_login(reviewer)
    home = client.get("/cms/").text
    assert "Awaiting your review" in home
    assert "Waits for you: 0" in home


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_list_asks_as_much_for_many_texts_as_for_few(client, page, editor, reviewer):
    client.force_login(reviewer)
    client.get(LIST)
    few = queries(client, LIST)
    for number in range(8):
        handed_in(make_article(f"Text {number}", slug=f"t-{number}"), editor)
    assert queries(client, LIST) == few <= 20


def test_page_asks_as_much_for_a_long_text_as_for_a_short_one(
    client, page, editor, reviewer
):
    client.force_login(reviewer)
    client.get(url(page))
    few = queries(client, url(page))
    text = [("paragraph", f"<p>Paragraph {number}.</p>") for number in range(120)]
    drafted(page, editor, body=text)
    # One more is the revision that was added.
    assert queries(client, url(page)) <= few + 6 <= 60
