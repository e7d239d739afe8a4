"""The contact windows that are offered: times at which somebody works, no other."""

from datetime import date, time

import pytest
from django.urls import reverse

from clinic.models import Holiday, LocationPage, WeeklyHours
from consultations import clocks
from consultations.models import ConsultationRequest

from .conftest import filled_in

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")


def offered(client) -> list[str]:
    return [
        label
        for _window, label in client.get(FORM)
        .context["form"]
        .fields["contact_times"]
        .choices
    ]


def work(place, *days: int, opens: int, closes: int) -> None:
    WeeklyHours.objects.bulk_create(
        WeeklyHours(page=place, weekday=day, opens=time(opens), closes=time(closes))
        for day in days
    )


def test_no_evening_is_offered_where_nobody_works_then(client, location):
    assert offered(client) == ["9 to 11 am", "11 am to 1 pm", "1 to 3 pm", "3 to 5 pm"]
    evening = filled_in(contact_times=["17:00-19:00"])
    assert client.post(FORM, evening).status_code == 200
    assert not ConsultationRequest.objects.exists()


def test_evening_of_one_day_names_the_day(client, location):
    work(location, 3, opens=17, closes=19)
    assert offered(client)[-1] == "5 to 7 pm (Thursday)"
    assert (
        client.post(FORM, filled_in(contact_times=["17:00-19:00"])).status_code == 302
    )


def test_days_are_named_only_where_they_differ(location):
    WeeklyHours.objects.exclude(weekday__in=[0, 1]).delete()
    hours = clocks.hours_of(LocationPage.objects.get())
    assert not [
        words for _window, words in clocks.window_choices(hours) if "(" in words
    ]


def test_holiday_with_an_evening_offers_no_evening(client, location):
    Holiday.objects.create(
        page=location, on=date(2026, 12, 24), opens=time(17), closes=time(20)
    )
    assert "5 to 7 pm" not in " ".join(offered(client))


def test_evening_of_another_place_is_not_offered(client, location):
    other = LocationPage(
        title="Fairfax",
        slug="fairfax",
        street="1 Example Road",
        city="Fairfax",
        region="VA",
        postal_code="22030",
    )
    location.get_parent().add_child(instance=other)
    work(other, 0, 1, 2, opens=17, closes=21)
    assert "5 to 7 pm" not in " ".join(offered(client))


def test_lunch_break_is_in_no_window(client, location):
    WeeklyHours.objects.all().delete()
    work(location, 0, 1, 2, opens=9, closes=12)
    work(location, 0, 1, 2, opens=13, closes=17)
    assert offered(client) == ["9 to 11 am", "11 am to 12 pm", "1 to 3 pm", "3 to 5 pm"]


def test_clinic_without_hours_asks_for_no_window(client):
    assert "When suits you?" not in client.get(FORM).content.decode()
