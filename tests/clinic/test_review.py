import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from articles.models import ArticlePage
from clinic.blocks import PROSE
from clinic.models import Approval
from tests.factories import (
    approve,
    make_article,
    make_editor,
    make_reference,
    make_reviewer,
    make_service,
)

pytestmark = pytest.mark.django_db


def reread(page):
    return page.specific_class.objects.get(pk=page.pk)


def test_approval_holds_for_exactly_the_text_it_was_given_for():
    page = make_article()
    assert page.current_approval is None
    approval = approve(page)
    assert reread(page).current_approval == approval
    assert reread(page).medically_reviewed_on == approval.approved_on


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title"},
        {"summary": "Another summary."},
        {"body": [("paragraph", "<p>Other words.</p>")]},
        {"key_points": [("point", "A new point")]},
        {"search_description": "What a search engine shows"},
        {"seo_title": "What the tab shows"},
    ],
)
def test_any_change_a_reader_sees_voids_the_approval(change):
    page = make_article()
    approve(page)
    page = reread(page)
    for name, value in change.items():
        setattr(page, name, value)
    page.save()
    assert reread(page).current_approval is None


def test_changed_references_void_the_approval():
    page = make_article(references=[make_reference("one2001")])
    approve(page)
    page = reread(page)
    page.sources.all().delete()
    assert reread(page).current_approval is None


def test_republishing_without_a_change_voids_nothing():
    page = make_article()
    approve(page)
    page = reread(page)
    page.save_revision(changed=False).publish()
    page.save_revision().publish()
    assert reread(page).current_approval is not None


def test_saving_a_stream_again_changes_no_digest():
    page = make_article()
    before = reread(page).reader_digest()
    page = reread(page)
    raw = [{"type": b["type"], "value": b["value"]} for b in page.body.raw_data]
    page.body = ArticlePage._meta.get_field("body").to_python(raw)
    page.save()
    assert reread(page).reader_digest() == before


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Plain words, “quoted”.</p>",
        "<p>A <b>bold</b> and an <i>italic</i> word [1].</p>",
        "<ul><li>one</li><li>two &amp; three</li></ul>",
        "<p>first<br/>second</p><p>third</p>",
        '<p>See <a href="https://clinic.example/a?b=1&amp;c=2">there</a>.</p>',
        "<p>H<sub>2</sub>O and 10<sup>th</sup></p>",
        "<p>a&nbsp;b &lt; c</p>",
    ],
)
def test_opening_and_saving_in_the_editor_voids_nothing(markup):
    converter = ContentstateConverter(features=PROSE)
    saved = converter.to_database_format(converter.from_database_format(markup))
    page = make_article(body=[("paragraph", markup)])
    before = page.reader_digest()
    page.body = [("paragraph", saved)]
    assert page.reader_digest() == before


def test_one_person_cannot_approve_alone():
    page = make_service()
    reviewer = make_reviewer()
    with pytest.raises(ValidationError, match="two different people"):
        Approval.record(page, edited_by=reviewer, reviewed_by=reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(
            page=page, page_digest="x", edited_by=reviewer, reviewed_by=reviewer
        )
    assert not Approval.objects.exists()


def test_second_person_must_be_a_medical_reviewer():
    page = make_service()
    with pytest.raises(ValidationError, match="not a medical reviewer"):
        Approval.record(
            page, edited_by=make_reviewer(), reviewed_by=make_editor("other")
        )


def test_approval_outlives_its_page():
    page = make_article()
    approval = approve(page)
    reread(page).delete()
    approval.refresh_from_db()
    assert approval.page is None
    assert approval.page_title == "Sleep after an infusion"
