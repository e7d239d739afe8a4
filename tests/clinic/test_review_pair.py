"""Who can agree on a text, and who cannot, whatever rights they hold."""

import pytest
from django.core.exceptions import ValidationError

from clinic.review import gate, pair
from clinic.review.authors import last_author
from tests.factories import (
    make_article,
    make_coordinator,
    make_editor,
    make_manager,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db


def changed(page, by, **fields):
    """Return the page as somebody changed it, in a draft."""
    page = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in (fields or {"summary": f"By {by}."}).items():
        setattr(page, name, value)
    page.save_revision(user=by)
    return page


def draft(by):
    return changed(make_article(live=False), by)


def test_editor_and_reviewer_are_a_pair(editor, reviewer):
    page = draft(editor)
    approval = pair.agree(page, by=reviewer)
    assert (approval.edited_by, approval.reviewed_by) == (editor, reviewer)


def test_reviewer_who_changed_a_word_needs_an_editor(editor, reviewer):
    page = changed(draft(editor), reviewer, summary="One word mended.")
    with pytest.raises(ValidationError, match="You changed this text last"):
        pair.agree(page, by=reviewer)
    approval = pair.agree(page, by=editor)
    assert (approval.edited_by, approval.reviewed_by) == (editor, reviewer)


def test_two_reviewers_are_a_pair_and_the_second_vouches(reviewer):
    other = make_reviewer("other")
    approval = pair.agree(draft(reviewer), by=other)
    assert (approval.edited_by, approval.reviewed_by) == (reviewer, other)


def test_two_editors_are_no_pair(editor):
    page = draft(editor)
    with pytest.raises(ValidationError, match="Only a medical reviewer"):
        pair.agree(page, by=make_editor("other"))


@pytest.mark.parametrize("make", [make_manager, make_coordinator])
def test_other_roles_complete_no_pair(editor, reviewer, make):
    person = make()
    assert pair.why_not(draft(editor), person)
    assert pair.why_not(changed(draft(editor), reviewer), person)


def test_superuser_is_no_medical_reviewer_and_no_exception(editor, reviewer):
    boss = make_user("boss", is_superuser=True)
    assert "Only a medical reviewer" in pair.why_not(draft(editor), boss)
    chief = make_user("chief", "Medical reviewers", is_superuser=True)
    page = draft(chief)
    assert "You changed this text last" in pair.why_not(page, chief)
    assert pair.why_not(page, reviewer) == ""


def test_both_roles_in_one_person_are_still_one_person():
    both = make_user("both", "Editors", "Medical reviewers")
    with pytest.raises(ValidationError):
        pair.agree(draft(both), by=both)


def test_somebody_who_left_cannot_agree(editor, reviewer):
    page = draft(editor)
    reviewer.is_active = False
    reviewer.save()
    assert pair.why_not(page, reviewer)


def test_text_of_nobody_is_refused_until_somebody_saves_it(editor, reviewer):
    page = make_article(live=False)
    page.summary = "From nowhere."
    page.save_revision()
    assert last_author(page) is None
    with pytest.raises(ValidationError, match="Nobody is on record"):
        pair.agree(page, by=reviewer)
    assert "Save it in the editor under your name" in gate.refusals(page)[0]
    page.save_revision(user=editor)
    assert last_author(page) == editor
    assert pair.agree(page, by=reviewer)


def test_saving_without_a_change_makes_nobody_the_author(editor, reviewer):
    page = draft(editor)
    page.save_revision(user=reviewer)
    assert last_author(page) == editor
    assert pair.why_not(page, reviewer) == ""


def test_whoever_goes_back_to_older_words_is_their_author(editor, reviewer):
    page = changed(make_article(live=False), editor, summary="First.")
    changed(page, reviewer, summary="Second.")
    page = changed(page, reviewer, summary="First.")
    assert last_author(page) == reviewer


def test_refusal_names_who_can_give_what_is_missing(editor, reviewer):
    page = draft(editor)
    [reason] = gate.refusals(page)
    assert "A medical reviewer has to agree on exactly this text" in reason
    assert str(reviewer) in reason
    assert f"{editor}, who changed it last, cannot." in reason
    [reason] = gate.refusals(changed(page, reviewer))
    assert f"{reviewer} changed this text last" in reason
    assert str(editor) in reason


def test_refusal_says_so_where_nobody_could_agree(editor):
    page = draft(editor)
    for person in pair.who_can_agree(page):
        person.groups.clear()
    [reason] = gate.refusals(page)
    assert "A manager can give somebody that role." in reason
