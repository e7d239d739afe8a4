from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.core.exceptions import ValidationError

from clinic.models import Holiday, LocationPage, WeeklyHours
from tests.factories import make_clinic, make_location

pytestmark = pytest.mark.django_db

MONDAY_NOON = datetime(2026, 11, 23, 17, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 11, 24, 3, tzinfo=UTC)
THANKSGIVING = datetime(2026, 11, 26, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [(MONDAY_NOON, True), (MONDAY_NIGHT, False), (THANKSGIVING, False)],
)
def test_page_says_whether_somebody_is_there_now(client, moment, is_open):
    make_clinic()
    page = make_location()
    assert page.is_open(moment) is is_open
    with time_machine.travel(moment, tick=False):
        # It is worked out when it is asked for.
        state = client.get(page.url).context["open_state"]
        assert state["is_open"] is is_open


def test_each_of_several_places_says_its_own_state(client):
    make_clinic()
    first = make_location()
    second = LocationPage(
        title="Denver", slug="denver", street="2 Test Street", city="Denver",
        region="CO", postal_code="80202", time_zone="America/Denver",
    )  # fmt: skip
    first.get_parent().add_child(instance=second)
    WeeklyHours.objects.create(
        page=second, weekday=0, opens=time(9), closes=time(11, 30)
    )
    with time_machine.travel(MONDAY_NOON, tick=False):
        index = client.get(first.get_parent().url).content.decode()
        page = client.get(second.url).content.decode()

    # Noon in Virginia is ten o'clock in Colorado.
    assert "Open now, until 5 pm today" in index
    assert "Open now, until 11:30 am today" in index
    assert (
        "Open now, until 11:30 am today" in page.split("<main")[1].split("</main>")[0]
    )


def test_page_shows_address_hours_phone_and_the_way(client):
    make_clinic()
    page = make_location(directions_url="https://maps.example/way")
    with time_machine.travel(MONDAY_NOON, tick=False):
        html = client.get(page.url).content.decode()
    for words in ("1 Test Street", "Alexandria, VA 22314", "9 am", "5 pm", "Closed"):
        assert words in html
    assert "Thanksgiving Day" in html
    assert "https://maps.example/way" in html
    assert "(703) 555-0100" in html


def test_hours_table_marks_today():
    page = make_location()
    today = [row for row in page.hours_table(MONDAY_NOON) if row["is_today"]]
    assert [row["name"] for row in today] == ["Monday"]


def test_structured_data_holds_the_week_and_the_holidays(client):
    clinic = make_clinic()
    page = make_location()
    with time_machine.travel(MONDAY_NOON, tick=False):
        graph = page.structured_data(clinic, page)["@graph"]
    (week,) = graph[-1]["openingHoursSpecification"]
    (holiday,) = graph[-1]["specialOpeningHoursSpecification"]
    assert week["dayOfWeek"] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert (week["opens"], week["closes"]) == ("09:00", "17:00")
    assert holiday["validFrom"] == "2026-11-26"
    assert (holiday["opens"], holiday["closes"]) == ("00:00", "00:00")


def test_main_location_comes_first_whatever_the_order():
    first = make_location()
    first.is_default = False
    first.save()
    second = LocationPage(
        title="Fairfax",
        slug="fairfax",
        is_default=True,
        street="2 Test Street",
        city="Fairfax",
        region="VA",
        postal_code="22030",
    )
    first.get_parent().add_child(instance=second)
    assert LocationPage.default() == second
    second.unpublish()
    assert LocationPage.default() == first


def test_holiday_with_hours_replaces_the_weekday():
    page = make_location()
    eve = Holiday(on=date(2026, 11, 23), opens=time(10), closes=time(12))
    page.holidays.add(eve)
    page.save()
    assert not page.is_open(MONDAY_NOON.replace(hour=18))
    assert page.is_open(MONDAY_NOON.replace(hour=16))


@pytest.mark.parametrize(
    "spans", [{"opens": time(17), "closes": time(9)}, {"opens": time(9)}]
)
def test_hours_that_cannot_be_are_refused(spans):
    with pytest.raises(ValidationError):
        Holiday(on=date(2026, 12, 24), **spans).clean()


def test_weekly_hours_end_after_they_begin():
    with pytest.raises(ValidationError):
        WeeklyHours(weekday=0, opens=time(9), closes=time(9)).clean()


def test_unknown_time_zone_is_refused():
    page = make_location()
    page.time_zone = "America/Nowhere"
    with pytest.raises(ValidationError, match="time zone"):
        page.full_clean()
