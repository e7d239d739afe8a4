"""Who is told what about a review: by the outbox, once, and nobody twice."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from clinic.models import Approval, OutboxMessage
from clinic.outbox import builder_for
from tests.clinic.page_forms import press as press_in_editor
from tests.clinic.reviewing import (
    drafted,
    handed_in,
    latest,
    press,
    reread,
    url,
)
from tests.factories import (
    approve,
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


def told() -> list[tuple[str, str]]:
    """Return which mail would go to whom now, by the kind's last word."""
    found = []
    for row in OutboxMessage.objects.waiting().order_by("pk"):
        message = builder_for(row.kind)(row)
        if message:
            kind = row.kind.rpartition("_")[2]
            found += [(kind, to.partition("@")[0]) for to in message.to]
    return found


def messages() -> list:
    rows = OutboxMessage.objects.waiting().order_by("pk")
    return [m for m in (builder_for(row.kind)(row) for row in rows) if m]


def test_reviewers_are_told_what_was_handed_in(editor, reviewer):
    make_user("boss", is_superuser=True)
    make_manager()
    page = handed_in(make_article(), editor)
    assert told() == [("waits", "voucher"), ("waits", "reviewer")] or sorted(
        told()
    ) == [
        ("waits", "reviewer"),
        ("waits", "voucher"),
    ]
    message = messages()[0]
    assert message.subject == f"Waits for you: {page.title}"
    assert f"http://localhost{url(page)}" in message.body
    assert str(editor) in message.body
    # Wagtail's own mail, to superusers, is off.
    assert mail.outbox == []


def test_rows_hold_ids_alone(editor, reviewer):
    handed_in(make_article(), editor, title="A secret draft")
    for row in OutboxMessage.objects.all():
        assert row.recipient == ""
        assert {type(value) for value in row.payload.values()} == {int}


def test_last_editor_alone_is_told_what_a_reviewer_changed(client, editor, reviewer):
    page = handed_in(make_article(), editor)
    OutboxMessage.objects.all().delete()
    client.force_login(reviewer)
    press(client, page, "suggest", {"summary": "Better words."}, comment="Plainer.")
    assert told() == [("waits", "editor")]
    (message,) = messages()
    assert str(reviewer) in message.body
    assert "Plainer." not in message.body


def test_one_turn_is_told_once_and_the_next_turn_again(client, editor, reviewer):
    page = handed_in(make_article(), editor)
    first = OutboxMessage.objects.count()
    client.force_login(reviewer)
    press(client, page, "suggest", {"summary": "Better words."})
    press(client, page, "suggest", {"summary": "Still better words."})
    assert OutboxMessage.objects.count() == first + 1
    drafted(page, editor, summary="No, these.")
    press(client, page, "suggest", {"summary": "Yes, those."})
    assert OutboxMessage.objects.count() == first + 2


def test_change_in_the_editor_is_told_a_little_later(client, editor, reviewer):
    page = handed_in(make_person(), editor)
    OutboxMessage.objects.all().delete()
    client.force_login(reviewer)
    press_in_editor(client, page, summary="Mended words.")
    press_in_editor(client, page, summary="Mended words again.")
    assert told() == [("waits", "editor")]
    row = OutboxMessage.objects.get()
    assert row.not_before > timezone.now() + timedelta(minutes=5)


def test_what_waits_no_longer_is_not_mailed(client, editor, reviewer):
    page = handed_in(make_article(), editor)
    client.force_login(reviewer)
    press(client, page, "approve")
    assert [kind for kind, _who in told()] == ["approved"]


def test_author_is_told_of_a_return_without_the_comment(client, editor, reviewer):
    page = handed_in(make_article(), editor)
    client.force_login(reviewer)
    press(client, page, "reject", comment="Like Mrs. Example last week.")
    assert told() == [("returned", "editor")]
    (message,) = messages()
    assert "Mrs. Example" not in message.body + message.subject
    assert url(page) in message.body
    assert mail.outbox == []
    # Handed in again, the old mail is no news any more.
    reread(page).current_workflow_state.resume(editor)
    assert ("returned", "editor") not in told()


def test_return_in_wagtails_own_place_is_told_the_same(client, editor, reviewer):
    page = handed_in(make_article(), editor)
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, reviewer, "reject", comment="No.")
    assert told() == [("returned", "editor")]
    assert mail.outbox == []


def test_who_handed_in_is_told_of_the_approval(client, editor, reviewer):
    page = handed_in(make_article(), editor)
    client.force_login(reviewer)
    press(client, page, "approve")
    (message,) = messages()
    assert message.to == [editor.email]
    assert "is approved and live" in message.body
    assert mail.outbox == []


def test_who_accepts_is_told_nothing_about_it(client, editor, reviewer):
    page = handed_in(make_article(), editor)
    client.force_login(reviewer)
    press(client, page, "suggest", {"summary": "Better words."})
    client.force_login(editor)
    press(client, page, "approve")
    assert reread(page).summary == "Better words."
    assert told() == []


def test_whoever_left_or_has_no_role_any_more_gets_no_mail(editor, reviewer):
    handed_in(make_article(), editor)
    reviewer.is_active = False
    reviewer.save()
    assert ("waits", "reviewer") not in told()
    reviewer.is_active = True
    reviewer.save()
    assert ("waits", "reviewer") in told()
    reviewer.groups.clear()
    assert ("waits", "reviewer") not in told()


def test_whoever_switched_it_off_gets_no_mail(editor, reviewer):
    handed_in(make_article(), editor)
    profile = UserProfile.get_for_user(reviewer)
    profile.submitted_notifications = False
    profile.save()
    assert ("waits", "reviewer") not in told()


def test_page_that_was_deleted_is_not_mailed_about(editor, reviewer):
    handed_in(make_article(), editor).delete()
    assert told() == []


@pytest.mark.parametrize("left", [False, True])
def test_author_is_told_that_a_scheduled_text_was_refused(editor, reviewer, left):
    author()
    page = make_article(live=False)
    at = timezone.now() + timedelta(minutes=5)
    drafted(page, editor, summary="Other words.", go_live_at=at)
    approve(page, editor=editor, reviewer=reviewer)
    reread(page).get_latest_revision().publish(user=editor)
    Approval.objects.filter(page=page.pk).update(voided_at=timezone.now())
    text = latest(page)
    text.go_live_at = timezone.now() - timedelta(minutes=1)
    content = text.serializable_data()
    reread(page).revisions.filter(pk=text.latest_revision_id).update(
        approved_go_live_at=text.go_live_at, content=content
    )
    if left:
        editor.is_active = False
        editor.save()
    call_command("publish_scheduled", verbosity=0)
    assert not reread(page).live
    assert PageLogEntry.objects.filter(action="clinic.publish_refused").exists()
    assert told() == [("refused", "author" if left else "editor")]
    (message,) = messages()
    assert "A medical reviewer has to agree" in message.body
