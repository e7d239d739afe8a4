"""Nothing goes live without the pair, whichever way it is tried."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from clinic.models import Approval
from clinic.review.gate import NotApproved
from tests.factories import (
    approve,
    author,
    make_article,
    make_editor,
    make_home,
    make_person,
    make_plain_page,
    make_reference,
    make_reviewer,
    make_service,
    republish,
    voucher,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]
MAKERS = [make_article, make_service, make_person, make_home]


@pytest.fixture(autouse=True)
def colleague():
    """Let somebody be there who could agree."""
    return make_reviewer("colleague")


def reread(page):
    return page.specific_class.objects.get(pk=page.pk)


def drafted(page, **fields):
    """Change a page in a draft as its author, and return the revision."""
    page = reread(page).get_latest_revision_as_object()
    for name, value in (fields or {"summary": "Other words."}).items():
        setattr(page, name, value)
    return page.save_revision(user=author())


def is_read(page, words="Other words."):
    page = reread(page)
    return page.live and page.summary == words


def later(**span):
    return timezone.now() + timedelta(**span)


@pytest.mark.parametrize("make", MAKERS)
def test_unapproved_change_does_not_go_live(make):
    page = make()
    with pytest.raises(NotApproved, match="medical reviewer has to agree"):
        drafted(page).publish()
    assert not is_read(page)


@pytest.mark.parametrize("make", MAKERS)
def test_approved_change_goes_live(make):
    page = make()
    revision = drafted(page)
    approve(page)
    revision.publish()
    assert is_read(page)


def test_page_without_medical_review_goes_live_as_it_is():
    page = make_plain_page()
    drafted(page).publish()
    assert is_read(page)


def test_permission_to_publish_does_not_open_the_gate():
    boss = author()
    boss.is_superuser = True
    boss.save()
    page = make_article()
    with pytest.raises(NotApproved):
        drafted(page).publish(user=boss, skip_permission_checks=True)
    assert not is_read(page)


def test_saving_in_the_shell_is_refused():
    page = reread(make_article())
    page.summary = "Other words."
    with pytest.raises(NotApproved):
        page.save()
    with pytest.raises(NotApproved):
        page.save(update_fields=["summary"])
    page = make_article("A draft", live=False)
    page.live = True
    with pytest.raises(NotApproved):
        page.save()
    assert not reread(page).live


def test_saving_a_page_without_its_type_is_no_way_around():
    page = Page.objects.get(pk=make_article().pk)
    page.title = "Other words"
    with pytest.raises(NotApproved):
        page.save()
    draft = Page.objects.get(pk=make_article("A draft", live=False).pk)
    draft.live = True
    with pytest.raises(NotApproved):
        draft.save(update_fields=["live"])
    page.refresh_from_db()
    page.locked = True
    page.save()
    assert reread(page).live
    assert not reread(draft).live


def test_saving_what_no_reader_sees_is_let_through():
    page = reread(make_article())
    page.slug = "another-address"
    page.save()
    page.show_in_menus = True
    page.save(update_fields=["show_in_menus"])
    assert reread(page).live
    assert reread(page).current_approval


def test_new_page_begins_as_a_draft_and_keeps_its_words():
    parent = make_article().get_parent()
    page = parent.add_child(
        instance=make_article().__class__(title="New", summary="Other words.")
    )
    assert not reread(page).live
    assert reread(page).summary == "Other words."


def test_changed_source_needs_an_approval():
    page = make_article(references=[make_reference("one2001")])
    revision = drafted(page, sources=[])
    with pytest.raises(NotApproved):
        revision.publish()


def test_going_back_to_older_words_needs_a_fresh_approval():
    page = make_article(summary="First.")
    first = reread(page).latest_revision
    page = republish(page, summary="Second.")
    with pytest.raises(NotApproved):
        first.publish()
    revision = drafted(page, summary="First.")
    with pytest.raises(NotApproved):
        revision.publish()
    approve(page)
    revision.publish()
    assert is_read(page, "First.")


def test_draft_that_was_replaced_loses_its_approval():
    page = make_article(live=False)
    drafted(page, summary="Agreed on.")
    approve(page)
    drafted(page, summary="Something else.")
    revision = drafted(page, summary="Agreed on.")
    with pytest.raises(NotApproved):
        revision.publish()


def test_drafts_leave_the_approval_of_the_live_text_alone():
    page = make_article(summary="Live.")
    drafted(page, summary="A draft.")
    assert reread(page).current_approval
    drafted(page, summary="Live.").publish()
    assert reread(page).current_approval


def test_autosave_voids_nothing_where_no_reader_sees_a_change():
    page = reread(make_article())
    revision = page.save_revision(user=author())
    approval = approve(page)
    for _ in range(3):
        page.save_revision(user=author(), overwrite_revision=revision)
    approval.refresh_from_db()
    assert approval.voided_at is None
    revision.publish()
    assert reread(page).current_approval == approval


def test_autosaved_change_after_the_approval_is_refused():
    page = reread(make_article(live=False))
    revision = page.save_revision(user=author())
    approval = approve(page)
    page.summary = "Other words."
    page.save_revision(user=author(), overwrite_revision=revision)
    approval.refresh_from_db()
    assert approval.voided_at
    with pytest.raises(NotApproved):
        page.latest_revision.publish()


def test_taken_down_text_needs_a_fresh_approval():
    page = make_article()
    page.unpublish()
    assert not Approval.objects.filter(page=page, voided_at=None).exists()
    with pytest.raises(NotApproved):
        reread(page).get_latest_revision().publish()
    approve(page)
    reread(page).get_latest_revision().publish()
    assert reread(page).live


@pytest.mark.parametrize("live", [True, False])
def test_time_to_go_live_is_refused_without_an_approval(live):
    page = make_article(live=live)
    revision = drafted(page, summary="Other words.", go_live_at=later(days=1))
    with pytest.raises(NotApproved):
        revision.publish()
    revision.refresh_from_db()
    assert revision.approved_go_live_at is None


@pytest.mark.parametrize("live", [True, False])
def test_scheduled_text_goes_live_at_its_time(live):
    page = make_article(live=live)
    revision = drafted(page, summary="Other words.", go_live_at=later(days=1))
    approve(page)
    revision.publish()
    assert not is_read(page)
    with time_machine.travel(later(days=2)):
        call_command("publish_scheduled")
        assert is_read(page)


@pytest.mark.parametrize("live", [True, False])
def test_schedule_whose_approval_ended_publishes_nothing_and_says_so(live):
    refused = make_article("Refused", live=live)
    good = make_article("Good", live=live)
    for page, hours in ((refused, 1), (good, 2)):
        revision = drafted(page, summary="Other words.", go_live_at=later(hours=hours))
        approve(page)
        revision.publish()
    Approval.objects.filter(page=refused).delete()
    with time_machine.travel(later(days=1)):
        call_command("publish_scheduled")
    assert not is_read(refused)
    assert is_read(good)
    entry = PageLogEntry.objects.get(action="clinic.publish_refused")
    assert entry.page_id == refused.pk
    assert "medical reviewer has to agree" in entry.message
    # Asked once, not every minute for ever.
    assert not refused.revisions.exclude(approved_go_live_at=None).exists()


def test_time_cannot_be_given_to_a_revision_behind_the_gates_back():
    revision = drafted(make_article())
    revision.approved_go_live_at = later(days=1)
    with pytest.raises(NotApproved):
        revision.save(update_fields=["approved_go_live_at"])


@pytest.mark.parametrize("keep_live", [True, False])
def test_copy_begins_as_a_draft(keep_live):
    page = make_article()
    copied = page.copy(update_attrs={"slug": "copy"}, keep_live=keep_live)
    assert not reread(copied).live
    with pytest.raises(NotApproved):
        reread(copied).get_latest_revision().publish()


def test_copy_of_a_whole_list_is_all_drafts():
    page = make_article()
    parent = page.get_parent().specific
    copied = parent.copy(recursive=True, update_attrs={"slug": "more"})
    assert Page.objects.child_of(copied).live().count() == 0
    assert Page.objects.child_of(copied).count() == 1


def test_alias_follows_its_source_and_never_runs_ahead():
    page = make_article(summary="First.")
    alias = page.create_alias(update_slug="alias")
    assert is_read(alias, "First.")
    assert reread(alias).current_approval == reread(page).current_approval
    republish(page, summary="Second.")
    assert is_read(alias, "Second.")
    other = reread(alias)
    other.summary = "Third."
    with pytest.raises(NotApproved, match="follows its source"):
        other.save()


def test_alias_of_a_draft_is_no_way_around():
    page = make_article(live=False)
    alias = reread(page.create_alias(update_slug="alias"))
    assert not alias.live
    alias.live = True
    with pytest.raises(NotApproved):
        alias.save()


def test_alias_on_its_own_keeps_the_approval_and_needs_the_next():
    page = make_article(summary="First.")
    alias = page.create_alias(update_slug="alias")
    alias.alias_of_id = None
    alias.save(update_fields=["alias_of_id"], clean=False)
    assert reread(alias).current_approval
    with pytest.raises(NotApproved):
        drafted(alias).publish()


def test_refused_publication_leaves_everything_as_it_was():
    page = make_article(summary="First.")
    scheduled = drafted(page, summary="Tomorrow.", go_live_at=later(days=1))
    approve(page)
    scheduled.publish()
    before = Page.objects.values().get(pk=page.pk)
    revision = drafted(page, summary="Other words.", go_live_at=None)
    with pytest.raises(NotApproved):
        revision.publish()
    scheduled.refresh_from_db()
    assert scheduled.approved_go_live_at is not None
    with pytest.raises(NotApproved, match="medical reviewer has to agree"):
        revision.publish(user=make_editor())
    after = Page.objects.values().get(pk=page.pk)
    for name in ("live", "live_revision_id", "last_published_at", "title"):
        assert after[name] == before[name]


def test_approval_names_both_and_ends_when_the_next_text_is_live():
    page = make_article()
    first = Approval.objects.get(page=page)
    republish(page, summary="Second.")
    first.refresh_from_db()
    assert first.voided_at
    assert {first.edited_by, first.reviewed_by} == {author(), voucher()}
