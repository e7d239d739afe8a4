"""The list at work: tabs with counts, filters, refreshing, and the way back to it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.models import OutboxMessage
from consultations.admin import filters
from consultations.models import ReadingEntry, ReadingKind, Status
from consultations.models.notices import ACKNOWLEDGEMENT

from .conftest import receive
from .test_buckets import put
from .test_desk import SEARCH, act, detail, rows

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:consultations_consultationrequest_changelist")
ROWS = reverse("admin:consultations_consultationrequest_rows")


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def tabs(response) -> dict[str, str]:
    return {tab["value"]: tab["count"] for tab in response.context["tabs"]}


def row_of(page: str, request) -> str:
    return re.search(rf'data-row="{request.reference}".*?</tr>', page, re.DOTALL)[0]


def test_tabs_count_each_bucket_and_quiet_ones_say_so(at_the_desk, coordinator):
    later = timezone.now() + timedelta(days=3)
    put(receive(), due_at=timezone.now() - timedelta(hours=1))
    put(receive(), Status.QUARANTINED)
    put(receive(), due_at=later).take(by=coordinator)

    response = at_the_desk.get(QUEUE)

    counts = tabs(response)
    assert counts["open"] == "3"
    assert counts["overdue"] == counts["quarantined"] == "1"
    assert counts["mine"] == "1"
    assert counts["nobody"] == "2"
    assert counts["snoozed"] == "0"
    assert counts["closed"] == counts["all"] == ""
    # Nobody to read first, so there is no such tab.
    assert "read_first" not in counts
    page = response.content.decode()
    assert re.search(r'class="tab tab--none"[^>]*data-tab="snoozed"', page)
    assert re.search(r'class="tab tab--urgent"[^>]*data-tab="overdue"', page)


def test_counts_stop_where_nobody_reads_on(at_the_desk, monkeypatch):
    monkeypatch.setattr("consultations.models.buckets.COUNTED_AT_MOST", 2)
    monkeypatch.setattr(filters, "COUNTED_AT_MOST", 2)
    for _number in range(3):
        receive()
    assert tabs(at_the_desk.get(QUEUE))["open"] == "1+"


def test_groups_of_the_list_have_headings(at_the_desk):
    put(receive(), due_at=timezone.now() - timedelta(hours=1))
    put(receive(), pinned=True)
    page = at_the_desk.get(QUEUE).content.decode()
    headings = re.findall(r'<th scope="rowgroup" colspan="5">([^<]+)</th>', page)
    assert headings == ["Read first", "Overdue"]
    one = at_the_desk.get(QUEUE, {"state": "overdue"}).content.decode()
    assert "rowgroup" not in one


def test_row_shows_both_clocks_and_says_which_one_is_done(at_the_desk, coordinator):
    waiting, tried = receive(), receive()
    tried.log_attempt("voicemail", by=coordinator)
    page = at_the_desk.get(QUEUE).content.decode()
    for request, done in ((waiting, 0), (tried, 1)):
        row = row_of(page, request)
        assert "first attempt" in row
        assert "first conversation" in row
        assert row.count("pill--done") == done


def test_row_shows_every_flag(at_the_desk, coordinator):
    back = timezone.now() + timedelta(days=2)
    called = receive()
    called.log_attempt("they_called", by=coordinator)
    snoozed = put(receive(), snoozed_until=back, due_at=back)
    withdrawn, original, repeated = receive(), receive(), receive(email="a@b.example")
    withdrawn.close("withdrawn", by=coordinator)
    repeated.close("duplicate", by=coordinator, duplicate_of=original)
    odd = put(receive(), Status.QUARANTINED, read_first=True)
    page = at_the_desk.get(QUEUE, {"state": "all"}).content.decode()
    assert "They called back" in row_of(page, called)
    assert "queue__row--called" in page
    assert "Snoozed until" in row_of(page, snoozed)
    assert "Withdrawn" in row_of(page, withdrawn)
    assert "Duplicate</span>" in row_of(page, repeated)
    assert "Possible spam" in row_of(page, odd)
    assert "Read first" in row_of(page, odd)
    assert "pill--strong" not in row_of(page, original)


def test_row_says_that_its_acknowledgement_failed(at_the_desk):
    failed, fine = receive(email="a@b.example"), receive()
    own = OutboxMessage.objects.filter(kind=ACKNOWLEDGEMENT, payload__request=failed.pk)
    assert own.update(failed_at=timezone.now(), last_error="SMTPRecipientsRefused")
    page = at_the_desk.get(QUEUE).content.decode()
    assert "Mail failed" in row_of(page, failed)
    assert "Mail failed" not in row_of(page, fine)


def test_filters_hold_within_each_tab_and_its_count(at_the_desk, coordinator, location):
    here = receive(location=location, channel="phone")
    here.take(by=coordinator)
    elsewhere = receive(channel="web", read_first=True)
    odd = put(receive(channel="web"), Status.QUARANTINED)

    def found(**codes):
        return set(rows(at_the_desk.get(QUEUE, codes)))

    assert found(channel="phone") == {here}
    assert found(location=location.pk) == {here}
    assert found(**{"with": coordinator.pk}) == {here}
    assert found(first="yes") == {elsewhere}
    assert found(first="no") == {here, odd}
    assert found(odd="yes") == {odd}
    assert found(odd="no", channel="web") == {elsewhere}
    assert found(state="mine", channel="web") == set()
    narrowed = at_the_desk.get(QUEUE, {"channel": "phone"})
    assert tabs(narrowed)["open"] == tabs(narrowed)["mine"] == "1"
    page = narrowed.content.decode()
    assert 'href="?state=open">Clear filters' in page
    assert "channel=phone&amp;state=mine" in page


@pytest.mark.parametrize(
    "codes", [{"channel": "fax"}, {"with": "priya"}, {"service": "0"}, {"first": "1"}]
)
def test_filter_that_is_no_code_is_as_good_as_none(at_the_desk, codes):
    request = receive()
    assert rows(at_the_desk.get(QUEUE, codes)) == [request]


@pytest.mark.parametrize(
    "name", ["reference", "name", "assigned_to__username", "events__kind", "phone"]
)
def test_column_is_no_filter(at_the_desk, name):
    receive()
    assert at_the_desk.get(QUEUE, {name: "Reyes"}).status_code == 400


def test_filters_without_anybody_lead_back(at_the_desk):
    page = at_the_desk.get(QUEUE, {"channel": "walk_in"}).content.decode()
    assert "Nothing fits these filters" in page


def test_way_back_leads_to_the_same_tab_and_filters(at_the_desk):
    request = receive(channel="phone")
    at_the_desk.get(QUEUE, {"state": "new", "channel": "phone", "first": "typed text"})
    back = f'href="{QUEUE}?channel=phone&amp;state=new">Queue</a>'
    assert back in at_the_desk.get(detail(request)).content.decode()
    # Still known after an action, which leads to the request's page again.
    at_the_desk.post(act(request, "take"))
    assert back in at_the_desk.get(detail(request)).content.decode()
    at_the_desk.get(QUEUE)
    assert (
        f'href="{QUEUE}">Queue</a>' in at_the_desk.get(detail(request)).content.decode()
    )


@pytest.mark.parametrize("cookie", ["name=Reyes", "state=<b>", "next=//x", "state=a b"])
def test_way_back_takes_codes_alone(at_the_desk, cookie):
    at_the_desk.cookies["desk_list"] = cookie
    page = at_the_desk.get(detail(receive())).content.decode()
    assert f'href="{QUEUE}">Queue</a>' in page


def test_page_that_is_gone_shows_the_last_one(at_the_desk):
    request = receive()
    assert rows(at_the_desk.get(QUEUE, {"p": "7"})) == [request]


def test_second_page_goes_on_where_the_first_ended(at_the_desk, monkeypatch):
    monkeypatch.setattr("consultations.admin.queue.QueueViews.list_per_page", 2)
    now = timezone.now()
    late = [put(receive(), due_at=now - timedelta(hours=h)) for h in (9, 8, 7)]
    assert rows(at_the_desk.get(QUEUE)) == late[:2]
    assert rows(at_the_desk.get(QUEUE, {"p": "2"})) == late[2:]


def test_refresh_brings_rows_and_tabs_without_the_page_around(at_the_desk):
    request = receive()
    response = at_the_desk.get(ROWS, {"state": "open"})
    page = response.content.decode()
    assert rows(response) == [request]
    assert "desk-tabs" in page
    assert "<html" not in page
    assert "no-store" in response["Cache-Control"]


def test_refresh_writes_down_whom_no_list_has_shown_lately(at_the_desk, coordinator):
    first = receive()
    at_the_desk.get(QUEUE)
    at_the_desk.get(ROWS)
    assert ReadingEntry.objects.count() == 1

    second = receive()
    at_the_desk.get(ROWS)
    at_the_desk.get(ROWS)
    assert [entry.request_ids for entry in ReadingEntry.objects.all()] == [
        [first.pk],
        [second.pk],
    ]


def test_refresh_is_written_down_again_after_half_an_hour(at_the_desk, monkeypatch):
    request = receive()
    at_the_desk.get(QUEUE)
    monkeypatch.setattr("consultations.admin.queue.SHOWN_LATELY", timedelta(0))
    at_the_desk.get(ROWS)
    assert [entry.request_ids for entry in ReadingEntry.objects.all()] == [
        [request.pk],
        [request.pk],
    ]


def test_what_one_person_saw_counts_for_nobody_else(client, coordinator, colleague):
    request = receive()
    client.force_login(coordinator)
    client.get(QUEUE)
    client.force_login(colleague)
    client.get(ROWS)
    last = ReadingEntry.objects.last()
    assert (last.actor, last.request_ids) == (colleague, [request.pk])


def test_detail_and_search_do_not_count_as_a_list(at_the_desk):
    request = receive()
    at_the_desk.get(detail(request))
    at_the_desk.post(SEARCH, {"q": "reyes"})
    at_the_desk.get(ROWS)
    assert ReadingEntry.objects.last().kind == ReadingKind.LIST


def test_refresh_of_an_ended_session_leads_to_the_sign_in_page(client):
    receive()
    response = client.get(ROWS)
    assert response.status_code == 302
    assert "login" in response["Location"]
    assert not ReadingEntry.objects.exists()


def test_refresh_keeps_no_session_alive(at_the_desk):
    assert "sessionid" not in at_the_desk.get(ROWS).cookies


@pytest.mark.parametrize("who", ["editor", "reviewer"])
def test_people_of_the_cms_see_no_rows(client, who, request):
    client.force_login(request.getfixturevalue(who))
    receive()
    assert client.get(ROWS).status_code == 403
    assert not ReadingEntry.objects.exists()


def test_clinician_sees_own_rows_counts_and_tabs_only(client, clinician, coordinator):
    receive(name="Alex Kim")
    mine = receive()
    mine.hand_over(clinician, by=coordinator)
    client.force_login(clinician)
    for url in (QUEUE, ROWS):
        response = client.get(url)
        assert rows(response) == [mine]
        assert tabs(response)["open"] == "1"
        assert not {"mine", "nobody"} & tabs(response).keys()
    # What others have is no filter of theirs.
    assert 'name="with"' not in client.get(QUEUE).content.decode()


def test_refresh_is_no_way_to_change_anything(at_the_desk):
    assert at_the_desk.post(ROWS).status_code == 405


@pytest.mark.parametrize("codes", [{}, {"state": "all"}, {"with": "1"}])
@pytest.mark.parametrize("url", [QUEUE, ROWS])
def test_list_and_refresh_ask_twelve_times_at_most(
    at_the_desk, coordinator, location, url, codes
):
    for number in range(9):
        request = receive(
            location=location if number % 2 else None, contact_times=["11:00-13:00"]
        )
        if number % 3:
            request.take(by=coordinator)
    at_the_desk.get(QUEUE, codes)
    receive()
    with CaptureQueriesContext(connection) as asked:
        at_the_desk.get(url, codes)
    questions = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(questions) <= 12, "\n".join(questions)
