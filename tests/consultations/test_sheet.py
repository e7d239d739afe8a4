"""The open queue on paper: what stands on it, who may print it, what is recorded."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.admin import sheet
from consultations.models import ReadingEntry, ReadingKind, first_broken_link

from .conftest import receive

pytestmark = pytest.mark.django_db
SHEET = reverse("admin:consultations_consultationrequest_sheet")


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def test_sheet_says_what_a_call_needs_and_never_why_they_ask(at_the_desk, location):
    request = receive(
        location=location, message="private words", contact_times=["11:00-13:00"]
    )
    request.add_details(reason="Depression", answers={})

    response = at_the_desk.get(SHEET)
    page = response.content.decode()

    for words in (
        "Jordan Reyes",
        request.reference,
        "(703) 555-0117",
        "Phone: 11 am to 1 pm",
        "No voicemail · Do not say the clinic&#x27;s name · No texts",
        "Call",
        "by Priya Shah",
        "shred it",
    ):
        assert words in page
    assert "private words" not in page
    assert "Depression" not in page
    (line,) = response.context["lines"]
    assert line.attempt == sheet.dated(request.due_at)
    assert line.conversation


def test_clock_that_has_done_its_work_has_no_moment(at_the_desk, coordinator, location):
    tried, talked = receive(location=location), receive(location=location)
    tried.log_attempt("no_answer", by=coordinator)
    talked.log_attempt("reached", by=coordinator)

    lines = {x.request: x for x in at_the_desk.get(SHEET).context["lines"]}

    assert lines[tried].attempt == "done"
    assert lines[tried].conversation not in ("", "done")
    assert (lines[talked].attempt, lines[talked].conversation) == ("done", "done")


def test_sheet_is_the_open_queue_by_urgency(at_the_desk, coordinator):
    calm = receive()
    receive().close("unreachable", by=coordinator)
    spam = receive(quarantine_reasons=["decoy"])
    pressing = receive(read_first=True)
    planned = receive()
    planned.schedule(timezone.now() + timedelta(days=3), by=coordinator)

    lines = at_the_desk.get(SHEET).context["lines"]

    assert lines[0].request == pressing
    assert {line.request for line in lines} == {calm, spam, pressing, planned}
    words = {line.request: line for line in lines}
    assert words[spam].attempt.startswith("look at it by")
    assert words[planned].attempt == words[planned].conversation == ""
    when = sheet.dated(planned.scheduled_for)
    assert words[planned].next_step == f"Consultation {when}"


def test_every_printed_request_is_an_export_in_the_trail(at_the_desk, coordinator):
    some = {receive().pk for _ in range(3)}
    at_the_desk.get(SHEET)
    entry = ReadingEntry.objects.get()
    assert (entry.kind, entry.actor) == (ReadingKind.EXPORT, coordinator)
    assert set(entry.request_ids) == some
    assert entry.get_reason_display() == "On paper, for a day without power"
    assert first_broken_link() is None


def test_reason_in_the_trail_cannot_be_changed_unseen(at_the_desk):
    at_the_desk.get(SHEET)
    statement = "UPDATE consultations_readingentry SET reason = '' WHERE number = 1"
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert first_broken_link().what == "changed"


def test_sheet_says_when_it_does_not_hold_all(at_the_desk, monkeypatch):
    monkeypatch.setattr(sheet, "PRINTED_AT_MOST", 2)
    for _ in range(3):
        receive()
    response = at_the_desk.get(SHEET)
    assert len(response.context["lines"]) == 2
    assert "There are more" in response.content.decode()
    assert len(ReadingEntry.objects.get().request_ids) == 2


def test_sheet_is_kept_by_no_browser(at_the_desk):
    assert "no-store" in at_the_desk.get(SHEET)["Cache-Control"]


@pytest.mark.parametrize("who", ["clinician", "editor", "reviewer"])
def test_nobody_else_prints_the_queue(client, who, request):
    receive()
    client.force_login(request.getfixturevalue(who))
    assert client.get(SHEET).status_code == 403
    assert not ReadingEntry.objects.exists()


def test_manager_prints_and_nothing_is_posted(client, manager):
    client.force_login(manager)
    assert client.get(SHEET).status_code == 200
    assert client.post(SHEET).status_code == 405


def test_sheet_asks_the_database_twelve_times_at_most(at_the_desk, location):
    for _ in range(8):
        receive(location=location, contact_times=["11:00-13:00"])
    at_the_desk.get(SHEET)
    with CaptureQueriesContext(connection) as asked:
        at_the_desk.get(SHEET)
    questions = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(questions) <= 12, "\n".join(questions)
