"""A list as a file: what is in it, and that it is written down first."""

import csv
import io
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, connection
from django.http import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations import export
from consultations.admin import exports
from consultations.export import phone_cell, reference_cell
from consultations.models import (
    Answer,
    ConsultationRequest,
    ReadingEntry,
    ReadingExtent,
    ReadingKind,
    first_broken_link,
)

from .conftest import receive
from .test_desk import QUEUE, SEARCH

pytestmark = pytest.mark.django_db
EXPORT = f"{QUEUE}export/"
REAUTHENTICATE = "/accounts/reauthenticate/"
WHAT_FOR = {"reason": "audit"}
NASTY = {
    "formula": '=HYPERLINK("https://evil.example","x")',
    "wide formula": "＝1+1",
    "hidden formula": "\u200b@SUM(A1)",
    "quotes": 'Jo "the \' one", Reyes; Kim',
    "right to left": "\u202eעברית",
    "emoji": "Zoë 👩🏽‍⚕️",
}


def confirm(client):
    """Give the password once more, as the sign-in asks for it."""
    response = client.post(REAUTHENTICATE, {"password": "secret"})
    assert response.status_code == 302


@pytest.fixture
def exporting(client, manager):
    """A manager's browser that has just proved whose it is."""
    client.force_login(manager)
    confirm(client)
    return client


def table(response) -> list[dict]:
    """Return the rows of a file by their titles, as a spreadsheet reads them."""
    assert response.status_code == 200
    assert isinstance(response, StreamingHttpResponse)
    content = response.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text, strict=True))


def test_file_holds_what_reaching_people_needs_and_no_more(exporting, coordinator):
    request = receive(name="Alex Kim", email="alex@example.com", voicemail_ok=True)
    request.take(by=coordinator)
    (row,) = table(exporting.post(EXPORT, WHAT_FOR))
    for title, value in {
        "Reference": request.reference,
        "Status": "In contact" if request.status == "in_contact" else "Received",
        "Name": "Alex Kim",
        "Phone": "(703) 555-0117",
        "E-mail": "alex@example.com",
        "Voicemail allowed": "yes",
        "Texts allowed": "no",
        "With": "Priya Shah",
        "Closed": "",
    }.items():
        assert row[title] == value
    received = timezone.localtime(request.received_at)
    assert row["Received"] == f"{received:%Y-%m-%d %H:%M}"
    assert "costs" not in "".join(row.values())
    assert "In their words" not in row
    assert "Health answers" not in row


def test_words_and_health_answers_come_only_when_ticked(exporting):
    request = receive(message="a hard year")
    request.add_details(
        reason="Depression",
        answers={"tried": Answer("text", "What have you tried?", "walking\nreading")},
    )
    (row,) = table(exporting.post(EXPORT, WHAT_FOR | {"story": "on"}))
    assert row["In their words"] == "a hard year"
    assert "Depression" not in "".join(row.values())
    (row,) = table(exporting.post(EXPORT, WHAT_FOR | {"answers": "on"}))
    assert row["Health answers"] == (
        "Reason for consultation: Depression\nWhat have you tried?: walking\nreading"
    )
    assert "hard year" not in "".join(row.values())
    (row,) = table(exporting.post(EXPORT, WHAT_FOR | {"answers": "on", "story": "on"}))
    assert [entry.extent for entry in ReadingEntry.objects.order_by("number")] == [
        ReadingExtent.STORY,
        ReadingExtent.ANSWERS,
        ReadingExtent.BOTH,
    ]
    assert first_broken_link() is None


def test_what_is_not_asked_for_is_not_decrypted(exporting, monkeypatch):
    receive()
    opened = []
    field = ConsultationRequest._meta.get_field("message")
    monkeypatch.setattr(
        type(field),
        "from_db_value",
        lambda self, value, *args: opened.append(self.name) or "x",
    )
    table(exporting.post(EXPORT, WHAT_FOR))
    assert set(opened) == {"name", "email", "phone"}


@pytest.mark.parametrize("name", NASTY.values(), ids=NASTY.keys())
def test_nasty_values_come_back_and_run_nowhere(exporting, name):
    receive(name=name, message=f"{name}\r\n{name}")
    (row,) = table(exporting.post(EXPORT, WHAT_FOR | {"story": "on"}))
    dangerous = name.lstrip("\u200b")[0] in "=＝@"
    assert row["Name"] == ("'" if dangerous else "") + name
    assert row["In their words"] == ("'" if dangerous else "") + f"{name}\n{name}"


def test_controls_and_half_letters_do_not_break_a_row(exporting):
    request = receive(name="Alex\x00 Kim")
    other = receive(name="Second\r\nLine")
    first, second = table(exporting.post(EXPORT, WHAT_FOR))
    assert (first["Reference"], first["Name"]) == (request.reference, "Alex Kim")
    assert (second["Reference"], second["Name"]) == (other.reference, "Second\nLine")


def test_lines_end_as_the_standard_has_it_and_every_cell_is_quoted(exporting):
    receive(name='Jo "X"')
    content = exporting.post(EXPORT, WHAT_FOR).getvalue().decode("utf-8-sig")
    head, row, rest = content.split("\r\n")
    assert rest == ""
    assert head.startswith('"Reference","Status",')
    assert '"Jo ""X"""' in row
    assert head.count('","') == len(export.USUAL) - 1


@pytest.mark.parametrize(
    ("stored", "cell"),
    [
        ("+17035550117", "(703) 555-0117"),
        ("+442079460958", "(+44) 20 7946 0958"),
        ("+12", "(+12)"),
        ("", ""),
    ],
)
def test_phone_stays_readable_and_begins_with_no_sign(stored, cell):
    assert phone_cell(stored) == cell
    assert export.harmless(cell) == cell


@pytest.mark.parametrize(
    ("reference", "cell"),
    [
        ("K7QM2XNA", "K7QM2XNA"),
        ("2346E799", "2346-E799"),
        ("23467997", "2346-7997"),
        ("E2346799", "E2346799"),
    ],
)
def test_reference_is_never_read_as_a_number(reference, cell):
    assert reference_cell(reference) == cell


def test_every_row_is_in_the_trail_before_the_first_byte(
    exporting, manager, monkeypatch
):
    monkeypatch.setattr(exports, "RECORDED_AT_ONCE", 2)
    requests = [receive() for _ in range(3)]
    response = exporting.post(EXPORT, {"reason": "law"})
    # Nothing of the file has been asked for yet.
    entries = list(ReadingEntry.objects.order_by("number"))
    assert [entry.request_ids for entry in entries] == [
        [requests[0].pk, requests[1].pk],
        [requests[2].pk],
    ]
    assert {(e.kind, e.reason, e.actor_id, e.extent) for e in entries} == {
        (ReadingKind.EXPORT, "law", manager.pk, "")
    }
    assert len(table(response)) == 3
    assert first_broken_link() is None


def test_nothing_is_exported_when_it_cannot_be_written_down(exporting, monkeypatch):
    monkeypatch.setattr(exports, "RECORDED_AT_ONCE", 1)
    receive(), receive()
    record = ReadingEntry.record
    calls = []

    def fails_later(*args, **kwargs):
        calls.append(kwargs)
        if len(calls) == 2:
            raise DatabaseError
        return record(*args, **kwargs)

    monkeypatch.setattr(ReadingEntry, "record", fails_later)
    exporting.raise_request_exception = False
    response = exporting.post(EXPORT, WHAT_FOR)
    assert response.status_code >= 500
    assert "Jordan" not in response.content.decode()
    # Neither is half of it in the trail.
    assert not ReadingEntry.objects.exists()


def test_file_is_named_after_the_day_and_kept_by_nobody(exporting):
    receive()
    response = exporting.post(EXPORT, WHAT_FOR)
    day = f"{timezone.localdate():%Y-%m-%d}"
    assert response["Content-Disposition"] == (
        f'attachment; filename="consultation-requests-{day}.csv"'
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert "Content-Encoding" not in response


def test_tab_and_filters_of_the_list_hold_for_the_file(exporting, coordinator):
    here, there = receive(channel="phone"), receive(channel="walk_in")
    closed = receive(channel="phone")
    closed.close("referred", by=coordinator)
    for codes, requests in (
        ({}, [here, there]),
        ({"channel": "phone"}, [here]),
        ({"state": "closed"}, [closed]),
        ({"state": "all", "channel": "phone"}, [here, closed]),
        ({"state": "all", "p": "7"}, [here, there, closed]),
    ):
        query = "&".join(f"{name}={value}" for name, value in codes.items())
        rows = table(exporting.post(f"{EXPORT}?{query}", WHAT_FOR))
        assert [row["Reference"] for row in rows] == [r.reference for r in requests]


def test_page_says_what_leaves_before_anything_does(exporting):
    receive(channel="phone"), receive(channel="phone"), receive()
    listed = exporting.get(QUEUE, {"channel": "phone"}).content.decode()
    assert f'href="{EXPORT}?channel=phone"' in listed
    read = ReadingEntry.objects.count()
    page = exporting.get(EXPORT, {"channel": "phone"}).content.decode()
    assert "Export 2 requests" in page
    assert "Came by: Phone call" in page
    assert "Clinic&#x27;s name may be said" in page
    assert "Jordan" not in page
    assert ReadingEntry.objects.count() == read


def test_address_with_other_than_codes_exports_nothing(exporting):
    receive()
    response = exporting.post(f"{EXPORT}?name=Reyes", WHAT_FOR)
    assert response.status_code in (302, 400)
    assert not ReadingEntry.objects.exists()


def test_what_a_search_found_is_exported_by_reference(exporting):
    found, other = receive(name="Alex Kim"), receive()
    page = exporting.post(SEARCH, {"q": "alex"})
    url = page.context["export"]
    assert url == f"{EXPORT}?these={found.reference}"
    assert url in page.content.decode()
    rows = table(exporting.post(url, WHAT_FOR))
    assert [row["Reference"] for row in rows] == [found.reference]
    assert other.reference not in str(rows)
    asked = exporting.get(f"{EXPORT}?these=Alex.Kim").content.decode()
    assert "There is nothing to export" in asked


def test_nothing_leaves_without_a_reason_of_the_list(exporting):
    receive()
    for sent in ({}, {"reason": ""}, {"reason": "paper"}, {"reason": "for Alex"}):
        response = exporting.post(EXPORT, sent)
        assert not response.streaming
        assert 'aria-invalid="true"' in response.content.decode()
    assert not ReadingEntry.objects.exists()


def test_empty_list_says_so(exporting):
    assert "There is nothing to export" in exporting.get(EXPORT).content.decode()
    assert not exporting.post(EXPORT, WHAT_FOR).streaming
    assert not ReadingEntry.objects.exists()


def test_too_many_are_refused_with_what_to_do(exporting, monkeypatch):
    monkeypatch.setattr(exports, "EXPORTED_AT_MOST", 2)
    for _ in range(3):
        receive()
    for response in (exporting.get(EXPORT), exporting.post(EXPORT, WHAT_FOR)):
        assert not response.streaming
        assert "One file takes 2 requests at most" in response.content.decode()
    assert not ReadingEntry.objects.exists()


def test_file_is_read_a_few_requests_at_a_time(exporting, monkeypatch):
    monkeypatch.setattr(export, "ROWS_AT_ONCE", 2)
    for _ in range(5):
        receive()
    response = exporting.post(EXPORT, WHAT_FOR)
    with CaptureQueriesContext(connection) as asked:
        assert len(table(response)) == 5
    told = [q["sql"] for q in asked if "consultationrequest" in q["sql"]]
    assert len([sql for sql in told if sql.startswith("SELECT")]) <= 3


def test_form_that_lay_too_long_is_asked_for_again_and_kept_nowhere(exporting):
    receive()
    session = exporting.session
    for record in session["account_authentication_methods"]:
        record["at"] -= timedelta(minutes=6).total_seconds()
    session.save()
    response = exporting.post(f"{EXPORT}?state=all", WHAT_FOR)
    there = urlencode({"next": f"{EXPORT}?state=all"})
    assert response["Location"] == f"{REAUTHENTICATE}?{there}"
    assert "audit" not in str(dict(exporting.session))
    assert exporting.get(EXPORT)["Location"].startswith(REAUTHENTICATE)
    assert not ReadingEntry.objects.exists()


def test_page_asks_twelve_times_at_most(exporting):
    for _ in range(3):
        receive()
    exporting.get(EXPORT)
    with CaptureQueriesContext(connection) as asked:
        exporting.get(EXPORT, {"channel": "web"})
    told = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(told) <= 12, "\n".join(told)
