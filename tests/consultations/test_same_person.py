"""Requests of the same person: suggested, linked, undone; nothing is lost."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultations.admin.same_person import wishes
from consultations.models import (
    Conflict,
    ConsultationRequest,
    IllegalTransition,
    LookupKind,
    ReadingEntry,
    RequestLookup,
    Status,
)
from consultations.models.same_person import Relatives

from .conftest import receive
from .test_desk import act, detail

MOST_ASKED = 12
pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def link(request, stays, by):
    request.close("duplicate", duplicate_of=stays, by=by)
    request.refresh_from_db()
    stays.refresh_from_db()


def alike(request, user) -> list[int]:
    return [one.request.pk for one in Relatives(request, user).likenesses]


def suggested(response) -> list[tuple]:
    return [(one["reference"], one["why"]) for one in response.context["earlier"]]


def told(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


@pytest.mark.parametrize(
    ("fields", "why", "strong"),
    [
        ({"name": "Jo", "phone": "+17035550117"}, "same phone", True),
        ({"name": "Jo", "phone": "+17035550117;ext=9"}, "same phone", True),
        (
            {"name": "Jo", "phone": "", "email": " JORDAN@example.com"},
            "same e-mail",
            True,
        ),
        ({"name": "reyes JORDÁN", "phone": "+17035550999"}, "same name", False),
        (
            {"name": "Jordan Reyes", "email": "jordan@example.com"},
            "same phone, same e-mail, same name",
            True,
        ),
    ],
)
def test_same_phone_mail_or_name_is_suggested_with_why(
    at_the_desk, fields, why, strong
):
    request = receive(email="jordan@example.com")
    other = receive(**fields)

    response = at_the_desk.get(detail(request))

    assert suggested(response) == [(other.reference, why)]
    assert response.context["earlier"][0]["strong"] == strong
    assert suggested(at_the_desk.get(detail(other))) == [(request.reference, why)]


@pytest.mark.parametrize(
    "name", ["Jordan", "Jordan A. Reyes", "Reyes", "Jordan Reyesson", "😀"]
)
def test_another_name_suggests_nobody(at_the_desk, name):
    request = receive(phone="+17035550117")
    receive(name=name, phone="+17035550118")
    assert suggested(at_the_desk.get(detail(request))) == []


def test_single_word_is_no_likeness(at_the_desk):
    request = receive(name="Jordan", phone="+17035550117")
    receive(name="Jordan", phone="+17035550118")
    assert suggested(at_the_desk.get(detail(request))) == []


def test_strong_ones_come_first_then_the_newest(coordinator):
    now = timezone.now()
    request = receive()
    old = receive(name="A B", at=now - 2 * HOUR)
    new = receive(name="C D", at=now - HOUR)
    weak = receive(phone="+17035550999", at=now)
    found = alike(request, coordinator)
    assert found == [new.pk, old.pk, weak.pk]


def test_older_lookup_key_still_finds(settings, coordinator):
    settings.LOOKUP_KEYS = ["old"]
    before = receive()
    settings.LOOKUP_KEYS = ["new", "old"]
    request = receive()
    assert alike(request, coordinator) == [before.pk]


def test_clinician_learns_of_no_request_they_may_not_open(
    client, clinician, coordinator
):
    mine = receive()
    mine.hand_over(clinician, by=coordinator)
    hidden = receive()
    link(receive(), mine, coordinator)
    client.force_login(clinician)

    response = client.get(detail(mine))

    assert suggested(response) == []
    assert response.context["duplicates"] == []
    assert hidden.reference not in response.content.decode()
    assert all(entry["of"] == "" for entry in response.context["history"])


def test_clinician_may_not_link(client, clinician, coordinator):
    mine, other = receive(), receive()
    for request in (mine, other):
        request.hand_over(clinician, by=coordinator)
    client.force_login(clinician)

    response = client.get(detail(mine))
    assert suggested(response)
    assert "Close this one as its duplicate" not in response.content.decode()
    data = {
        "close-disposition": "duplicate",
        "close-duplicate_of": other.reference,
    }
    client.post(act(mine, "close"), data)
    mine.refresh_from_db()
    assert mine.status == Status.RECEIVED


def test_caller_who_wrote_before_is_suggested_at_once(at_the_desk):
    before = receive(name="Marisol", phone="+17035550144")
    caller = receive(name="M. Ortega", phone="+17035550144", channel="phone")
    assert suggested(at_the_desk.get(detail(caller))) == [
        (before.reference, "same phone")
    ]


def test_one_press_links_and_both_histories_stand_on_the_one_that_stays(
    at_the_desk, coordinator
):
    stays = receive()
    again = receive()
    again.log_attempt("voicemail", by=coordinator, note="said our name")
    page = at_the_desk.get(detail(again))
    assert f'value="{stays.reference}"' in page.content.decode()

    at_the_desk.post(
        act(again, "close"),
        {
            "seen": page.context["seen"],
            "close-disposition": "duplicate",
            "close-duplicate_of": stays.reference,
        },
    )

    again.refresh_from_db()
    assert (again.status, again.duplicate_of) == (Status.CLOSED, stays)
    kept = at_the_desk.get(detail(stays))
    assert suggested(kept) == []
    merged = [(e["event"].kind, e["of"]) for e in kept.context["history"]]
    assert merged == [
        ("closed", again.reference),
        ("attempted", again.reference),
        ("received", again.reference),
        ("received", ""),
    ]
    assert "said our name" in kept.content.decode()
    # What decides who was faster is the request's own newest event.
    assert kept.context["seen"] == stays.events.last().pk
    assert stays.reference in at_the_desk.get(detail(again)).content.decode()


def test_everything_shown_of_a_duplicate_is_in_the_trail(at_the_desk, coordinator):
    stays, again = receive(), receive()
    link(again, stays, coordinator)
    at_the_desk.get(detail(stays))
    assert ReadingEntry.objects.last().request_ids == [stays.pk, again.pk]


def test_reopening_undoes_it(at_the_desk, coordinator):
    stays, again = receive(), receive()
    link(again, stays, coordinator)
    at_the_desk.post(act(again, "reopen"))

    again.refresh_from_db()
    assert (again.status, again.duplicate_of) == (Status.RECEIVED, None)
    page = at_the_desk.get(detail(stays))
    assert [entry["of"] for entry in page.context["history"]] == [""]
    assert [reference for reference, _why in suggested(page)] == [again.reference]


def test_chain_leads_to_the_one_that_stays(coordinator):
    first, second, third = receive(), receive(), receive()
    link(second, first, coordinator)
    link(third, second, coordinator)
    assert third.duplicate_of == first
    assert third.events.last().details["duplicate_of"] == first.pk


def test_duplicates_come_along_and_go_back_with_reopening(coordinator):
    first, second, third, fourth = (receive() for _ in range(4))
    link(third, second, coordinator)
    link(fourth, second, coordinator)
    link(second, first, coordinator)
    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.duplicate_of, fourth.duplicate_of) == (first, first)

    fourth.reopen(by=coordinator)
    second.reopen(by=coordinator)
    third.refresh_from_db()
    fourth.refresh_from_db()
    assert (third.duplicate_of, fourth.duplicate_of) == (second, None)


def test_nothing_leads_in_a_circle(coordinator, colleague):
    one, other = receive(), receive()
    link(one, other, colleague)

    with pytest.raises(Conflict):
        other.close("duplicate", duplicate_of=one, by=coordinator)
    with pytest.raises(IllegalTransition):
        other.close("duplicate", duplicate_of=one, by=colleague)
    with pytest.raises(IllegalTransition):
        other.close("duplicate", duplicate_of=other, by=colleague)
    other.refresh_from_db()
    assert (other.status, other.duplicate_of) == (Status.RECEIVED, None)


def test_slower_of_two_who_link_the_other_way_is_told(at_the_desk, colleague):
    one, other = receive(), receive()
    seen = at_the_desk.get(detail(other)).context["seen"]
    link(one, other, colleague)

    data = {"close-disposition": "duplicate", "close-duplicate_of": one.reference}
    response = at_the_desk.post(act(other, "close"), data | {"seen": seen})

    assert response.status_code == 409
    assert "Sam Lund was faster (Closed: Duplicate" in told(response)
    other.refresh_from_db()
    assert other.status == Status.RECEIVED


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("unreachable", "is closed itself (Unreachable). Reopen it"),
        ("withdrawn", "is closed itself (Withdrawn). It was withdrawn"),
    ],
)
def test_linking_to_a_closed_one_is_possible_and_says_so(
    at_the_desk, coordinator, ending, words
):
    stays, again = receive(), receive()
    stays.close(ending, by=coordinator)
    data = {"close-disposition": "duplicate", "close-duplicate_of": stays.reference}
    response = at_the_desk.post(act(again, "close"), data, follow=True)
    again.refresh_from_db()
    assert again.duplicate_of == stays
    assert words in told(response)


def test_linking_to_an_open_one_warns_of_nothing(at_the_desk):
    stays, again = receive(), receive()
    data = {"close-disposition": "duplicate", "close-duplicate_of": stays.reference}
    response = at_the_desk.post(act(again, "close"), data, follow=True)
    assert told(response) == "Closed."


def test_newer_contact_wish_is_pointed_out_and_never_merged(at_the_desk, coordinator):
    stays = receive(voicemail_ok=True, text_ok=True)
    again = receive(
        phone="+17035550144", contact_times=["11:00-13:00"], clinic_name_ok=True
    )
    link(again, stays, coordinator)

    page = at_the_desk.get(detail(stays))

    (other,) = page.context["duplicates"]
    assert other.wishes == [
        "Phone: (703) 555-0144",
        "When: 11 am to 1 pm",
        "No voicemail any more",
        "No texts any more",
        "Clinic's name may be said",
    ]
    assert "(703) 555-0144" in page.content.decode()
    assert (stays.phone, stays.voicemail_ok) == ("+17035550117", True)


def test_older_duplicate_has_no_say(at_the_desk, coordinator):
    older = receive(phone="+17035550144", at=timezone.now() - HOUR)
    stays = receive()
    link(older, stays, coordinator)
    assert at_the_desk.get(detail(stays)).context["duplicates"][0].wishes == []


def test_wish_for_mail_alone_says_nothing_of_the_phone():
    kept = ConsultationRequest(
        phone="+17035550117", contact_method="phone", voicemail_ok=True
    )
    newer = ConsultationRequest(email="a@example.com", contact_method="email")
    assert wishes(newer, kept) == [
        "E-mail: a@example.com",
        "Wants to be reached by: E-mail",
    ]


def test_requests_from_before_are_found_by_their_whole_name(coordinator):
    before, request = receive(phone="+17035550118"), receive(name="Jordan Reyes")
    receive(name="Solo", phone="+17035550119")
    whole = RequestLookup.objects.filter(kind=LookupKind.WHOLE_NAME)
    kept = sorted(whole.values_list("request_id", "digest"))
    whole.delete()
    assert alike(request, coordinator) == []

    migration = import_module("consultations.migrations.0010_today_and_same_person")
    migration.add_whole_names(apps, None)

    assert sorted(whole.values_list("request_id", "digest")) == kept
    assert alike(request, coordinator) == [before.pk]


def test_duplicates_are_not_cut_off_by_how_many_look_alike(coordinator, monkeypatch):
    monkeypatch.setattr("consultations.models.same_person.LOOKED_AT", 2)
    stays, *rest = [receive() for _ in range(7)]
    for again in rest[3:]:
        link(again, stays, coordinator)
    relatives = Relatives(stays, coordinator)
    assert relatives.duplicates == rest[3:]
    assert len(relatives.likenesses) <= 2


@pytest.mark.parametrize("role", ["stays", "again"])
def test_page_asks_the_database_few_times(at_the_desk, coordinator, location, role):
    stays = receive(location=location)
    for _ in range(5):
        again = receive(location=location)
        link(again, stays, coordinator)
    for _ in range(5):
        receive(location=location)
    page = detail({"stays": stays, "again": again}[role])
    at_the_desk.get(page)
    with CaptureQueriesContext(connection) as asked:
        at_the_desk.get(page)
    questions = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(questions) <= MOST_ASKED, "\n".join(questions)
