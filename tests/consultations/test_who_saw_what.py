"""Who saw what: on a request, as the manager's report, and when the trail breaks."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic_site import watching
from consultations.admin import trail, trail_report, trail_state
from consultations.models import (
    ReadingEntry,
    ReadingKind,
    ReadingOf,
    ReadingReason,
    TrailCheck,
    first_broken_link,
)

from .conftest import receive
from .test_desk import QUEUE, detail

pytestmark = pytest.mark.django_db
REPORT = "/admin/consultations/readingentry/"
CHECK = TrailCheck._meta.db_table


def seen(request) -> str:
    return f"{QUEUE}{request.reference}/readings/"


def read(kind, by, *requests, reason=""):
    ids = [request.pk for request in requests]
    return ReadingEntry.record(kind, by=by, request_ids=ids, reason=reason)


def on(response) -> list[int]:
    """Return the numbers of the readings on a page."""
    assert response.status_code == 200
    return [reading.number for reading in response.context["readings"]]


@pytest.fixture
def at_the_report(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def seen_by_two(coordinator, colleague):
    """A request in a list with another, opened, searched for and copied."""
    request, other = receive(), receive()
    read(ReadingKind.LIST, coordinator, request, other)
    read(ReadingKind.DETAIL, colleague, request)
    read(ReadingKind.SEARCH, coordinator, other)
    read(ReadingKind.EXPORT, colleague, request, reason=ReadingReason.REFERRAL)
    return request, other


def test_page_says_who_when_how_and_what_for(at_the_report, seen_by_two):
    request, _other = seen_by_two
    response = at_the_report.get(seen(request))
    assert on(response) == [4, 2, 1]
    newest, opened, listed = response.context["readings"]
    assert (newest.who, newest.how, newest.why) == (
        "Sam Lund",
        "Export",
        "For a referral elsewhere",
    )
    assert newest.when == trail_state.exact(ReadingEntry.objects.get(number=4).at)
    assert opened.how == "Detail"
    # Another person's reference is not what was asked for.
    assert [name for name, _url in listed.named] == [request.reference]
    assert listed.more == 1
    assert "referral elsewhere" in response.content.decode()


def test_looking_who_looked_is_a_reading_too(at_the_report, manager, seen_by_two):
    request, _other = seen_by_two
    at_the_report.get(seen(request))
    last = ReadingEntry.objects.last()
    assert (last.kind, last.actor, last.request_ids) == (
        ReadingKind.TRAIL,
        manager,
        [request.pk],
    )
    assert on(at_the_report.get(seen(request)))[0] == last.number
    assert first_broken_link() is None


def test_linked_requests_belong_to_it_from_both_sides(
    at_the_report, coordinator, colleague
):
    stays, repeats, stranger = receive(), receive(), receive()
    repeats.close("duplicate", by=coordinator, duplicate_of=stays)
    read(ReadingKind.DETAIL, colleague, repeats)
    read(ReadingKind.DETAIL, colleague, stays)
    read(ReadingKind.DETAIL, colleague, stranger)
    for request, other in ((stays, repeats), (repeats, stays)):
        response = at_the_report.get(seen(request), {"kind": "detail"})
        assert on(response) == [2, 1]
        assert response.context["linked"] == [other.reference]
        assert stranger.reference not in response.content.decode()


def test_page_shows_one_way_of_seeing_alone(at_the_report, seen_by_two):
    request, _other = seen_by_two
    for kind, numbers in (("list", [1]), ("search", []), ("export", [4]), ("x", None)):
        response = at_the_report.get(seen(request), {"kind": kind})
        if numbers is not None:
            assert on(response) == numbers
    assert "Nobody has seen it so" in (
        at_the_report.get(seen(request), {"kind": "search"}).content.decode()
    )


def test_pages_follow_one_another_without_a_gap(
    at_the_report, coordinator, monkeypatch
):
    monkeypatch.setattr(trail, "PAGE", 2)
    request = receive()
    for _ in range(5):
        read(ReadingKind.DETAIL, coordinator, request)
    for url in (seen(request), REPORT):
        page = at_the_report.get(url, {"kind": "detail"})
        numbers = on(page)
        assert not page.context["newest"]
        while page.context["older"]:
            page = at_the_report.get(url + page.context["older"])
            numbers += on(page)
        assert numbers == [5, 4, 3, 2, 1]
        assert at_the_report.get(url + page.context["newest"]).status_code == 200


def test_report_pages_follow_where_clocks_stood_still(
    at_the_report, coordinator, monkeypatch
):
    monkeypatch.setattr(trail, "PAGE", 2)
    now = timezone.now()
    monkeypatch.setattr("consultations.models.trail.timezone.now", lambda: now)
    for _ in range(5):
        read(ReadingKind.DETAIL, coordinator, receive())
    monkeypatch.undo()
    monkeypatch.setattr(trail, "PAGE", 2)
    page = at_the_report.get(REPORT, {"kind": "detail"})
    numbers = on(page)
    while page.context["older"]:
        page = at_the_report.get(REPORT + page.context["older"])
        numbers += on(page)
    assert numbers == [5, 4, 3, 2, 1]


def test_report_is_asked_by_person_reference_kind_and_day(
    at_the_report, coordinator, colleague, seen_by_two
):
    request, other = seen_by_two
    today = timezone.localdate()
    for codes, numbers in (
        ({"by": colleague.pk}, [4, 2]),
        ({"reference": other.reference}, [3, 1]),
        ({"reference": request.reference, "by": coordinator.pk}, [1]),
        ({"kind": "search"}, [3]),
        ({"kind": "list", "by": colleague.pk}, []),
        ({"since": today, "until": today, "kind": "search"}, [3]),
        ({"since": today + timedelta(days=1)}, []),
        ({"until": today - timedelta(days=1)}, []),
    ):
        assert on(at_the_report.get(REPORT, codes)) == numbers, codes


def test_day_of_the_report_ends_at_the_clinics_midnight(at_the_report, coordinator):
    day = timezone.localdate()
    late = timezone.make_aware(datetime(day.year, day.month, day.day, 23, 59, 59))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("consultations.models.trail.timezone.now", lambda: late)
        read(ReadingKind.SEARCH, coordinator, receive())
    asked = {"until": day, "kind": "search"}
    assert on(at_the_report.get(REPORT, asked)) == [1]
    assert on(at_the_report.get(REPORT, asked | {"until": day - timedelta(1)})) == []


def test_report_names_a_few_requests_and_its_page_all(at_the_report, coordinator):
    requests = [receive() for _ in range(5)]
    entry = read(ReadingKind.LIST, coordinator, *requests)
    (reading,) = at_the_report.get(REPORT).context["readings"]
    assert [name for name, _url in reading.named] == [
        request.reference for request in requests[:3]
    ]
    assert reading.more == 2
    # Whoever is named was seen; nobody else was.
    assert ReadingEntry.objects.last().request_ids == [r.pk for r in requests[:3]]

    page = at_the_report.get(reading.url).content.decode()
    assert all(request.reference in page for request in requests)
    assert ReadingEntry.objects.last().request_ids == [r.pk for r in requests]
    assert entry.number == 1


def test_reading_of_a_request_that_is_gone_stays(at_the_report, coordinator):
    ReadingEntry.record(ReadingKind.DETAIL, by=coordinator, request_ids=[987])
    (reading,) = at_the_report.get(REPORT).context["readings"]
    assert reading.named == [("deleted", "")]


def test_what_was_typed_gets_into_no_address(at_the_report, seen_by_two, coordinator):
    request, _other = seen_by_two
    response = at_the_report.post(
        REPORT,
        {"reference": f" {request.reference.lower()} ", "by": coordinator.pk},
    )
    query = parse_qs(urlsplit(response["Location"]).query)
    assert query == {"reference": [request.reference], "by": [str(coordinator.pk)]}

    response = at_the_report.post(REPORT, {"reference": "Jordan Reyes"})
    assert response.status_code == 200
    assert "No request has this reference" in response.content.decode()
    assert on(response) == []


def test_address_with_other_than_codes_is_not_repeated(at_the_report, seen_by_two):
    for asked in (
        {"reference": "Jordan Reyes"},
        {"by": "9999"},
        {"by": "x"},
        {"kind": "Reyes"},
        {"since": "Reyes"},
        {"before": "Reyes"},
        {"before": "9" * 40},
    ):
        response = at_the_report.get(REPORT, asked)
        assert response.status_code == 200
        assert "Reyes" not in response.content.decode()


@pytest.mark.parametrize(
    "who", ["coordinator", "clinician", "editor", "reviewer", None]
)
def test_nobody_but_managers_reads_the_trail(client, who, request, seen_by_two):
    subject, _other = seen_by_two
    if who:
        client.force_login(request.getfixturevalue(who))
    for url in (seen(subject), REPORT, f"{REPORT}1/"):
        assert client.get(url).status_code in (302, 403)
    assert client.post(REPORT, {"reference": subject.reference}).status_code in (
        302,
        403,
    )
    assert ReadingEntry.objects.count() == 4
    if who == "coordinator":
        assert "Who has seen this" not in client.get(detail(subject)).content.decode()
        assert "Who saw what" not in client.get(QUEUE).content.decode()


def test_manager_is_led_there_from_the_desk_and_from_a_request(at_the_report):
    request = receive()
    assert f'href="{REPORT}"' in at_the_report.get(QUEUE).content.decode()
    assert (
        f'href="{seen(request)}"' in at_the_report.get(detail(request)).content.decode()
    )


def test_trail_is_changed_by_no_address(at_the_report, seen_by_two):
    request, _other = seen_by_two
    assert at_the_report.post(seen(request)).status_code == 405
    assert at_the_report.post(f"{REPORT}1/").status_code == 405
    assert at_the_report.put(REPORT).status_code == 405
    assert at_the_report.get(f"{REPORT}999/").status_code == 404
    assert at_the_report.get(f"{REPORT}{'9' * 30}/").status_code == 404
    for name in ("add", "delete", "change"):
        with pytest.raises(Exception, match="Reverse"):
            reverse(f"admin:consultations_readingentry_{name}")


@pytest.mark.parametrize("codes", [{}, {"kind": "list"}])
def test_report_asks_twelve_times_at_most(
    at_the_report, coordinator, monkeypatch, codes
):
    monkeypatch.setattr(trail, "PAGE", 9)
    request = receive()
    for _ in range(30):
        read(ReadingKind.LIST, coordinator, request, receive())
    for url in (REPORT, seen(request)):
        for before in ({}, {"before": "20"}):
            with CaptureQueriesContext(connection) as asked:
                assert len(on(at_the_report.get(url, codes | before))) == 9
            told = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
            assert len(told) <= 12, "\n".join(told)
            assert not [sql for sql in told if "OFFSET" in sql]


def test_list_asks_a_manager_twelve_times_at_most(at_the_report, location):
    for _ in range(5):
        receive(location=location)
    at_the_report.get(QUEUE)
    with CaptureQueriesContext(connection) as asked:
        at_the_report.get(QUEUE)
    told = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(told) <= 12, "\n".join(told)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
@pytest.mark.parametrize("before", [None, 1])
def test_no_question_about_the_trail_scans_or_sorts_it(coordinator, before):
    request = receive()
    read(ReadingKind.LIST, coordinator, request)
    for codes in (
        {},
        {"by": coordinator.pk},
        {"kind": "list"},
        {"by": coordinator.pk, "kind": "list", "since": "2026-01-01"},
        {"since": "2026-01-01", "until": "2026-02-01"},
        {"reference": request.reference},
        {"reference": request.reference, "kind": "list", "by": coordinator.pk},
    ):
        form = trail_report.ReportForm(codes)
        assert form.is_valid()
        plan = form.found(before).explain()
        steps = [step for step in plan.splitlines() if "consultations_reading" in step]
        # The newest of all are the end of an index, read from there.
        alone = not codes and before is None
        for step in steps:
            assert "SEARCH" in step or (alone and "USING INDEX" in step), plan
        if "reference" in codes:
            assert "INDEX reading_of (request_id=?" in plan
        else:
            assert "TEMP B-TREE" not in plan, plan


def broken_trail(coordinator):
    read(ReadingKind.LIST, coordinator, receive())
    read(ReadingKind.LIST, coordinator, receive())
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {ReadingEntry._meta.db_table} SET kind = 'search' "  # noqa: S608
            "WHERE number = 2"
        )
    TrailCheck.whole()


def test_broken_trail_is_an_alarm_to_managers_alone(client, manager, coordinator):
    broken_trail(coordinator)
    watching.look()
    client.force_login(manager)
    for url in (QUEUE, REPORT):
        page = client.get(url).content.decode()
        assert "The reading trail is broken at entry 2" in page
    assert "Entry 2: changed." in page
    client.force_login(coordinator)
    assert "is broken" not in client.get(QUEUE).content.decode()


def test_check_that_was_made_to_look_sound_is_an_alarm(at_the_report, coordinator):
    broken_trail(coordinator)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {CHECK} SET fault = ''")  # noqa: S608
    watching.look()
    page = at_the_report.get(QUEUE).content.decode()
    assert "The last check of the reading trail was changed" in page


def test_report_says_when_the_trail_was_checked_and_held(
    at_the_report, coordinator, settings, tmp_path
):
    assert "Not checked yet" in at_the_report.get(REPORT).content.decode()
    read(ReadingKind.LIST, coordinator, receive())
    check = TrailCheck.whole()
    page = at_the_report.get(REPORT).content.decode()
    assert "The trail holds" in page
    assert trail_state.exact(check.finished_at) in page
    assert "AUDIT_ANCHOR" in page
    assert "▲" not in at_the_report.get(QUEUE).content.decode()
    settings.AUDIT_ANCHOR = str(tmp_path / "anchor")
    assert "AUDIT_ANCHOR" not in at_the_report.get(REPORT).content.decode()


def test_report_says_when_nobody_checks_any_more(at_the_report, monkeypatch):
    TrailCheck.whole()
    monkeypatch.setattr(trail_state, "LATE_AFTER", timedelta(0))
    assert "Does the worker run?" in at_the_report.get(REPORT).content.decode()


def test_nothing_is_shown_that_could_not_be_written_down(
    at_the_report, monkeypatch, seen_by_two
):
    request, _other = seen_by_two

    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(ReadingEntry, "record", fails)
    for url in (seen(request), REPORT, f"{REPORT}1/"):
        with pytest.raises(RuntimeError):
            at_the_report.get(url)
    assert ReadingOf.objects.filter(request_id=request.pk).count() == 3
