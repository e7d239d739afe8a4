import re
from datetime import date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.html import strip_tags
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from articles.models import ArticlePage
from clinic.blocks import PROSE
from clinic.models import Approval
from tests.factories import (
    approve,
    make_article,
    make_clinic,
    make_editor,
    make_home,
    make_person,
    make_reference,
    make_reviewer,
    make_service,
)

pytestmark = pytest.mark.django_db


def reread(page):
    return page.specific_class.objects.get(pk=page.pk)


def test_approval_holds_for_exactly_the_text_it_was_given_for():
    page = make_article(live=False)
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
def test_any_change_a_reader_sees_is_another_text(change):
    page = make_article()
    assert page.current_approval is not None
    page = reread(page)
    for name, value in change.items():
        setattr(page, name, value)
    assert page.current_approval is None


def test_changed_references_void_the_approval():
    page = make_article(references=[make_reference("one2001")])
    page.sources.all().delete()
    assert reread(page).current_approval is None


def test_republishing_without_a_change_voids_nothing():
    page = make_article()
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
    references = [make_reference()] if "[1]" in markup else []
    page = make_article(body=[("paragraph", markup)], references=references)
    before = page.reader_digest()
    page.body = [("paragraph", saved)]
    assert page.reader_digest() == before


def test_one_person_cannot_approve_alone():
    page = make_service(live=False)
    reviewer = make_reviewer()
    with pytest.raises(ValidationError, match="two different people"):
        Approval.record(page, edited_by=reviewer, reviewed_by=reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(
            page=page, page_digest="x", edited_by=reviewer, reviewed_by=reviewer
        )
    assert not Approval.objects.filter(page=page).exists()


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


@pytest.mark.parametrize(
    ("approved", "months", "due"),
    [
        ("2026-05-03", 6, date(2026, 11, 3)),
        ("2026-11-03", 6, date(2027, 5, 3)),
        ("2026-12-31", 12, date(2027, 12, 31)),
        # No September 31, no February 31: the last day of the month stands in.
        ("2026-03-31", 6, date(2026, 9, 30)),
        ("2026-08-31", 6, date(2027, 2, 28)),
        ("2027-08-31", 6, date(2028, 2, 29)),
    ],
)
def test_next_review_is_due_so_many_calendar_months_later(approved, months, due):
    noon = datetime.fromisoformat(f"{approved}T12:00:00-05:00")
    assert Approval(approved_at=noon).due_on(months) == due


def test_late_review_is_late_from_the_day_after_it_was_due(client):
    page = make_article(live=False)
    with time_machine.travel("2026-05-03T12:00:00-04:00", tick=False):
        approve(page)
        page.get_latest_revision().publish()
    with time_machine.travel("2026-11-03T12:00:00-05:00", tick=False):
        assert not reread(page).review_is_late
        assert "Next review due" in client.get(page.url).content.decode()
    with time_machine.travel("2026-11-04T00:30:00-05:00", tick=False):
        assert reread(page).review_is_late
        html = client.get(page.url).content.decode()
        words = " ".join(strip_tags(html.partition("<main")[2]).split())
        assert words.count("November 3, 2026") + words.count("Nov. 3, 2026") == 1
        assert "was due for a medical review on Nov. 3, 2026" in words
        assert "Next review due" not in html


def make_late(make, client) -> str:
    """Return what a reader of a page sees whose review was due long ago."""
    make_clinic()
    with time_machine.travel("2024-05-03T12:00:00-04:00", tick=False):
        page = make()
    return client.get(page.url).content.decode()


@pytest.mark.parametrize(
    "make",
    [make_article, make_service, make_person, make_home],
    ids=lambda m: m.__name__,
)
def test_overdue_page_says_so_once_and_whom_to_call(make, client):
    html = make_late(make, client)

    assert html.count("was due for a medical review on") == 1
    notice = html.partition('<p class="overdue">')[2].partition("</p>")[0]
    assert '<time datetime="202' in notice
    assert "Facts may have changed." in notice
    assert '<a href="tel:+17035550100">Call us</a> or ask your clinician.' in notice


def test_overdue_notice_needs_no_phone(client):
    make_clinic(phone="")
    with time_machine.travel("2024-05-03T12:00:00-04:00", tick=False):
        page = make_article()
    html = client.get(page.url).content.decode()
    assert "Ask your clinician." in html
    assert "Call us</a> or ask" not in html


@pytest.mark.parametrize("make", [make_article, make_service, make_person, make_home])
def test_page_reviewed_in_time_shows_no_notice(make, client):
    page = make()
    approve(page)
    assert 'class="overdue"' not in client.get(page.url).content.decode()


def test_page_without_an_approval_promises_no_review(client):
    page = make_article()
    Approval.objects.all().delete()
    assert reread(page).next_review_on is None
    assert not reread(page).review_is_late
    main = client.get(page.url).content.decode().partition("<main")[2]
    article = main.partition("</article>")[0]
    assert not re.search("[Rr]eviewed|[Rr]eview (is|due)", article)
