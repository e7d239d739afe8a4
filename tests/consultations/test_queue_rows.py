"""The rows of the queue: one link each, how to reach somebody now, empty tabs."""

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from clinic.hours import OfficeHours
from consultations.admin.presenting import Reached
from consultations.clocks import Reach, rough_words
from consultations.models import ConsultationRequest

from .conftest import receive

QUEUE = reverse("admin:consultations_consultationrequest_changelist")
NEW_YORK = ZoneInfo("America/New_York")
WEEKDAYS = OfficeHours({day: [(time(9), time(17))] for day in range(5)}, tz=NEW_YORK)
NO_HOURS = OfficeHours({}, tz=NEW_YORK)


def at(day, hour, minute=0):
    """Return a moment of the week that begins on Monday, 3 August 2026."""
    return datetime(2026, 8, 2 + day, hour, minute, tzinfo=NEW_YORK)


MONDAY, FRIDAY, SATURDAY = 1, 5, 6


@pytest.mark.parametrize(
    ("windows", "now", "words"),
    [
        ([], at(MONDAY, 12), "Phone, any time"),
        (["11:00-13:00"], at(MONDAY, 10), "Phone, not before 11 am"),
        (["11:00-13:00"], at(MONDAY, 11), "Phone now, until 1 pm"),
        (["11:00-13:00"], at(MONDAY, 12, 59), "Phone now, until 1 pm"),
        (["11:00-13:00"], at(MONDAY, 13), "Phone from tomorrow, 11 am"),
        (["11:00-13:00"], at(FRIDAY, 14), "Phone from Monday, 11 am"),
        (["11:00-13:00"], at(SATURDAY, 12), "Phone from Monday, 11 am"),
        (
            ["09:00-11:00", "15:00-17:00"],
            at(MONDAY, 12),
            "Phone, not before 3 pm",
        ),
        # Nobody works in this window: the clinic's own hours have to do.
        (["20:00-22:00"], at(MONDAY, 12), "Phone now, until 5 pm"),
    ],
)
def test_row_says_whether_somebody_may_be_reached_now(windows, now, words):
    request = ConsultationRequest(contact_method="phone", contact_times=windows)
    assert Reached(request, WEEKDAYS, now).words == words


def test_person_who_wants_mail_has_no_hours():
    request = ConsultationRequest(
        contact_method="email", contact_times=["11:00-13:00"], voicemail_ok=False
    )
    reached = Reached(request, WEEKDAYS, at(MONDAY, 9))
    assert (reached.words, reached.windows, reached.caution) == ("E-mail", "", "")


def test_windows_that_follow_on_one_another_are_told_as_one():
    windows = ["15:00-17:00", "09:00-11:00", "13:00-15:00"]
    request = ConsultationRequest(contact_method="phone", contact_times=windows)
    assert Reached(request, WEEKDAYS, at(MONDAY, 9)).windows == "9 to 11 am, 1 to 5 pm"


@pytest.mark.parametrize(("hour", "state"), [(10, "later"), (11, "now"), (13, "later")])
def test_what_a_person_said_counts_where_no_hours_are_known(hour, state):
    assert Reach(["11:00-13:00"], NO_HOURS, at(SATURDAY, hour)).state == state


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (59, "59 min"), (61, "1 h"), (119, "1 h"), (60 * 30, "1 day")],
)
def test_age_of_a_request_is_told_in_its_largest_unit(minutes, words):
    assert rough_words(minutes) == words


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["😀🌊", "Ж" * 100, "<b>Jo</b>", "שרה"])
def test_row_is_one_link_whatever_the_name(at_the_desk, name):
    request = receive(name=name)
    page = at_the_desk.get(QUEUE).content.decode()
    row = re.search(r"<tr class=\"queue__row.*?</tr>", page, re.DOTALL)[0]
    (link,) = re.findall(r'<a class="queue__who" href="([^"]+)">', row)
    assert request.reference in link
    assert row.count("<a ") == 1
    assert "<b>Jo" not in row


@pytest.mark.django_db
def test_row_says_by_its_edge_what_its_clock_says(at_the_desk, location):
    receive(at=at(MONDAY, 9).replace(year=2020))
    page = at_the_desk.get(QUEUE).content.decode()
    assert "queue__row--late" in page
    assert "over</span>" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "words", "leads_to"),
    [
        ("open", "Nobody is waiting", None),
        ("mine", "Nothing is with you", "?state=nobody"),
        ("nobody", "Every open request is with somebody", "?state=mine"),
        ("quarantined", "Nothing looks like spam", None),
        ("scheduled", "No consultation is scheduled", "?state=open"),
        ("closed", "Nothing has been closed yet", "?state=open"),
        ("all", "No request has come in yet", None),
    ],
)
def test_empty_tab_says_what_to_do_next(at_the_desk, state, words, leads_to):
    page = at_the_desk.get(QUEUE, {"state": state}).content.decode()
    empty = page[page.index('class="queue-empty"') :]
    assert words in empty
    assert ("href=" in empty) == bool(leads_to)
    assert not leads_to or f'href="{leads_to}"' in empty


@pytest.mark.django_db
def test_clinician_without_requests_is_told_how_they_come(client, clinician):
    client.force_login(clinician)
    assert "hands it over to you" in client.get(QUEUE).content.decode()


@pytest.mark.django_db
def test_menu_marks_the_page_one_is_on(at_the_desk):
    page = at_the_desk.get(QUEUE).content.decode()
    marked = re.findall(r'<a href="([^"]+)" aria-current="page">', page)
    assert marked[0] == QUEUE
