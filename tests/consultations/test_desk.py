"""The desk in Django admin: what it shows, to whom, and what it writes down."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations.models import (
    ConsultationRequest,
    ReadingEntry,
    ReadingKind,
    Status,
    Wording,
)
from consultations.ticket import fresh_key

from .conftest import receive

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:consultations_consultationrequest_changelist")
SEARCH = reverse("admin:consultations_consultationrequest_search")
CALLER = reverse("admin:consultations_consultationrequest_caller")


def detail(request):
    return reverse(
        "admin:consultations_consultationrequest_change", args=[request.reference]
    )


def act(request, action):
    return reverse(
        "admin:consultations_consultationrequest_act", args=[request.reference, action]
    )


def rows(response):
    return [row.request for row in response.context["rows"]]


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def test_queue_begins_with_open_requests_the_most_pressing_first(
    at_the_desk, coordinator, location
):
    later = receive()
    closed = receive()
    closed.close("unreachable", by=coordinator)
    first = receive(at=later.received_at.replace(year=2020))

    response = at_the_desk.get(QUEUE)

    assert rows(response) == [first, later]
    assert rows(at_the_desk.get(QUEUE, {"state": "closed"})) == [closed]
    assert len(rows(at_the_desk.get(QUEUE, {"state": "all"}))) == 3
    assert len(rows(at_the_desk.get(QUEUE, {"state": "nonsense"}))) == 2


def test_queue_shows_what_the_next_call_needs_and_no_more(at_the_desk):
    receive(message="private words", contact_times=["11:00-13:00"])

    page = at_the_desk.get(QUEUE).content.decode()

    assert "Jordan Reyes" in page
    assert "11 am to 1 pm" in page
    assert "No voicemail" in page
    assert "private words" not in page


def test_detail_shows_contact_permissions_words_and_history(at_the_desk):
    request = receive(message="what it <b>costs</b>", voicemail_ok=True)

    page = at_the_desk.get(detail(request)).content.decode()

    assert "(703) 555-0117" in page
    assert 'href="tel:+17035550117"' in page
    assert "Voicemail allowed" in page
    assert "Do not text" in page
    assert "what it &lt;b&gt;costs&lt;/b&gt;" in page
    assert "Request received" in page
    assert f"<title>{request.reference}" in page


def test_unknown_reference_is_not_found(at_the_desk):
    receive()
    for wrong in ("AAAAAAAA", "1", "anything"):
        url = reverse("admin:consultations_consultationrequest_change", args=[wrong])
        assert at_the_desk.get(url).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        "jordan@example.com",
        " Jordan@Example.COM ",
        "703-555-0117",
        "+1 (703) 555 0117",
        "reyes",
        "REYES jordan",
        "Jordan Reyés",
    ],
)
def test_search_finds_by_what_people_say(at_the_desk, typed):
    request = receive(email="jordan@example.com")
    receive(name="Alex Kim", phone="+17035550118")

    response = at_the_desk.post(SEARCH, {"q": typed})

    assert rows(response) == [request]


def test_search_finds_by_reference_in_any_writing(at_the_desk):
    request = receive()
    typed = f"{request.reference[:4].lower()}-{request.reference[4:]}"

    assert rows(at_the_desk.post(SEARCH, {"q": typed})) == [request]


@pytest.mark.parametrize("typed", ["", "   ", "nobody", "\x00", "@", "%", "' or 1=1"])
def test_search_for_nothing_finds_nothing(at_the_desk, typed):
    receive()
    assert rows(at_the_desk.post(SEARCH, {"q": typed})) == []


def test_search_is_not_answered_by_address(at_the_desk):
    receive()
    response = at_the_desk.get(SEARCH, {"q": "reyes"})
    assert response.status_code == 302
    assert "reyes" not in response["Location"]


def test_each_list_search_and_detail_is_written_down_once(at_the_desk, coordinator):
    request = receive()

    at_the_desk.get(QUEUE)
    at_the_desk.post(SEARCH, {"q": "reyes"})
    at_the_desk.get(detail(request))

    entries = ReadingEntry.objects.order_by("number")
    assert [entry.kind for entry in entries] == [
        ReadingKind.LIST,
        ReadingKind.SEARCH,
        ReadingKind.DETAIL,
    ]
    assert all(entry.actor == coordinator for entry in entries)
    assert all(entry.request_ids == [request.pk] for entry in entries)


def test_stock_add_delete_and_change_are_closed(at_the_desk):
    request = receive()
    name = "admin:consultations_consultationrequest"

    assert at_the_desk.get(reverse(f"{name}_add")).status_code == 403
    delete = reverse(f"{name}_delete", args=[request.reference])
    assert at_the_desk.post(delete, {"post": "yes"}).status_code == 403
    assert at_the_desk.post(detail(request), {"status": "closed"}).status_code == 405
    request.refresh_from_db()
    assert request.status == Status.RECEIVED
    history = at_the_desk.get(reverse(f"{name}_history", args=[request.reference]))
    assert history["Location"] == detail(request)


@pytest.mark.parametrize("who", ["editor", "reviewer"])
def test_people_of_the_cms_reach_no_request(client, who, request):
    client.force_login(request.getfixturevalue(who))
    received = receive()

    assert client.get(QUEUE).status_code == 403
    assert client.post(SEARCH, {"q": "reyes"}).status_code == 403
    assert client.get(detail(received)).status_code == 403
    assert client.get(CALLER).status_code == 403
    assert client.post(act(received, "take")).status_code == 403
    assert not ReadingEntry.objects.exists()


def test_nobody_reads_without_signing_in(client):
    received = receive()
    for url in (QUEUE, detail(received), CALLER):
        response = client.get(url)
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_clinician_sees_what_was_handed_over_only(client, clinician, coordinator):
    other = receive(name="Alex Kim")
    mine = receive()
    mine.hand_over(clinician, by=coordinator)
    client.force_login(clinician)

    assert rows(client.get(QUEUE)) == [mine]
    assert client.get(detail(mine)).status_code == 200
    assert client.get(detail(other)).status_code == 404
    assert rows(client.post(SEARCH, {"q": "alex"})) == []
    assert client.post(act(other, "add_note"), {}).status_code == 404
    assert client.get(CALLER).status_code == 403


def test_manager_works_the_desk(client, manager):
    request = receive()
    client.force_login(manager)

    assert rows(client.get(QUEUE)) == [request]
    assert client.post(act(request, "take")).status_code == 302


def test_caller_is_added_and_taken_in_one_go(at_the_desk, coordinator):
    page = at_the_desk.get(CALLER)
    data = {
        "submission_key": page.context["ticket"].key,
        "signed_time": page.context["ticket"].signed(),
        "channel": "phone",
        "name": "Marisol",
        "contact_method": "phone",
        "phone": "703 555 0144",
        "adult": "on",
        "consent": "on",
        "take_it": "on",
    }

    response = at_the_desk.post(CALLER, data)
    again = at_the_desk.post(CALLER, data)

    request = ConsultationRequest.objects.get()
    assert response["Location"] == again["Location"] == detail(request)
    assert request.phone == "+17035550144"
    assert request.channel == "phone"
    assert request.assigned_to == coordinator
    assert request.events.first().actor == coordinator
    assert request.consent == Wording.current()


def test_caller_form_keeps_what_was_written(at_the_desk):
    data = {"submission_key": fresh_key(), "name": "Marisol", "channel": "phone"}
    page = at_the_desk.post(CALLER, data).content.decode()

    assert "Marisol" in page
    assert "<title>Error:" in page
    assert not ConsultationRequest.objects.exists()


def test_demo_banner_is_shown_on_a_demo_site_alone(at_the_desk, settings):
    assert "Demo site" not in at_the_desk.get(QUEUE).content.decode()
    settings.DEMO = True
    assert "Demo site" in at_the_desk.get(QUEUE).content.decode()


@pytest.mark.parametrize("where", ["list", "search", "detail"])
def test_desk_asks_the_database_few_times(at_the_desk, coordinator, location, where):
    requests = [receive(location=location) for _ in range(8)]
    for request in requests:
        request.take(by=coordinator)
        request.log_attempt("no_answer", by=coordinator, note="rang long")
    at_the_desk.get(QUEUE)

    with CaptureQueriesContext(connection) as asked:
        if where == "list":
            at_the_desk.get(QUEUE)
        elif where == "search":
            at_the_desk.post(SEARCH, {"q": "reyes"})
        else:
            at_the_desk.get(detail(requests[0]))

    # Savepoints stand for where a transaction begins and ends outside of tests.
    questions = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(questions) <= (13 if where == "detail" else 12), "\n".join(questions)


def test_caller_form_is_worked_from_the_name_down(at_the_desk):
    page = at_the_desk.get(CALLER).content.decode()
    form = page[page.index('class="caller"') :]
    order = [
        form.index(f'name="{field}"')
        for field in ("name", "phone", "email", "adult", "consent", "message")
    ]
    assert order == sorted(order)
    assert form.count("autofocus") == 1
    assert "not watched live" not in form
