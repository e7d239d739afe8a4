"""Form, received page, mail and desk say the same, and only what is true then."""

import html
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.html import strip_tags

from clinic.models import (
    ClinicSettings,
    Holiday,
    LocationPage,
    OutboxMessage,
    WeeklyHours,
)
from clinic.outbox import builder_for
from consultations.models import ConsultationRequest, IntakeSettings, Wording

from .conftest import filled_in, patient_ticket, receive

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
RECEIVED = reverse("request_received")
ACCESS = (
    "Stored encrypted. Only people arranging your consultation should open it; each "
    "opening at the desk is recorded. We never e-mail what you write here."
)
EMERGENCY = "This is not watched live."
WHILE_OPEN = "Requests are read in order, while we are open."
RINGS = "(703) 555-0199"


def shut_until(day: str) -> str:
    return f"Nobody reads requests until we open: {day}, 9 am."


# Moment, by when we first try, what is said of reading.
MOMENTS = {
    "open": ("2026-11-23 12:05-05:00", "Monday, November 23, 2:15 pm", WHILE_OPEN),
    "shortly before closing": (
        "2026-11-23 16:00-05:00",
        "Tuesday, November 24, 10 am",
        WHILE_OPEN,
    ),
    "at night": (
        "2026-11-24 02:00-05:00",
        "Tuesday, November 24, 11 am",
        shut_until("Tuesday, November 24"),
    ),
    "on the weekend": (
        "2026-11-21 12:00-05:00",
        "Monday, November 23, 11 am",
        shut_until("Monday, November 23"),
    ),
    "on a holiday": (
        "2026-11-26 10:00-05:00",
        "Friday, November 27, 11 am",
        shut_until("Friday, November 27"),
    ),
    "in the night in which an hour is skipped": (
        "2026-03-08 01:30-05:00",
        "Monday, March 9, 11 am",
        shut_until("Monday, March 9"),
    ),
    "in the hour that comes twice": (
        "2026-11-01 01:30-05:00",
        "Monday, November 2, 11 am",
        shut_until("Monday, November 2"),
    ),
}
EVERY_MOMENT = pytest.mark.parametrize(
    ("moment", "by", "reading"), MOMENTS.values(), ids=MOMENTS
)


def words(markup: str) -> str:
    """Return what people read of a page: no tags, plain white space."""
    return " ".join(html.unescape(strip_tags(markup)).split())


def read(client, url: str) -> str:
    return words(client.get(url).content.decode())


def mail_parts() -> list[str]:
    row = OutboxMessage.objects.filter(kind="consultations.acknowledgement").last()
    mail = builder_for(row.kind)(row)
    return [words(mail.body), words(mail.alternatives[0][0])]


def at_the_desk(client, coordinator) -> str:
    """Return what the desk says the person was told."""
    reference = ConsultationRequest.objects.get().reference
    client.force_login(coordinator)
    name = "admin:consultations_consultationrequest_change"
    page = read(client, reverse(name, args=[reference]))
    return page.split("They were told")[1].split("The versions they saw")[0]


@pytest.fixture
def thanksgiving(location):
    Holiday.objects.create(page=location, on=date(2026, 11, 26))


@EVERY_MOMENT
@pytest.mark.parametrize(
    ("method", "promised"),
    [
        ("phone", f"We first try to reach you by {{by}}, from {RINGS}."),
        ("text", f"We first try to reach you by {{by}}, from {RINGS}."),
        ("email", "We write to you by {by}, from desk@clinic.example."),
    ],
)
def test_all_places_say_the_same(
    client,
    coordinator,
    thanksgiving,
    time_machine,
    moment,
    by,
    reading,
    method,
    promised,
):
    time_machine.move_to(moment, tick=False)
    told = [promised.format(by=by), reading, ACCESS, EMERGENCY]
    places = {"form": read(client, FORM)}
    fields = {"contact_method": method, "text_ok": "on", "email": "jo@example.com"}
    client.post(FORM, filled_in(**fields))
    places["received"] = read(client, RECEIVED)
    places["plain mail"], places["mail"] = mail_parts()
    places["desk"] = at_the_desk(client, coordinator)

    missing = [(p, s) for p, text in places.items() for s in told if s not in text]
    assert missing == []
    for place in ("received", "plain mail", "mail", "desk"):
        assert (WHILE_OPEN in places[place]) == (reading == WHILE_OPEN), place
        assert ("until we open" in places[place]) == (reading != WHILE_OPEN), place


def test_who_chose_mail_is_promised_nothing_about_calls(client, location):
    fields = {"contact_method": "email", "phone": "", "email": "jo@example.com"}
    client.post(FORM, filled_in(**fields))
    received = read(client, RECEIVED).split("Something to correct")[0]
    assert "We write to you by" in received
    for text in (received, *mail_parts()):
        assert RINGS not in text
        assert "try to reach you" not in text


def test_clinic_without_hours_promises_no_hour(client, coordinator):
    ClinicSettings.load()
    told = [
        "We try to reach you as soon as we can, from (703) 555-0142.",
        WHILE_OPEN,
    ]
    form = read(client, FORM)
    client.post(FORM, filled_in(email="jo@example.com"))
    for text in (form, read(client, RECEIVED), *mail_parts()):
        assert [sentence for sentence in told if sentence not in text] == []
    assert told[0] in at_the_desk(client, coordinator)
    assert ConsultationRequest.objects.get().told_attempt_by is None


def test_clinic_that_is_shut_for_months_promises_no_hour(
    client, location, time_machine
):
    time_machine.move_to("2026-11-21 12:00-05:00", tick=False)
    Holiday.objects.bulk_create(
        Holiday(page=location, on=date(2026, 11, 21) + timedelta(days=ahead))
        for ahead in range(90)
    )
    for text in (read(client, FORM),):
        assert "We try to reach you as soon as we can" in text
        assert "Nobody reads requests until" not in text
    request = receive(location=LocationPage.objects.get())
    assert request.told_attempt_by is None
    assert request.due_at is not None


def test_promise_that_has_passed_is_not_told_as_to_come(
    client, coordinator, location, time_machine
):
    time_machine.move_to("2026-11-23 08:30-05:00", tick=False)
    client.post(FORM, filled_in(email="jo@example.com"))
    assert "by Monday, November 23, 11 am" in read(client, RECEIVED)

    time_machine.move_to("2026-11-23 09:10-05:00", tick=False)
    page = read(client, RECEIVED)
    assert WHILE_OPEN in page and "until we open" not in page
    assert "by Monday, November 23, 11 am" in page

    time_machine.move_to("2026-11-23 11:00-05:00", tick=False)
    for text in mail_parts():
        assert "as soon as we can" in text
        assert "11 am" not in text and "9 am" not in text
    told = at_the_desk(client, coordinator)
    assert "by Monday, November 23, 11 am" in told
    assert shut_until("Monday, November 23") in told


def test_promise_is_over_once_we_have_tried(
    client, coordinator, location, time_machine
):
    time_machine.move_to("2026-11-23 12:00-05:00", tick=False)
    client.post(FORM, filled_in())
    ConsultationRequest.objects.get().log_attempt("no_answer", by=coordinator)
    assert "We try to reach you as soon as we can" in read(client, RECEIVED)


def test_what_was_told_outlives_a_change_of_hours_number_and_promise(
    client, coordinator, location, time_machine
):
    time_machine.move_to("2026-11-23 12:00-05:00", tick=False)
    client.post(FORM, filled_in(email="jo@example.com"))
    intake = IntakeSettings.load()
    intake.first_attempt_minutes = 900
    intake.save()
    WeeklyHours.objects.all().delete()
    clinic = ClinicSettings.load()
    clinic.calling_number = "+17035550188"
    clinic.save()
    Wording.objects.create(kind="access", text="Anyone may open it.")

    told = f"We first try to reach you by Monday, November 23, 2 pm, from {RINGS}."
    for text in (
        read(client, RECEIVED),
        *mail_parts(),
        at_the_desk(client, coordinator),
    ):
        assert told in text
        assert ACCESS in text


def test_later_window_moves_the_promise_and_the_form_says_so(
    client, location, time_machine
):
    time_machine.move_to("2026-11-23 12:00-05:00", tick=False)
    assert "later times mean a later first try" in read(client, FORM)
    client.post(FORM, filled_in(contact_times=["09:00-11:00"]))
    assert "by Tuesday, November 24, 11 am" in read(client, RECEIVED)


def test_window_means_nothing_to_a_mail(client, location, time_machine):
    time_machine.move_to("2026-11-23 12:00-05:00", tick=False)
    fields = {"contact_method": "email", "email": "jo@example.com"}
    client.post(FORM, filled_in(contact_times=["09:00-11:00"], **fields))
    request = ConsultationRequest.objects.get()
    assert "by Monday, November 23, 2 pm" in read(client, RECEIVED)
    assert request.due_at == request.told_attempt_by


def test_corrected_window_is_promised_anew(client, location, time_machine):
    time_machine.move_to("2026-11-23 12:00-05:00", tick=False)
    ticket = patient_ticket()
    client.post(FORM, filled_in(ticket=ticket))
    client.post(FORM, filled_in(ticket=ticket, contact_times=["09:00-11:00"]))
    assert "by Tuesday, November 24, 11 am" in read(client, RECEIVED)


def test_caller_is_told_on_the_phone_and_not_of_a_form(client, coordinator, location):
    client.force_login(coordinator)
    url = reverse("admin:consultations_consultationrequest_caller")
    client.post(url, filled_in(channel="phone", email="jo@example.com"))
    told = at_the_desk(client, coordinator)
    assert "We first try to reach you by" in told
    for text in (told, *mail_parts()):
        assert ACCESS not in text
        assert EMERGENCY not in text
        assert "read" not in text.replace("ready", "").split("Nobody reads this")[0]


def test_receiving_asks_for_nothing_that_others_asked_for(
    client, location, settings, tmp_path, django_assert_max_num_queries
):
    settings.PAGE_CACHE, settings.VAR_DIR = True, tmp_path
    client.post(FORM, filled_in())
    connection.run_on_commit = []
    client.post(FORM, filled_in())
    # The request, its lookups, its event and its mail; whom it amends, as the browser
    # sent one before, and how often its place sends; and the marks of the transactions.
    with django_assert_max_num_queries(9):
        client.post(FORM, filled_in())


@pytest.mark.parametrize(("place", "most"), [("form", 0), ("received", 2)])
def test_asking_what_is_told_costs_few_queries(
    client, location, settings, tmp_path, django_assert_max_num_queries, place, most
):
    settings.PAGE_CACHE, settings.VAR_DIR = True, tmp_path
    client.post(FORM, filled_in())
    # As if all of it were committed: what pages have in common is kept from then on.
    connection.run_on_commit = []
    url = {"form": f"{FORM}?new=1", "received": RECEIVED}[place]
    client.get(url)
    with django_assert_max_num_queries(most):
        client.get(url)


def test_hours_of_lunch_close_the_reading(client, location, time_machine):
    WeeklyHours.objects.all().delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(page=location, weekday=0, opens=time(opens), closes=time(closes))
        for opens, closes in ((9, 12), (13, 17))
    )
    time_machine.move_to("2026-11-23 12:30-05:00", tick=False)
    page = read(client, FORM)
    assert "until we open: Monday, November 23, 1 pm." in page
    assert "by Monday, November 23, 3 pm" in page
