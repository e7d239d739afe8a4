"""The managers' pages of figures, and the same as CSV."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.models import PageVisits
from consultations import figures
from consultations.models import Outcome, ReadingEntry, Tally, TallyProgress
from tests.factories import make_service

from .conftest import receive

pytestmark = pytest.mark.django_db

NAME = "admin:consultations_consultationrequest_figures"
PAGES = {part: reverse(f"{NAME}{part}") for part in ("", "_services", "_pages")}
FILES = {p: reverse(f"{NAME}_{p}_csv") for p in ("weeks", "services", "pages")}
FILES["steps"] = reverse("admin:consultations_stepcount_csv")
STEPS = reverse("admin:consultations_stepcount_changelist")
TYPED = {
    "name": "Quillon Testvale",
    "message": "Zanthoxylum keeps me awake",
    "phone": "+17035550117",
}


@pytest.fixture
def at_the_desk(client, manager):
    client.force_login(manager)
    return client


def worked(coordinator, count, **fields) -> None:
    for _ in range(count):
        request = receive(**TYPED, **fields)
        request.log_attempt(Outcome.REACHED, by=coordinator, note=TYPED["message"])


def table(response) -> list[list[str]]:
    text = b"".join(response).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("address", [*PAGES.values(), STEPS])
def test_pages_say_what_will_stand_there_while_nothing_does(at_the_desk, address):
    response = at_the_desk.get(address)
    assert "queue-empty__title" in response.content.decode()
    assert '<svg class="chart' not in response.content.decode()


def test_headlines_come_in_words_before_charts_and_tables(
    at_the_desk, location, coordinator
):
    worked(coordinator, 6)
    figures.refresh()
    page = at_the_desk.get(PAGES[""]).content.decode()
    places = [
        page.index(words)
        for words in ("6 <span", "to the first attempt", "<svg class", "<table")
    ]
    assert places == sorted(places)
    assert page.count('role="img"') == 4
    assert " style=" not in page.split("<main")[-1]
    assert "Duplicates" not in page and "duplicates are in none" in page


@pytest.mark.parametrize("address", [*PAGES.values(), *FILES.values(), STEPS])
def test_nothing_of_a_person_is_in_the_figures(
    at_the_desk, location, coordinator, address
):
    worked(coordinator, 6)
    figures.refresh()
    said = at_the_desk.get(address).content.decode()
    reference = Tally.objects.first().request.reference
    for word in (*TYPED.values(), "Quillon", reference, "Priya"):
        assert word not in said
    assert ReadingEntry.objects.count() == 0


@pytest.mark.parametrize("address", [*PAGES.values(), *FILES.values(), STEPS])
@pytest.mark.parametrize("who", ["coordinator", "clinician", "editor", "reviewer"])
def test_nobody_else_gets_them(client, request, who, address):
    client.force_login(request.getfixturevalue(who))
    assert client.get(address).status_code in (302, 403)
    assert (
        client.get(reverse("admin:index"), follow=True).content.count(b"figures/") == 0
    )


@pytest.mark.parametrize("address", [*PAGES.values(), *FILES.values(), STEPS])
def test_at_most_twelve_queries(at_the_desk, location, coordinator, address):
    worked(coordinator, 3, source_page=location, service=None)
    worked(coordinator, 3, service=make_service())
    PageVisits.objects.add({(timezone.localdate(), location.pk): 30})
    figures.refresh()
    with CaptureQueriesContext(connection) as few:
        assert at_the_desk.get(address).status_code == 200
    worked(coordinator, 5, service=make_service("Another", slug="another"))
    figures.refresh()
    with CaptureQueriesContext(connection) as more:
        at_the_desk.get(address)
    assert len(more) == len(few) <= 12


def test_days_can_be_chosen_and_wrong_ones_say_why(at_the_desk, location, coordinator):
    worked(coordinator, 2, at=timezone.now() - timedelta(days=400))
    worked(coordinator, 6)
    figures.refresh()
    today = timezone.localdate()
    days = {"from": today - timedelta(days=401), "to": today}
    shown = at_the_desk.get(PAGES[""], days)
    assert shown.context["overview"].report.total.requests == 8
    for period in ("month", "quarter", "year"):
        shown = at_the_desk.get(PAGES[""], {"period": period})
        assert shown.context["overview"].report.total.requests == 6
    wrong = at_the_desk.get(PAGES[""], {"from": today, "to": "<script>"})
    assert "Choose both days." in wrong.content.decode()
    assert "<script>" not in wrong.content.decode().split("<main")[-1]


def test_the_chosen_days_go_along_to_the_other_pages(at_the_desk):
    page = at_the_desk.get(PAGES[""], {"period": "year"}).content.decode()
    for address in (PAGES["_services"], PAGES["_pages"], FILES["weeks"], STEPS):
        assert f'href="{address}?period=year"' in page
    for address in (*PAGES.values(), STEPS):
        shown = at_the_desk.get(address).content.decode()
        assert f'href="{PAGES[""]}" aria-current="page">Figures' in shown


def test_small_numbers_by_service_are_hidden(at_the_desk, location, coordinator):
    worked(coordinator, 3, service=make_service("Rare", slug="rare"))
    worked(coordinator, 7, service=make_service("Usual", slug="usual"))
    worked(coordinator, 20, service=make_service("Often", slug="often"))
    figures.refresh()
    response = at_the_desk.get(PAGES["_services"])
    cells = {row["title"]: row["cells"] for row in response.context["counts"].rows()}
    assert [cells[name][0] for name in ("Often", "Usual", "Rare")] == ["20", "", ""]
    times = {row["title"]: row["cells"] for row in response.context["waits"].rows()}
    assert times["Rare"] == [""] * 4 and all(times["Often"])
    assert "Hidden: a number under 5" in response.content.decode()

    head, *rows = table(at_the_desk.get(FILES["services"]))
    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_name["Rare"]["Requests"] == by_name["Usual"]["Requests"] == "hidden"
    assert (by_name["Often"]["Requests"], by_name["All"]["Requests"]) == ("20", "30")
    assert by_name["Rare"]["Requests still open"] == "hidden"


def test_weeks_as_csv_hold_every_figure_and_add_up(at_the_desk, location, coordinator):
    worked(coordinator, 4)
    worked(coordinator, 2, channel="phone", by=coordinator)
    figures.refresh()
    response = at_the_desk.get(FILES["weeks"])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "figures-weeks-" in response["Content-Disposition"]
    head, *weeks, total = table(response)
    assert len(set(head)) == len(head)
    requests = head.index("Requests")
    assert sum(int(week[requests]) for week in weeks) == int(total[requests]) == 6
    said = dict(zip(head, total, strict=True))
    assert (said["Web form"], said["Phone call"], said["Talked with"]) == (
        "4",
        "2",
        "6",
    )
    assert said["First conversation, median, office minutes"] == "0"
    assert (
        weeks[-1][0]
        == (
            timezone.localdate() - timedelta(days=timezone.localdate().weekday())
        ).isoformat()
    )


def test_no_spreadsheet_runs_the_name_of_a_page(at_the_desk, location, coordinator):
    worked(coordinator, 6, service=make_service("=1+1", slug="sum"))
    figures.refresh()
    _head, *rows = table(at_the_desk.get(FILES["services"]))
    assert rows[0][0] == "'=1+1"


def test_a_page_says_when_nothing_was_counted_for_long(
    at_the_desk, location, coordinator
):
    assert "Nothing has been counted yet" in at_the_desk.get(PAGES[""]).content.decode()
    worked(coordinator, 6)
    figures.refresh()
    fresh = at_the_desk.get(PAGES[""]).content.decode()
    assert "counted every minute" in fresh and "nothing has been counted" not in fresh
    old = timezone.now() - timedelta(minutes=11)
    TallyProgress.objects.update(counted_at=old, anew_after=1)
    stale = at_the_desk.get(PAGES[""]).content.decode()
    assert "nothing has been counted since" in stale and "counted anew" in stale


def test_figures_are_for_reading_alone(at_the_desk):
    for address in FILES.values():
        assert at_the_desk.post(address).status_code == 405


def test_what_is_hidden_follows_from_no_other_number(
    at_the_desk, location, coordinator
):
    service = make_service()
    for count, ending in ((6, "booked"), (2, "not_booked"), (9, "referred")):
        for _ in range(count):
            receive(service=service).close(ending, by=coordinator)
    worked(coordinator, 40)
    figures.refresh()
    head, *rows = table(at_the_desk.get(FILES["services"]))
    line = dict(zip(head, rows[1], strict=True))
    assert line["Service"] == service.title
    # Two did not book; eight came, of whom six booked.
    assert line["Attended and not booked"] == "hidden"
    assert (line["Came"], line["Treatment booked"]).count("hidden") >= 1
    assert line["Referred elsewhere"] == "9" or line["Requests"] == "hidden"


def test_a_page_that_nobody_asked_from_has_its_visits_and_plain_zeros(
    at_the_desk, location, coordinator
):
    PageVisits.objects.add({(timezone.localdate(), location.pk): 30})
    worked(coordinator, 3)
    figures.refresh()
    head, *rows = table(at_the_desk.get(FILES["pages"]))
    line = dict(zip(head, rows[0], strict=True))
    assert (line["Page"], line["Visits"]) == (location.title, "30")
    assert (line["Requests"], line["Unreachable"]) == ("0", "0")
    assert line["First attempt, median, office minutes"] == ""
