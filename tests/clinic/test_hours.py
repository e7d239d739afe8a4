from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from clinic.hours import OfficeHours

NY = ZoneInfo("America/New_York")
NINE_TO_FIVE = {day: [(time(9), time(17))] for day in range(5)}
HOURS = OfficeHours(NINE_TO_FIVE, {date(2026, 11, 26): []}, NY)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NY)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23 08:59", False),
        ("2026-11-23 09:00", True),
        ("2026-11-23 16:59", True),
        ("2026-11-23 17:00", False),
        ("2026-11-22 12:00", False),
        ("2026-11-26 12:00", False),
    ],
)
def test_clinic_is_open_in_its_hours_alone(moment, is_open):
    assert HOURS.is_open(at(moment)) is is_open


def test_next_opening_skips_the_weekend_and_the_holiday():
    assert HOURS.next_opening(at("2026-11-20 18:00")) == at("2026-11-23 09:00")
    assert HOURS.next_opening(at("2026-11-25 18:00")) == at("2026-11-27 09:00")


def test_lunch_break_is_closed_and_ends_the_span():
    split = OfficeHours({0: [(time(9), time(12)), (time(13), time(17))]}, {}, NY)
    assert not split.is_open(at("2026-11-23 12:30"))
    assert split.closing(at("2026-11-23 10:00")) == at("2026-11-23 12:00")
    assert split.add_minutes(at("2026-11-23 11:30"), 60) == at("2026-11-23 13:30")


def test_minutes_run_on_only_while_open():
    assert HOURS.add_minutes(at("2026-11-20 16:00"), 120) == at("2026-11-23 10:00")
    assert HOURS.add_minutes(at("2026-11-22 12:00"), 30) == at("2026-11-23 09:30")
    assert HOURS.minutes_between(at("2026-11-20 16:00"), at("2026-11-23 10:00")) == 120


def test_adding_and_counting_agree_across_daylight_saving():
    night = OfficeHours({6: [(time(0), time(6))]}, {}, NY)
    for sunday, real_hours in (("2026-03-08", 5), ("2026-11-01", 7)):
        start, end = at(f"{sunday} 00:00"), at(f"{sunday} 06:00")
        assert night.minutes_between(start, end) == real_hours * 60
        assert night.add_minutes(start, real_hours * 60) == end


def test_office_that_never_opens_promises_nothing():
    shut = OfficeHours({}, {}, NY)
    assert shut.next_opening(at("2026-11-23 09:00")) is None
    assert shut.add_minutes(at("2026-11-23 09:00"), 1) is None
    assert shut.windows() == []


def test_windows_are_cut_where_nobody_works_through():
    split = OfficeHours(
        {
            0: [(time(9), time(12)), (time(13), time(17))],
            1: [(time(9), time(12)), (time(13), time(17))],
        },
        {date(2026, 11, 26): [(time(18), time(20))]},
        NY,
    )
    assert split.windows() == [
        "09:00-11:00",
        "11:00-12:00",
        "13:00-15:00",
        "15:00-17:00",
    ]
    relay = OfficeHours({0: [(time(9), time(12))], 1: [(time(12), time(15))]}, {}, NY)
    assert relay.windows() == [
        "09:00-11:00",
        "11:00-12:00",
        "12:00-13:00",
        "13:00-15:00",
    ]
    assert relay.days_of("11:00-12:00") == [0]
    assert relay.days_of("09:00-15:00") == []


def test_windows_are_made_from_the_hours_and_nothing_else():
    assert HOURS.windows() == [
        "09:00-11:00",
        "11:00-13:00",
        "13:00-15:00",
        "15:00-17:00",
    ]
    late = OfficeHours({**NINE_TO_FIVE, 3: [(time(9), time(19))]}, {}, NY)
    assert late.windows()[-1] == "17:00-19:00"
    odd = OfficeHours({0: [(time(8, 30), time(11, 0))]}, {}, NY)
    assert odd.windows() == ["08:30-10:30", "10:30-11:00"]
