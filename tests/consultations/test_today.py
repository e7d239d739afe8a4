"""Today's consultations: who stands on the page, what is pressed, who sees it."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.hours import OfficeHours
from consultations.admin.today import Days
from consultations.models import EventKind, ReadingEntry, ReadingKind, Status

from .conftest import receive
from .test_desk import act

pytestmark = pytest.mark.django_db
TODAY = reverse("admin:consultations_consultationrequest_today")
NOON = datetime.combine(
    timezone.localdate(), time(12), tzinfo=timezone.get_current_timezone()
)


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def noon(monkeypatch):
    """Look at the desk at noon of a day that has neither gap nor doubled hour."""
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def scheduled(by, *, days=0, hours=0, **fields):
    """Make a request with a consultation so far from noon today."""
    request = receive(**fields)
    request.schedule(NOON + timedelta(days=days, hours=hours), by=by)
    return request


def groups(response) -> dict:
    return {
        group["id"]: [one.request for one in group["appointments"]]
        for group in response.context["groups"]
    }


def before_the_keys(response) -> str:
    """Return a page without the card of keys, which names every action."""
    return response.content.decode().split('id="keys"')[0]


def test_page_has_yesterday_today_and_tomorrow_by_time(at_the_desk, coordinator, noon):
    late = scheduled(coordinator, hours=4)
    early = scheduled(coordinator, hours=-3)
    old = scheduled(coordinator, days=-9)
    yesterday = scheduled(coordinator, days=-1)
    tomorrow = scheduled(coordinator, days=1)
    scheduled(coordinator, days=9)
    receive()

    assert groups(at_the_desk.get(TODAY)) == {
        "before": [old, yesterday],
        "today": [early, late],
        "ahead": [tomorrow],
    }


def test_midnight_parts_the_days(at_the_desk, coordinator, noon):
    before = scheduled(coordinator, hours=-12, days=0)
    last = scheduled(coordinator, hours=11.99)
    after = scheduled(coordinator, hours=12)
    gone = scheduled(coordinator, hours=-12.01)

    assert groups(at_the_desk.get(TODAY)) == {
        "before": [gone],
        "today": [before, last],
        "ahead": [after],
    }


@pytest.mark.parametrize(
    ("now", "ahead"),
    [
        # Friday looks on to Monday, a Wednesday to Thursday.
        (datetime(2026, 8, 7, 12), "Until Monday, August 10"),
        (datetime(2026, 8, 5, 12), "Tomorrow"),
        # The clocks change in the night to Sunday.
        (datetime(2026, 10, 30, 12), "Until Monday, November 2"),
    ],
)
def test_page_looks_ahead_to_the_next_day_that_is_open(now, ahead):
    tz = timezone.get_current_timezone()
    hours = OfficeHours({day: [(time(9), time(17))] for day in range(5)}, tz=tz)
    assert Days.around(now.replace(tzinfo=tz), hours).ahead_words == ahead
    never_open = OfficeHours({}, tz=tz)
    assert Days.around(now.replace(tzinfo=tz), never_open).ahead_words == "Tomorrow"


def test_page_shows_contact_permissions_and_who_has_it(at_the_desk, coordinator, noon):
    request = scheduled(coordinator, hours=2, message="private words")
    request.take(by=coordinator)

    page = at_the_desk.get(TODAY).content.decode()

    assert "2 pm" in page
    assert "(703) 555-0117" in page
    assert "No voicemail" in page
    assert "with you" in page
    assert "Not confirmed" in page
    assert "private words" not in page


def test_one_press_confirms_and_returns_to_the_page(at_the_desk, coordinator, noon):
    request = scheduled(coordinator, hours=2)
    one = at_the_desk.get(TODAY).context["groups"][0]["appointments"][0]

    data = {"seen": one.request.seen, "back": "today"}
    response = at_the_desk.post(one.acts["confirm"], data)

    assert response["Location"] == TODAY
    request.refresh_from_db()
    assert (request.status, request.confirmed_at) == (Status.SCHEDULED, NOON)
    assert request.events.last().kind == EventKind.CONFIRMED
    assert "Not confirmed" not in at_the_desk.get(TODAY).content.decode()


def test_confirmed_twice_is_written_once(coordinator):
    request = scheduled(coordinator, hours=2)
    request.confirm(by=coordinator)
    request.confirm(by=coordinator)
    assert request.events.filter(kind=EventKind.CONFIRMED).count() == 1


@pytest.mark.parametrize("action", ["schedule", "miss"])
def test_another_time_is_confirmed_anew(coordinator, action):
    request = scheduled(coordinator, hours=2)
    request.confirm(by=coordinator)
    when = {"when": NOON + timedelta(days=3)} if action == "schedule" else {}
    getattr(request, action)(**when, by=coordinator)
    request.refresh_from_db()
    assert request.confirmed_at is None


@pytest.mark.parametrize(
    ("action", "data", "status", "disposition"),
    [
        ("miss", {}, "in_contact", ""),
        ("close", {"close-disposition": "booked"}, "closed", "booked"),
        ("close", {"close-disposition": "not_booked"}, "closed", "not_booked"),
    ],
)
def test_came_or_not_is_one_press_and_takes_it_off_the_page(
    at_the_desk, coordinator, noon, action, data, status, disposition
):
    request = scheduled(coordinator, days=-1)
    (one,) = at_the_desk.get(TODAY).context["groups"][0]["appointments"]
    assert one.has_begun

    extra = {"seen": one.request.seen, "back": "today"}
    response = at_the_desk.post(one.acts[action], data | extra)

    assert response["Location"] == TODAY
    request.refresh_from_db()
    assert (request.status, request.disposition) == (status, disposition)
    assert groups(at_the_desk.get(TODAY)) == {"today": []}


def test_nobody_is_said_to_have_come_before_their_time(at_the_desk, coordinator, noon):
    scheduled(coordinator, hours=1)
    page = before_the_keys(at_the_desk.get(TODAY))
    assert "Did not come" not in page
    assert "Came, booked" not in page


def test_slower_of_two_is_told_on_the_page_of_the_request(
    at_the_desk, coordinator, colleague, noon
):
    request = scheduled(coordinator, days=-1)
    (one,) = at_the_desk.get(TODAY).context["groups"][0]["appointments"]
    request.miss(by=colleague)

    data = {"seen": one.request.seen, "back": "today", "close-disposition": "booked"}
    response = at_the_desk.post(act(request, "close"), data)

    assert response.status_code == 409
    request.refresh_from_db()
    assert request.status == Status.IN_CONTACT


def test_clinician_sees_their_own_and_presses_nothing(
    client, clinician, coordinator, noon
):
    scheduled(coordinator, hours=1, name="Alex Kim")
    mine = scheduled(coordinator, days=-1)
    mine.hand_over(clinician, by=coordinator)
    client.force_login(clinician)

    response = client.get(TODAY)

    assert groups(response) == {"before": [mine], "today": []}
    assert "Alex Kim" not in response.content.decode()
    assert "Did not come" not in before_the_keys(response)
    assert client.post(act(mine, "confirm"), {}).status_code == 403


@pytest.mark.parametrize("who", ["editor", "reviewer"])
def test_people_of_the_cms_see_no_day(client, who, request):
    client.force_login(request.getfixturevalue(who))
    assert client.get(TODAY).status_code == 403
    assert not ReadingEntry.objects.exists()


def test_only_reading_is_possible_at_its_address(at_the_desk):
    assert at_the_desk.post(TODAY).status_code == 405


def test_page_is_in_the_trail_with_everyone_on_it(at_the_desk, coordinator, noon):
    some = [scheduled(coordinator, hours=hour) for hour in (1, 2)]
    at_the_desk.get(TODAY)
    entry = ReadingEntry.objects.get()
    assert entry.kind == ReadingKind.LIST
    assert entry.request_ids == [request.pk for request in some]


def test_page_asks_the_database_twelve_times_at_most(
    at_the_desk, coordinator, location, noon
):
    for hour in range(8):
        request = scheduled(
            coordinator, hours=hour, location=location, contact_times=["11:00-13:00"]
        )
        request.take(by=coordinator)
    at_the_desk.get(TODAY)
    with CaptureQueriesContext(connection) as asked:
        at_the_desk.get(TODAY)
    questions = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(questions) <= 12, "\n".join(questions)


def test_menu_leads_to_the_day(at_the_desk):
    page = at_the_desk.get(TODAY).content.decode()
    assert f'<a href="{TODAY}" aria-current="page">Today</a>' in page
