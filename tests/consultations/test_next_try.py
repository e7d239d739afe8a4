"""When to come back: times to press, the next try within the window, the stop rule."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from clinic.hours import OfficeHours
from consultations import clocks
from consultations.models import ConsultationRequest, EventKind, IntakeSettings
from consultations.tries import tries_of

from .conftest import receive

NEW_YORK = ZoneInfo("America/New_York")
DENVER = ZoneInfo("America/Denver")
LUNCH = [(time(9), time(12)), (time(13), time(17))]
WEEK = OfficeHours(dict.fromkeys(range(5), LUNCH), {date(2026, 11, 26): []}, NEW_YORK)
WEST = OfficeHours(dict.fromkeys(range(5), LUNCH), {}, DENVER)
NONE = OfficeHours({}, {}, NEW_YORK)
INTAKE = IntakeSettings()


def at(text: str, tz=NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=tz)


def person(*windows, method="phone"):
    return ConsultationRequest(contact_method=method, contact_times=list(windows))


@pytest.mark.parametrize(
    ("hours", "windows", "tried", "expected"),
    [
        # Half an open day later, lunch not counted, at another time of day.
        (WEEK, [], ["2026-11-23 09:30"], "2026-11-23 14:30"),
        # Afternoon, then the next morning.
        (WEEK, [], ["2026-11-23 14:30"], "2026-11-24 10:30"),
        # Late on Wednesday: Thursday is a holiday, and Friday at noon is lunch.
        (WEEK, [], ["2026-11-25 16:00"], "2026-11-27 13:00"),
        # Within two hours of their own, as far from the last try as they allow.
        (WEEK, ["09:00-11:00"], ["2026-11-23 09:00"], "2026-11-24 10:00"),
        (WEEK, ["15:00-17:00"], ["2026-11-23 15:00"], "2026-11-24 16:00"),
        # Both ends of the window were tried: half an hour from either.
        (
            WEEK,
            ["15:00-17:00"],
            ["2026-11-23 15:00", "2026-11-24 16:45"],
            "2026-11-25 15:30",
        ),
        # Where no hours are known, what they said counts, or the day from 9 to 5.
        (NONE, ["18:00-20:00"], ["2026-11-23 18:00"], "2026-11-24 19:00"),
        (NONE, [], ["2026-11-23 16:00"], "2026-11-24 12:00"),
        # Clocks fell back on Sunday: nine is nine on the wall.
        (WEEK, ["09:00-10:00"], ["2026-10-30 09:45"], "2026-11-02 09:00"),
        # And sprang forward on Sunday, 14 March 2027.
        (WEEK, ["09:00-10:00"], ["2027-03-12 09:45"], "2027-03-15 09:00"),
    ],
)
def test_next_try_lies_in_window_and_hours_at_another_time(
    hours, windows, tried, expected
):
    moments = [at(one) for one in tried]
    now = max(moments) + timedelta(minutes=5)
    found = clocks.suggest_next(person(*windows), hours, INTAKE, now, moments)
    assert found == at(expected)
    assert clocks.reaching_hours(person(*windows), hours).is_open(found)


def test_next_try_is_in_the_time_of_the_requests_place():
    tried = [at("2026-11-23 09:00", DENVER)]
    found = clocks.suggest_next(person(), WEST, INTAKE, tried[0], tried)
    assert found == at("2026-11-23 14:00", DENVER)


def test_next_try_keeps_the_distance_that_the_settings_say():
    tried = [at("2026-11-23 09:00")]
    near = IntakeSettings(retry_minutes=60)
    far = IntakeSettings(retry_minutes=840)
    assert clocks.suggest_next(person(), WEEK, near, tried[0], tried) == at(
        "2026-11-23 11:00"
    )
    assert clocks.suggest_next(person(), WEEK, far, tried[0], tried) == at(
        "2026-11-25 11:00"
    )


def offered(hours, now, *windows):
    found = clocks.return_times(person(*windows), hours, at(now))
    return [(one.label, one.words) for one in found]


def test_times_to_come_back_are_open_ones():
    assert offered(WEEK, "2026-11-23 10:05", "15:00-17:00") == [
        ("Their next window", "today, 3 pm"),
        ("Tomorrow morning", "tomorrow, 9 am"),
        ("Next week", "Monday, November 30, 9 am"),
    ]
    assert offered(WEEK, "2026-11-23 11:05")[0] == ("Later today", "today, 1:15 pm")


def test_times_to_come_back_leave_out_what_does_not_fit():
    evening_before_the_holiday = offered(WEEK, "2026-11-25 16:30")
    assert evening_before_the_holiday == [
        ("Next day we are open", "Friday, 9 am"),
        ("Next week", "Monday, 9 am"),
    ]
    friday = offered(WEEK, "2026-11-27 16:30")
    assert friday == [("Next day we are open", "Monday, 9 am")]


def test_times_to_come_back_without_hours_are_those_of_a_day():
    assert offered(NONE, "2026-11-28 10:00") == [
        ("Later today", "today, 12 pm"),
        ("Tomorrow morning", "tomorrow, 9 am"),
        ("Next week", "Monday, 9 am"),
    ]


@pytest.mark.parametrize("day", ["2026-10-31", "2027-03-13"])
def test_tomorrow_morning_is_nine_on_the_wall_across_a_change(day):
    (morning,) = (
        one
        for one in clocks.return_times(person(), NONE, at(f"{day} 16:30"))
        if one.label == "Tomorrow morning"
    )
    assert morning.at.astimezone(NEW_YORK).hour == 9
    assert morning.at.astimezone(UTC).hour == (14 if day == "2026-10-31" else 13)


def act(request, name) -> str:
    return reverse(
        "admin:consultations_consultationrequest_act", args=[request.reference, name]
    )


def page_of(client, request) -> str:
    name = "admin:consultations_consultationrequest_change"
    return client.get(reverse(name, args=[request.reference])).content.decode()


def tried(request, by, *moments, outcome="no_answer"):
    for moment in moments:
        request.log_attempt(outcome, by=by, at=at(moment))


def found_tries(request, now):
    hours = clocks.hours_of_request(request)
    events = list(request.events.all())
    return tries_of(request, events, hours, IntakeSettings.load(), at(now))


FIVE = (
    *("2026-11-16 10:00", "2026-11-16 15:00", "2026-11-17 11:00"),
    *("2026-11-18 16:00", "2026-11-19 09:00"),
)


@pytest.mark.django_db
def test_enough_is_enough_tries_on_enough_days(location, coordinator):
    request = receive(location=location, at=at("2026-11-16 09:00"))
    tried(request, coordinator, *FIVE[:4])
    four = found_tries(request, "2026-11-18 16:05")
    assert (four.count, four.days, four.enough) == (4, 3, False)
    tried(request, coordinator, FIVE[4])
    assert found_tries(request, "2026-11-19 09:05").enough

    hasty = receive(location=location, at=at("2026-11-16 09:00"))
    tried(hasty, coordinator, *[f"2026-11-16 1{hour}:00" for hour in range(6)])
    six = found_tries(hasty, "2026-11-16 16:00")
    assert (six.count, six.days, six.enough) == (6, 1, False)


@pytest.mark.django_db
def test_tries_count_from_when_a_person_was_last_heard_from(location, coordinator):
    request = receive(location=location, at=at("2026-11-16 09:00"))
    assert not found_tries(request, "2026-11-16 09:05")
    tried(request, coordinator, *FIVE)
    tried(request, coordinator, "2026-11-19 10:00", outcome="they_called")
    assert not found_tries(request, "2026-11-19 10:05")
    tried(request, coordinator, "2026-11-19 11:00", outcome="voicemail")
    assert found_tries(request, "2026-11-19 11:05").count == 1


@pytest.mark.django_db
def test_wrong_number_is_not_tried_again(location, coordinator):
    request = receive(location=location, at=at("2026-11-16 09:00"))
    tried(request, coordinator, FIVE[0], outcome="wrong_number")
    found = found_tries(request, "2026-11-16 10:05")
    assert (found.count, found.again) == (1, None)
    request.correct(phone="+17035550142", by=coordinator)
    assert not found_tries(request, "2026-11-16 10:06")


@pytest.mark.django_db
def test_try_that_was_taken_back_does_not_count(location, coordinator):
    request = receive(location=location, at=at("2026-11-16 09:00"))
    tried(request, coordinator, *FIVE[:2])
    request.events.create(
        kind=EventKind.NOTED,
        corrects=request.events.last(),
        actor=coordinator,
        actor_kind="staff",
    )
    assert found_tries(request, "2026-11-16 15:05").count == 1


@pytest.fixture
def thursday(time_machine):
    time_machine.move_to(at("2026-11-19 09:05"), tick=False)


@pytest.mark.django_db
def test_page_offers_the_next_try_in_one_press(client, location, coordinator, thursday):
    request = receive(location=location, at=at("2026-11-16 09:00"))
    assert "next-try" not in page_of(client_of(client, coordinator), request)
    tried(request, coordinator, "2026-11-19 09:00")
    page = page_of(client, request)
    assert "Tried once in vain." in page
    assert "Try again today, 1 pm" in page
    assert "Close as unreachable" not in page
    (value,) = re.findall(r'type="hidden" name="snooze-offered" value="([^"]+)"', page)

    answer = client.post(act(request, "snooze"), {"snooze-offered": value})

    assert answer.status_code == 302
    request.refresh_from_db()
    assert request.snoozed_until == at("2026-11-19 13:00")


def client_of(client, user):
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_page_proposes_to_stop_and_nothing_stops_by_itself(
    client, location, coordinator, thursday
):
    request = receive(location=location, at=at("2026-11-16 09:00"))
    tried(request, coordinator, *FIVE)
    page = page_of(client_of(client, coordinator), request)
    assert "Tried 5 times in vain, on 4 days." in " ".join(page.split())
    assert "Close as unreachable after 5 tries" in page
    request.refresh_from_db()
    assert request.status == "in_contact"

    client.post(act(request, "close"), {"close-disposition": "unreachable"})

    request.refresh_from_db()
    assert (request.status, request.disposition) == ("closed", "unreachable")


@pytest.mark.django_db
def test_clinician_is_offered_no_closing_as_unreachable(
    client, location, coordinator, clinician, thursday
):
    request = receive(location=location, at=at("2026-11-16 09:00"))
    tried(request, coordinator, *FIVE)
    request.hand_over(clinician, by=coordinator)
    page = page_of(client_of(client, clinician), request)
    assert "Close as unreachable" not in page
    answer = client.post(act(request, "close"), {"close-disposition": "unreachable"})
    assert answer.status_code == 403
    assert client.post(act(request, "snooze"), {}).status_code == 403


@pytest.mark.django_db
def test_offered_times_are_pressed_and_others_are_written(
    client, location, coordinator, thursday
):
    request = receive(location=location)
    page = page_of(client_of(client, coordinator), request)
    times = re.findall(r'name="snooze-offered" value="([^"]+)"', page)
    assert datetime.fromisoformat(times[0]) == at("2026-11-19 11:15")
    assert datetime.fromisoformat(times[-1]) == at("2026-11-23 09:00")

    own = {"snooze-until": "2026-11-24T10:30", "snooze-note": "on a plane until then"}
    assert client.post(act(request, "snooze"), own).status_code == 302
    request.refresh_from_db()
    assert request.snoozed_until == at("2026-11-24 10:30")
    page = page_of(client, request)
    assert "Snoozed until Tuesday, November 24, 10:30 am" in page
    assert "on a plane until then" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({}, "Choose when it comes back"),
        ({"snooze-until": "2026-11-18T10:00"}, "Choose a time that is still to come"),
        ({"snooze-until": "2027-11-18T10:00"}, "Write why it waits for more than"),
        ({"snooze-until": "soon"}, "Enter a valid date/time."),
        ({"snooze-offered": "<b>"}, "look at what is marked"),
        ({"snooze-offered": "2026-11-18T10:00:00+00:00"}, "still to come"),
    ],
)
def test_wrong_times_are_refused_in_words(
    client, location, coordinator, thursday, posted, words
):
    request = receive(location=location)
    posted = posted | {"snooze-note": ""}
    answer = client_of(client, coordinator).post(act(request, "snooze"), posted)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    request.refresh_from_db()
    assert request.snoozed_until is None


@pytest.mark.django_db
def test_snooze_from_an_old_page_loses_to_a_newer_press(
    client, location, coordinator, colleague, thursday
):
    request = receive(location=location)
    seen = request.events.last().pk
    request.take(by=colleague)
    posted = {
        "snooze-until": "2026-11-24T10:30",
        "snooze-note": "kept",
        "seen": seen,
    }
    answer = client_of(client, coordinator).post(act(request, "snooze"), posted)
    assert answer.status_code == 409
    assert "kept" in answer.content.decode()
    request.refresh_from_db()
    assert request.snoozed_until is None
