"""Which of a page's approvals the register counts, for aliases too."""

from datetime import date

import pytest

from clinic.models import Approval, RegisterEntry
from clinic.models.register import FindingKind, State
from clinic.register.stocktaking import look_at, take_stock
from tests.clinic.test_register import approved, entry, found, noon
from tests.factories import (
    author,
    change_unseen,
    make_article,
    make_reviewer,
    republish,
)

pytestmark = pytest.mark.django_db


def reread(page):
    return page.specific_class.objects.get(pk=page.pk)


@pytest.fixture
def page():
    """An article that was agreed on and went live on May 4, 2026."""
    with noon("2026-05-04"):
        return make_article()


def test_approval_of_the_next_text_takes_the_place_of_a_void_one(page):
    with noon("2026-06-04"):
        republish(page, summary="Other words.")
        take_stock()
        assert Approval.objects.filter(page=page, voided_at=None).count() == 1
        assert entry(page).state == State.REVIEWED
    assert entry(page).reviewed_on == date(2026, 6, 4)
    assert entry(page).due_on == date(2026, 12, 4)


def test_agreed_draft_counts_only_once_readers_see_it(page, at_once):
    with noon("2026-06-04"):
        draft = reread(page)
        draft.summary = "Other words."
        revision = draft.save_revision(user=author())
    with at_once():
        approved(page, "2026-06-05")
    assert entry(page).standing == State.REVIEWED
    assert entry(page).reviewed_on == date(2026, 5, 4)

    with noon("2026-06-06"), at_once():
        revision.publish()
    assert entry(page).reviewed_on == date(2026, 6, 5)


def test_void_approval_of_the_live_text_is_an_earlier_review(page):
    page.unpublish()
    change_unseen(page, live=True)
    assert not Approval.objects.filter(page=page, voided_at=None).exists()
    take_stock()

    assert entry(page).state == State.CHANGED
    assert entry(page).reviewed_on == date(2026, 5, 4)
    assert entry(page).due_on is None
    assert FindingKind.NO_REVIEWER in found(page)


def test_alias_stands_as_its_source_does_wherever_it_is_looked_at(page, monkeypatch):
    with noon("2026-05-05"):
        alias = page.create_alias(update_slug="alias")

    look_at({alias.pk})
    assert entry(alias).reviewed_on == date(2026, 5, 4)
    assert FindingKind.NO_REVIEWER not in found(alias)

    monkeypatch.setattr("clinic.register.stocktaking.CHUNK", 1)
    RegisterEntry.objects.all().delete()
    take_stock()
    assert entry(alias).due_on == entry(page).due_on == date(2026, 11, 4)

    change_unseen(alias, summary="Other words.")
    take_stock()
    assert entry(alias).state == State.CHANGED
    assert entry(alias).reviewed_on == date(2026, 5, 4)
    assert entry(page).standing == State.REVIEWED


def test_another_review_of_a_source_shows_on_its_alias_at_once(page, at_once):
    alias = page.create_alias(update_slug="alias")
    take_stock()
    with at_once():
        approved(page, "2026-06-04", reviewer=make_reviewer())
    for shown in (page, alias):
        assert entry(shown).reviewed_on == date(2026, 6, 4)
        assert str(entry(shown).reviewed_by) == "Reviewer"
