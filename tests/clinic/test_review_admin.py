"""The gate where people press: in Wagtail's admin and its API."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, WorkflowState

from clinic.models import PersonPage
from clinic.review.gate import NotApproved
from tests.clinic.page_forms import edit_url, messages, press, shown
from tests.factories import (
    approve,
    author,
    make_article,
    make_editor,
    make_person,
    make_reviewer,
    make_user,
    voucher,
)
from tests.layers import layer

pytestmark = pytest.mark.django_db
REASON = "A medical reviewer has to agree on exactly this text"


@pytest.fixture(autouse=True)
def colleague():
    """Let somebody be there who could agree."""
    return make_reviewer("colleague")


@layer
def page():
    return make_person(summary="First.")


@pytest.fixture(params=["editor", "reviewer", "superuser"])
def presser(request, client):
    """Sign somebody in who may publish pages as far as Wagtail goes."""
    if request.param == "superuser":
        user = make_user("boss", is_superuser=True)
    else:
        user = {"editor": make_editor, "reviewer": make_reviewer}[request.param]()
    client.force_login(user)
    return user


def reread(page):
    return page.specific_class.objects.get(pk=page.pk)


def latest(page):
    return reread(page).get_latest_revision_as_object()


def drafted(page, by=None, **fields):
    page = latest(page)
    for name, value in (fields or {"summary": "Other words."}).items():
        setattr(page, name, value)
    page.save_revision(user=by or author())
    return page


def buttons(client, page) -> str:
    soup = BeautifulSoup(client.get(edit_url(page)).content, "html.parser")
    return " ".join(
        tag.get_text(" ", strip=True) for tag in soup.select("footer button, footer a")
    )


def submitted(client, page, by):
    """Let somebody change the page and hand it in."""
    client.force_login(by)
    press(client, page, "submit", summary="Other words.")
    return reread(page).current_workflow_task_state


def answer(client, page, action, **data):
    """Press an answer to a review outside the editor, as on the first page."""
    state = reread(page).current_workflow_task_state
    url = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk]
    )
    return client.post(url, data)


def test_publish_button_publishes_nothing_unapproved(client, page, presser):
    response = press(client, page, "publish", summary="Other words.")
    assert response.status_code == 302
    assert response["Location"] == edit_url(page)
    assert "has to" in messages(response)
    assert reread(page).summary == "First."
    assert latest(page).summary == "Other words."


def test_pressing_a_hidden_publish_button_saves_a_draft(client, page, presser):
    drafted(page)
    assert "Publish" not in buttons(client, page)
    response = press(client, page, "publish", summary="Third.")
    assert "has to" in messages(response)
    assert reread(page).summary == "First."
    assert latest(page).summary == "Third."


def test_publish_button_works_once_two_people_agree(client, page):
    drafted(page)
    approve(page)
    client.force_login(make_editor())
    assert "Publish" in buttons(client, page)
    press(client, page, "publish")
    assert reread(page).summary == "Other words."


def test_new_page_pressed_live_is_kept_as_a_draft(client, page, presser):
    presser.groups.add(author().groups.get())
    parent = page.get_parent()
    url = reverse("wagtailadmin_pages:add", args=["clinic", "personpage", parent.pk])
    data = {"body-count": "0"} | shown(client, url)
    data |= {"title": "Noor", "slug": "noor", "action-publish": "action-publish"}
    response = client.post(url, data)
    made = PersonPage.objects.get(slug="noor")
    assert not made.live
    assert response["Location"] == edit_url(made)
    assert messages(response)


def test_time_to_go_live_is_refused_with_the_reason(client, page, presser):
    at = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    response = press(client, page, "publish", summary="Other words.", go_live_at=at)
    assert "has to" in messages(response)
    assert not reread(page).revisions.exclude(approved_go_live_at=None).exists()
    assert latest(page).summary == "Other words."


def test_going_back_to_an_older_revision_is_refused(client, page, presser):
    first = reread(page).latest_revision
    drafted(page)
    approve(page)
    reread(page).get_latest_revision().publish()
    url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    data = {"body-count": "0"} | shown(client, url) | {"action-publish": "1"}
    response = client.post(edit_url(page), data)
    assert "has to" in messages(response)
    assert reread(page).summary == "Other words."


def test_bulk_publishing_goes_on_after_a_refusal(client, page):
    good = make_person("Good", slug="good", live=False)
    bad = make_person("Bad", slug="bad", live=False)
    drafted(page)
    approve(good)
    client.force_login(make_editor())
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    ids = "&".join(f"id={one.pk}" for one in (bad, page, good))
    response = client.post(f"{url}?{ids}&next=/cms/")
    assert reread(good).live
    assert not reread(bad).live
    assert reread(page).summary == "First."
    assert "1 page has been published" in messages(response)
    assert f"Robin Vale: {REASON}" in messages(response)


def test_bulk_publishing_of_drafts_below_a_page_passes_over_refused_ones(client, page):
    good = make_person("Good", slug="good", live=False)
    bad = make_person("Bad", slug="bad", live=False)
    approve(good)
    client.force_login(make_editor())
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    parent = page.get_parent()
    client.post(f"{url}?id={parent.pk}&next=/cms/", {"include_descendants": "on"})
    assert reread(good).live
    assert not reread(bad).live


def test_copy_asked_to_be_live_is_a_draft(client, page, presser):
    presser.groups.add(author().groups.get())
    url = reverse("wagtailadmin_pages:copy", args=[page.pk])
    data = {
        "new_title": "Copied",
        "new_slug": "copied",
        "new_parent_page": page.get_parent().pk,
        "publish_copies": "on",
    }
    client.post(url, data)
    assert not Page.objects.get(slug="copied").live


def test_api_publishes_nothing_unapproved(client, page, presser):
    drafted(page)
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"])
    response = client.post(url, {}, content_type="application/json")
    assert response.status_code == 403
    assert "has to" in response.json()["detail"]
    assert reread(page).summary == "First."
    approve(page)
    response = client.post(url, {}, content_type="application/json")
    assert response.status_code == 200
    assert reread(page).summary == "Other words."


def test_api_says_what_is_missing_only_to_who_may_publish(client, page):
    drafted(page)
    writers = Group.objects.create(name="Writers")
    writers.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=writers,
        page=page.get_parent(),
        permission=Permission.objects.get(codename="change_page"),
    )
    client.force_login(make_user("writer", "Writers"))
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"])
    response = client.post(url, {}, content_type="application/json")
    assert response.status_code == 403
    assert "has to" not in response.text
    assert reread(page).summary == "First."


def test_api_copies_as_a_draft(client, page):
    client.force_login(make_editor())
    url = reverse("wagtailadmin_api:pages:action", args=[page.pk, "copy"])
    data = {"destination_page_id": page.get_parent().pk, "slug": "copied"}
    response = client.post(url, data, content_type="application/json")
    assert response.status_code == 201
    assert not Page.objects.get(slug="copied").live


def test_handed_in_text_waits_for_a_reviewer(client, page):
    editor, reviewer = make_editor(), make_reviewer()
    state = submitted(client, page, editor)
    task = state.task.specific
    assert task.get_actions(latest(page), editor) == []
    assert [name for name, *_ in task.get_actions(latest(page), reviewer)] == [
        "reject",
        "approve",
        "approve",
    ]
    assert list(task.get_task_states_user_can_moderate(reviewer)) == [state]
    assert not task.get_task_states_user_can_moderate(editor)
    # What a reviewer reads is not rewritten meanwhile.
    assert reread(page).get_lock().for_user(editor)
    assert not reread(page).get_lock().for_user(reviewer)


def test_reviewer_approves_and_the_page_is_live(client, page):
    submitted(client, page, make_editor())
    reviewer = make_reviewer()
    client.force_login(reviewer)
    answer(client, page, "approve")
    assert reread(page).summary == "Other words."
    assert reread(page).current_approval.reviewed_by == reviewer
    assert not reread(page).workflow_in_progress


def test_whoever_handed_in_cannot_approve(client, page):
    boss = make_user("boss", "Medical reviewers", is_superuser=True)
    submitted(client, page, boss)
    assert "Approve" not in buttons(client, page)
    response = answer(client, page, "approve")
    assert response.status_code in (302, 403)
    assert reread(page).summary == "First."
    state = reread(page).current_workflow_task_state
    with pytest.raises(NotApproved, match="You changed this text last"):
        state.task.specific.on_action(state, boss, "approve")


def test_approving_with_an_edit_hands_it_back(client, page):
    editor, reviewer = make_editor(), make_reviewer()
    submitted(client, page, editor)
    client.force_login(reviewer)
    response = press(
        client,
        page,
        summary="Mended words.",
        **{"action-workflow-action": "true", "workflow-action-name": "approve"},
    )
    assert "You changed this text last" in messages(response)
    assert reread(page).summary == "First."
    assert latest(page).summary == "Mended words."
    task = reread(page).current_workflow_task_state.task.specific
    assert not task.get_task_states_user_can_moderate(reviewer)
    assert task.get_task_states_user_can_moderate(editor)
    assert not reread(page).get_lock().for_user(editor)

    client.force_login(editor)
    answer(client, page, "approve")
    assert reread(page).summary == "Mended words."
    assert reread(page).current_approval.reviewed_by == reviewer


def test_returned_text_stays_a_draft_with_the_comment(client, page):
    submitted(client, page, make_editor())
    client.force_login(make_reviewer())
    state = reread(page).current_workflow_task_state
    answer(client, page, "reject", comment="Name the study.")
    state.refresh_from_db()
    assert state.comment == "Name the study."
    assert reread(page).current_workflow_state.status == (
        WorkflowState.STATUS_NEEDS_CHANGES
    )
    assert reread(page).summary == "First."


def test_second_answer_to_a_review_is_told_so(client, page):
    state = submitted(client, page, make_editor())
    reviewer = make_reviewer()
    task = state.task.specific
    task.on_action(state, reviewer, "approve")
    with pytest.raises(NotApproved, match="answered this already"):
        task.on_action(state, voucher(), "approve")


def test_script_gets_the_reason_as_text(client, page):
    client.force_login(make_editor())
    data = {"body-count": "0"} | shown(client, edit_url(page))
    data |= {"summary": "Other words.", "action-publish": "1"}
    response = client.post(
        edit_url(page), data, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert response.status_code == 403
    assert REASON in response.content.decode()


def test_pages_without_a_review_are_in_no_workflow():
    page = make_article()
    assert page.get_workflow().name == "Medical review"
    assert page.get_parent().specific.get_workflow() is None


def test_reviewers_are_named_where_one_is_missing(client, page):
    editor, reviewer = make_editor(), make_reviewer()
    drafted(page, by=editor)
    client.force_login(editor)
    response = press(client, page, "publish")
    assert str(reviewer) in messages(response)
