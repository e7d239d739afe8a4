"""Every figure of a small scenario, counted by hand."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from clinic.models import PageVisits
from consultations import figures
from consultations.figures.overview import Overview
from consultations.figures.pages import by_page
from consultations.figures.period import Period
from consultations.figures.report import PAGE, SERVICE, WEEK, summed_up
from consultations.models import Outcome, Step, StepCount
from tests.factories import make_service

from .conftest import receive

NEW_YORK = ZoneInfo("America/New_York")
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


NOW = at("2026-11-30 12:00")


@pytest.fixture
def week(location, coordinator):
    """Ten requests of one week and two of the next, worked in every way."""
    service = make_service("Infusions", slug="infusions")
    monday = at("2026-11-16 10:00")
    minutes = [10, 20, 30, 40, 50]
    for number, after in enumerate(minutes):
        request = receive(at=monday, service=service, source_page=service)
        moment = monday + timedelta(minutes=after)
        request.log_attempt(Outcome.VOICEMAIL, by=coordinator, at=moment)
        if number < 3:
            talked = moment + timedelta(minutes=5)
            request.log_attempt(Outcome.REACHED, by=coordinator, at=talked)
            request.schedule(at("2026-11-20 10:00"), by=coordinator, at=talked)
        if number == 0:
            request.close("booked", by=coordinator, at=at("2026-11-20 11:00"))
        if number == 1:
            request.miss(by=coordinator, at=at("2026-11-20 11:00"))
        if number == 2:
            request.schedule(at("2026-12-04 10:00"), by=coordinator, at=NOW)
    # Nobody tried these, and it was due long ago.
    for _ in range(2):
        receive(at=monday, channel="phone", by=coordinator)
    duplicate = receive(at=monday, service=service)
    duplicate.close("duplicate", by=coordinator, duplicate_of=request)
    receive(at=monday).mark_spam(by=coordinator, at=monday)
    receive(at=monday, quarantine_reasons=["links"])
    # Wrote a minute ago: nobody is late yet.
    receive(at=NOW - timedelta(minutes=1), channel="walk_in", by=coordinator)
    # Not of this month.
    receive(at=at("2026-10-31 23:59"))
    receive(at=at("2026-12-01 00:00"))
    figures.refresh()
    return service


@pytest.mark.django_db
def test_all_figures_of_a_month(week):
    report = summed_up(NOVEMBER, WEEK, NOW)
    assert report.left_out == {"duplicate": 1, "spam": 1, "set_aside": 1}
    first, last = report.lines
    assert (first.key, last.key) == (date(2026, 11, 16), date(2026, 11, 30))
    assert (first.requests, last.requests) == (7, 1)
    assert first.channels == {"web": 5, "phone": 2}
    assert last.channels == {"walk_in": 1}
    assert (first.appointments, first.missed, first.to_come, first.came) == (3, 1, 1, 1)
    # One of the two whose time has come.
    assert first.missed_percent == 50
    assert first.endings == {"booked": 1, "open": 6}
    # 10 20 30 40 50 and two who still wait: the fourth of seven, and the seventh.
    assert (first.attempt.reached, first.attempt.late) == (5, 2)
    assert (first.attempt.median, first.attempt.nine_of_ten) == (40, None)
    # 15 25 35 and four who still wait.
    assert (first.conversation.reached, first.conversation.late) == (3, 4)
    assert (first.conversation.median, first.conversation.nine_of_ten) == (None, None)
    assert (last.attempt.of, last.attempt.in_time) == (0, 1)
    total = report.total
    assert (total.requests, total.attempt.of, total.attempt.in_time) == (8, 7, 1)
    assert total.attempt.median == 40


@pytest.mark.django_db
def test_the_same_by_service_and_by_page(week):
    lines = {line.key: line for line in summed_up(NOVEMBER, SERVICE, NOW).lines}
    assert {key: line.requests for key, line in lines.items()} == {
        "Infusions": 5,
        "": 3,
    }
    assert lines["Infusions"].attempt.median == 30
    assert lines["Infusions"].attempt.nine_of_ten == 50
    lines = {line.key: line for line in summed_up(NOVEMBER, PAGE, NOW).lines}
    assert {key: line.requests for key, line in lines.items()} == {week.pk: 5, 0: 3}


@pytest.mark.django_db
def test_an_undone_press_is_in_no_figure(week, coordinator):
    request = receive(at=at("2026-11-17 10:00"))
    request.log_attempt(Outcome.REACHED, by=coordinator, at=at("2026-11-17 10:01"))
    request.close("booked", by=coordinator, at=at("2026-11-17 10:02"))
    figures.refresh()
    before = summed_up(NOVEMBER, WEEK, NOW).total
    assert (before.came, before.conversation.reached) == (2, 4)
    for event in reversed(request.events.exclude(kind="received")):
        request.undo(event.pk, by=coordinator)
    figures.refresh()
    after = summed_up(NOVEMBER, WEEK, NOW).total
    assert (after.came, after.conversation.reached) == (1, 3)
    assert after.endings == {"booked": 1, "open": 8}


@pytest.mark.django_db
def test_visits_and_forms_stand_beside_the_requests_of_a_page(week, location):
    day = date(2026, 11, 17)
    PageVisits.objects.add({(day, week.pk): 40, (day, location.pk): 90})
    PageVisits.objects.add({(date(2026, 12, 1), location.pk): 5})
    usual = {"step": Step.SHOWN, "source_page_title": "Old name"}
    StepCount.objects.create(day=day, source_page_id=week.pk, count=12, **usual)
    StepCount.objects.create(day=day, source_page_id=987654, count=6, **usual)
    lines = by_page(NOVEMBER, NOW).lines
    found = [
        (line.title, line.path, line.visits, line.opened, line.requests)
        for line in lines
    ]
    assert found[:3] == [
        ("Alexandria", "/locations/alexandria/", 90, 0, 0),
        ("Infusions", week.url, 40, 12, 5),
        ("Old name", "", 0, 6, 0),
    ]
    assert [line.key for line in lines[3:]] == [0]


@pytest.mark.django_db
def test_empty_weeks_are_weeks_too(week):
    overview = Overview.of(NOVEMBER, NOW)
    found = [(line.title, line.requests) for line in overview.report.lines]
    assert found == [
        ("Oct 26", 0),
        ("Nov 2", 0),
        ("Nov 9", 0),
        ("Nov 16", 7),
        ("Nov 23", 0),
        ("Nov 30", 1),
    ]
    numbers = [headline.number for headline in overview.headlines()]
    assert numbers == ["8", "40 min", "not yet", "50%"]
    more = [words for headline in overview.headlines() for words in headline.more]
    assert "5 of 7 were tried" in more and "2 are overdue" in more
    assert "1 more has time left" in more and "Fewer than 9 of 10 so far" in more
    assert overview.left_out() == "1 duplicate, 1 spam, 1 set aside"


def test_weeks_of_a_clock_change_have_no_gap():
    period = Period(date(2026, 10, 26), date(2026, 11, 8))
    assert period.weeks == [date(2026, 10, 26), date(2026, 11, 2)]
    assert Period(date(2026, 3, 8), date(2026, 3, 9)).weeks == [
        date(2026, 3, 2),
        date(2026, 3, 9),
    ]


@pytest.mark.parametrize(
    ("name", "first"),
    [("month", "2026-11-01"), ("quarter", "2026-10-01"), ("year", "2026-01-01")],
)
def test_named_periods_begin_by_the_calendar_and_end_today(name, first):
    today = date(2026, 11, 26)
    assert Period.named(name, today) == Period(date.fromisoformat(first), today, name)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("", "2026-11-01", "Choose both days"),
        ("2026-11-31", "2026-12-01", "Choose both days"),
        ("2026-11-02", "2026-11-01", "comes after"),
        ("2026-11-27", "2026-11-28", "still to come"),
        ("2024-01-01", "2026-11-01", "two years"),
    ],
)
def test_days_that_make_no_period_say_why(first, last, words):
    with pytest.raises(ValidationError, match=words):
        Period.between(first, last, date(2026, 11, 26))


def test_chosen_days_end_today_at_the_latest():
    period = Period.between("2026-11-01", "2027-01-01", date(2026, 11, 26))
    assert (period.last, period.query) == (
        date(2026, 11, 26),
        "from=2026-11-01&to=2026-11-26",
    )
    assert period.words == "November 1 to November 26, 2026"
    assert timezone.get_default_timezone_name() == "America/New_York"
