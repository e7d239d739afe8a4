"""The register in Wagtail's admin: who sees it, what it shows, what it exports."""

import csv
import io
from zipfile import ZipFile

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from clinic.models import Approval, FoundLink, RegisterEntry
from clinic.register.stocktaking import take_stock
from tests.factories import (
    approve,
    change_unseen,
    make_article,
    make_clinician,
    make_coordinator,
    make_editor,
    make_home,
    make_manager,
    make_person,
    make_plain_page,
    make_reviewer,
    make_service,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]

REPORT = "/cms/reports/review-register/"
LINKS = "/cms/reports/links/"
CALENDAR = "/cms/reports/calendar/"


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def titles(response) -> list[str]:
    return [entry.page.title for entry in response.context["object_list"]]


def rows(response) -> list[dict]:
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text)))


def agreed(page, reviewer):
    """Publish a draft once this reviewer agreed on it."""
    approve(page, reviewer=reviewer)
    page.get_latest_revision().publish()
    return page


@pytest.fixture
def mixed(client, editor):
    """One page for each state of a review, on December 1, 2026."""
    reviewer = make_reviewer()
    on = {
        "Late": "2026-04-03",
        "Soon": "2026-06-10",
        "Fresh": "2026-11-20",
    }
    for title, day in on.items():
        with time_machine.travel(f"{day}T12:00:00-05:00", tick=False):
            agreed(make_article(title, slug=title.lower(), live=False), reviewer)
    unseen = make_article("Unseen", slug="unseen")
    Approval.objects.filter(page__in=[unseen.pk, make_home().pk]).delete()
    altered = agreed(make_service("Altered", live=False), reviewer)
    change_unseen(altered, summary="Other words.")
    take_stock()
    with time_machine.travel("2026-12-01T12:00:00-05:00", tick=False):
        # A session of today would have run out by then.
        client.force_login(editor)
        yield reviewer


@pytest.mark.parametrize("address", [REPORT, LINKS, CALENDAR])
@pytest.mark.parametrize(
    ("make", "status"),
    [
        (make_editor, 200),
        (make_reviewer, 200),
        (make_manager, 302),
        (make_coordinator, 302),
        (make_clinician, 302),
    ],
)
def test_report_is_for_whoever_keeps_pages(client, make, status, address):
    client.force_login(make())
    response = client.get(address)
    assert response.status_code == status
    if status == 302:
        export = client.get(address, {"export": "csv"})
        assert export.status_code == 302


def test_menu_offers_the_reports_to_editors_alone(client, editor):
    assert REPORT in client.get("/cms/").content.decode()
    client.force_login(make_manager())
    assert REPORT not in client.get("/cms/").content.decode()


def test_most_urgent_page_stands_first(client, mixed):
    shown = titles(client.get(REPORT))
    assert shown[:2] == ["Late", "Test clinic"]
    assert shown.index("Unseen") < shown.index("Altered") < shown.index("Soon")
    assert shown.index("Soon") < shown.index("Fresh") < shown.index("Articles")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"state": "overdue"}, {"Late"}),
        ({"state": "due"}, {"Soon"}),
        ({"state": "changed"}, {"Altered"}),
        ({"state": "never"}, {"Unseen", "Test clinic"}),
        ({"due_before": "2026-12-10"}, {"Late"}),
        ({"due_before": "2026-12-11"}, {"Late", "Soon"}),
        ({"finding": "no_references", "state": "due"}, {"Soon"}),
        ({"finding": "broken_link"}, set()),
    ],
)
def test_filter_keeps_what_it_says(client, mixed, asked, shown):
    assert set(titles(client.get(REPORT, asked))) == shown


def test_filter_by_type_and_by_reviewer(client, mixed):
    service = RegisterEntry.objects.get(page__title="Altered").page
    found = titles(client.get(REPORT, {"content_type": service.content_type_id}))
    assert found == ["Altered"]
    found = titles(client.get(REPORT, {"reviewed_by": mixed.pk}))
    assert set(found) == {"Late", "Soon", "Fresh", "Altered"}


def test_row_says_who_vouches_until_when_and_what_is_missing(client, mixed):
    html = " ".join(client.get(REPORT, {"state": "overdue"}).content.decode().split())
    assert "last on April 3, 2026 by Reviewer" in html
    assert "due Oct. 3, 2026" in html
    assert "<b>No references</b>" in html
    assert 'href="/articles/late/"' in html


def test_empty_register_says_who_fills_it(client, editor):
    page = client.get(REPORT).content.decode()
    assert "Nobody has looked at the pages yet." in page


def test_results_alone_answer_the_filters(client, mixed):
    response = client.get(f"{REPORT}results/", {"state": "overdue"})
    assert titles(response) == ["Late"]
    assert b"<html" not in response.content


def test_export_holds_every_column(client, mixed):
    (row,) = rows(client.get(REPORT, {"export": "csv", "state": "overdue"}))
    assert row["Title"] == "Late"
    assert row["Type"] == "Article"
    assert row["Address"] == "/articles/late/"
    assert row["Review"] == "Overdue"
    assert row["Last reviewed"] == "2026-04-03"
    assert row["Reviewed by"] == "Reviewer"
    assert row["Next review due"] == "2026-10-03"
    assert row["Findings"].startswith("No references")


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t"])
def test_no_title_becomes_a_formula(client, editor, begin):
    title = f"{begin}HYPERLINK(1)"
    RegisterEntry.objects.all().delete()
    page = make_plain_page(title, "odd")
    type(page).objects.filter(pk=page.pk).update(title=title)
    take_stock()
    exported = rows(client.get(REPORT, {"export": "csv"}))
    assert f"'{title}" in [row["Title"] for row in exported]
    assert not any(
        value.startswith(("=", "+", "-", "@", "\t"))
        for row in exported
        for value in row.values()
    )


def test_workbook_holds_text_and_no_formula(client, editor):
    make_plain_page("=1+1", "odd")
    take_stock()
    response = client.get(REPORT, {"export": "xlsx"})
    data = io.BytesIO(b"".join(response.streaming_content))
    assert "xl/workbook.xml" in ZipFile(data).namelist()
    cells = [cell for row in load_workbook(data).active.rows for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def test_links_show_the_broken_first_and_link_to_no_other_site(client, editor):
    make_article(
        body=[
            (
                "paragraph",
                '<p><a href="https://other.example/x">trial</a> '
                '<a href="/gone/">lost</a> <a href="/articles/">list</a></p>',
            )
        ]
    )
    take_stock()
    response = client.get(LINKS)
    assert [link.words for link in response.context["object_list"]][0] == "lost"
    html = response.content.decode()
    assert "https://other.example/x" in html
    assert 'href="https://other.example' not in html

    def words(**asked):
        found = client.get(LINKS, asked).context["object_list"]
        return [link.words for link in found]

    assert words(elsewhere="true") == ["trial"]
    assert words(host="OTHER") == ["trial"]
    assert words(fault="nowhere") == ["lost"]
    assert "trial" not in words(elsewhere="false")
    (row,) = rows(client.get(LINKS, {"export": "csv", "fault": "nowhere"}))
    assert row["Leads to"] == "/gone/"
    assert row["Fault"] == "no such address"


def queries_of(client, address, **asked) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, asked).status_code == 200
    return len(queries)


@pytest.mark.parametrize("export", ["", "csv"])
@pytest.mark.parametrize("address", [REPORT, LINKS])
def test_longer_report_costs_no_more_queries(client, editor, address, export):
    reviewer = make_reviewer()

    def fill(numbers):
        for number in numbers:
            page = make_article(
                f"Article {number}",
                owner=editor,
                body=[("paragraph", '<p><a href="/articles/">x</a></p>')],
            )
            approve(page, reviewer=reviewer)
        take_stock()

    asked = {"export": export} if export else {}
    fill(range(2))
    queries_of(client, address, **asked)
    few = queries_of(client, address, **asked)
    fill(range(2, 12))
    assert queries_of(client, address, **asked) == few
    assert FoundLink.objects.count() == 12


@pytest.fixture
def december(client, editor):
    """A page that goes live, one that ends and one to review, in December 2026."""
    with time_machine.travel("2026-11-20T12:00:00-05:00", tick=False):
        goes_live = "2026-12-05T14:30:00-05:00"
        coming = make_article("Coming", live=False, go_live_at=goes_live)
        agreed(coming, make_reviewer())
        ending = make_person("Ending", "ending")
        ending.expire_at = "2026-12-31T23:30:00-05:00"
        ending.save()
    with time_machine.travel("2026-06-10T12:00:00-04:00", tick=False):
        make_article("Due")
    take_stock()
    with time_machine.travel("2026-12-01T12:00:00-05:00", tick=False):
        client.force_login(editor)
        yield


def happenings(response) -> list[tuple]:
    return [
        (str(day), happening.page.title, str(happening.what))
        for day, found in response.context["days"]
        for happening in found
    ]


def test_calendar_shows_a_month_day_by_day(client, december):
    response = client.get(CALENDAR)
    assert happenings(response) == [
        ("2026-12-05", "Coming", "goes live"),
        ("2026-12-10", "Due", "review due"),
        ("2026-12-31", "Ending", "is taken down"),
    ]
    assert "2:30 p.m." in response.content.decode()
    assert 'href="?month=2027-01"' in response.content.decode()
    assert happenings(client.get(CALENDAR, {"month": "2027-01"})) == []


@pytest.mark.parametrize("month", ["", "x", "2026-13", "0001-01", "9999-12"])
def test_calendar_shows_this_month_where_asked_for_none(client, december, month):
    response = client.get(CALENDAR, {"month": month})
    assert str(response.context["month"]) == "2026-12-01"


def test_calendar_costs_the_same_queries_for_many_pages(client, editor):
    reviewer = make_reviewer()

    def fill(numbers):
        for number in numbers:
            page = make_article(f"Article {number}", owner=editor)
            approve(page, reviewer=reviewer)
        take_stock()

    fill(range(1))
    due = RegisterEntry.objects.get(page__title="Article 0").due_on
    queries_of(client, CALENDAR, month=f"{due:%Y-%m}")
    few = queries_of(client, CALENDAR, month=f"{due:%Y-%m}")
    fill(range(1, 8))
    assert queries_of(client, CALENDAR, month=f"{due:%Y-%m}") == few


def test_first_page_of_the_cms_counts_what_waits(client, mixed):
    client.force_login(make_editor("second"))
    page = " ".join(client.get("/cms/").content.decode().split())
    assert f'<a href="{REPORT}?state=overdue"><b>1</b> overdue</a>' in page
    assert f'<a href="{REPORT}?state=never"><b>2</b> never reviewed</a>' in page
    assert f'<a href="{REPORT}?state=due"><b>1</b> due within 30 days</a>' in page


def test_first_page_says_when_all_is_well_or_nothing_is_known(client, editor):
    make_home()
    assert "has not looked at the pages yet" in client.get("/cms/").content.decode()
    take_stock()
    page = client.get("/cms/").content.decode()
    assert "Every page that needs a review has one." in page


def test_first_page_says_nothing_of_reviews_to_a_manager(client):
    client.force_login(make_manager())
    assert "Open the review register" not in client.get("/cms/").content.decode()
