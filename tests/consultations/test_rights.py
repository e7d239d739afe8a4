"""What a person may ask for at the desk: everything, erasing, and a hold against it."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations.models import (
    ConsultationRequest,
    EventKind,
    IllegalTransition,
    PurgeRecord,
    ReadingEntry,
    own_link,
)

from .conftest import receive
from .test_desk import QUEUE, act, detail

pytestmark = pytest.mark.django_db
NOTE = "a letter from counsel"
TICKED = {"asked": "on", "forever": "on"}


def at(name: str, request) -> str:
    place = f"admin:consultations_consultationrequest_{name}"
    return reverse(place, args=[request.reference])


def prove(client) -> None:
    """Say once more who is at the keyboard."""
    client.post("/accounts/reauthenticate/", {"password": "secret"})


@pytest.fixture
def boss(client, manager):
    client.force_login(manager)
    prove(client)
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("name", ["give", "erase"])
def test_page_asks_once_more_who_is_there(client, manager, name):
    request = receive()
    client.force_login(manager)
    place = at(name, request)
    for method in (client.get, client.post):
        response = method(place)
        assert response["Location"].startswith(
            "/accounts/reauthenticate/?next=%2Fadmin"
        )
    assert ConsultationRequest.objects.exists()

    response = client.post(
        "/accounts/reauthenticate/", {"password": "secret", "next": place}
    )
    assert response["Location"] == place
    assert client.get(place).status_code == 200


@pytest.mark.parametrize("name", ["give", "erase"])
@pytest.mark.parametrize("who", ["coordinator", "clinician", "editor", "reviewer"])
def test_nobody_but_a_manager_gives_out_or_erases(client, request, name, who):
    user = request.getfixturevalue(who)
    subject = receive()
    if who == "clinician":
        subject.hand_over(user, by=user)
    client.force_login(user)
    prove(client)
    for response in (
        client.get(at(name, subject)),
        client.post(at(name, subject), TICKED | {"reason": "asked"}),
    ):
        assert response.status_code in (302, 403)
        assert response.get("Content-Type") != "application/zip"
    assert ConsultationRequest.objects.exists()
    assert not ReadingEntry.objects.filter(kind="export").exists()


def test_post_without_its_token_is_refused(manager, settings):
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    subject = receive()
    assert client.post(at("erase", subject), TICKED).status_code == 403
    assert ConsultationRequest.objects.exists()


def test_archive_holds_both_files_and_is_recorded(boss, manager, location):
    subject = receive(message="words to give back")
    other = receive(name="M. O.", message="from the same phone")
    receive(phone="+17035550999", message="of somebody else")

    page = text(boss.get(at("give", subject)))
    assert f"{other.reference}, came" in page
    assert "same phone" in page

    response = boss.post(
        at("give", subject), {"reason": "asked", "also": [other.reference]}
    )

    assert response["Content-Type"] == "application/zip"
    assert "no-store" in response["Cache-Control"]
    assert f'filename="{subject.reference}.zip"' in response["Content-Disposition"]
    packed = zipfile.ZipFile(io.BytesIO(response.content))
    assert sorted(packed.namelist()) == [
        f"{subject.reference}.html",
        f"{subject.reference}.json",
    ]
    told = json.loads(packed.read(f"{subject.reference}.json"))
    assert [one["story"] for one in told["requests"]] == [
        "words to give back",
        "from the same phone",
    ]
    assert told["made_by"] == "Ruth Hale"
    entry = ReadingEntry.objects.order_by("-number").first()
    assert (entry.kind, entry.reason, entry.actor) == ("export", "asked", manager)
    assert sorted(entry.request_ids) == [subject.pk, other.pk]


@pytest.mark.parametrize(
    "wrong", [{}, {"reason": "curiosity"}, {"reason": "asked", "also": ["AAAAAAAA"]}]
)
def test_nothing_is_given_without_a_reason_or_for_a_made_up_request(boss, wrong):
    subject = receive()
    receive(name="M. O.")
    response = boss.post(at("give", subject), wrong)
    assert response.status_code == 200
    assert "put right" in text(response)
    assert not ReadingEntry.objects.filter(kind="export").exists()


def test_erasing_says_what_goes_and_what_stays(boss, coordinator):
    subject = receive()
    repeat = receive(message="once more")
    repeat.close("duplicate", duplicate_of=subject, by=coordinator)
    other = receive(name="M. O.")

    page = text(boss.get(at("erase", repeat)))

    assert "2 requests with name, phone" in page
    assert subject.reference in page
    assert "3 entries of the history" in page
    assert "A purge record: that it was erased" in page
    assert at("erase", other) in page


def test_erased_is_gone_with_its_duplicates_and_proven(boss, manager, coordinator):
    subject = receive()
    repeat = receive(message="once more")
    repeat.close("duplicate", duplicate_of=subject, by=coordinator)
    other = receive(phone="+17035550999")
    link = own_link.path_for(subject)

    assert boss.post(at("erase", subject), {"asked": "on"}).status_code == 200
    assert ConsultationRequest.objects.count() == 3
    response = boss.post(at("erase", subject), TICKED, follow=True)

    assert "Erased for good: 2 requests." in text(response)
    assert list(ConsultationRequest.objects.all()) == [other]
    record = PurgeRecord.naming(subject.reference)
    assert (record.rule, record.actor, record.requests) == ("asked", manager, 2)
    assert boss.get(detail(subject)).status_code == 404
    gone = boss.get(link)
    assert gone.status_code == 404
    assert "we no longer hold what it led to" in text(gone)


def test_page_of_a_purged_link_is_that_of_any_wrong_link(client, boss):
    subject = receive()
    link = own_link.path_for(subject)
    boss.post(at("erase", subject), TICKED)
    never = f"{link[:-41]}{'A' * 40}/"

    assert len(never) == len(link)
    assert client.get(link).content == client.get(never).content


def test_hold_refuses_erasing_and_says_so(boss, manager):
    subject = receive()
    response = boss.post(act(subject, "hold"), {"hold-note": NOTE}, follow=True)
    page = text(response)
    assert "Legal hold" in page
    assert NOTE in page
    assert at("erase", subject) not in page

    page = text(boss.get(at("erase", subject)))
    assert "Nothing can be erased now" in page
    assert "has been on legal hold since" in page
    assert "Erase for good" not in page
    assert boss.post(at("erase", subject), TICKED).status_code == 409
    assert ConsultationRequest.objects.exists()

    boss.post(act(subject, "release"), {"release-note": "settled"})
    subject.refresh_from_db()
    assert not subject.is_held
    kinds = list(subject.events.values_list("kind", flat=True))
    assert kinds == ["received", EventKind.HELD, EventKind.RELEASED]
    assert boss.post(at("erase", subject), TICKED).status_code == 302


def test_hold_of_a_duplicate_keeps_the_group(boss, manager, coordinator):
    subject, repeat = receive(), receive()
    repeat.close("duplicate", duplicate_of=subject, by=coordinator)
    repeat.hold(by=manager, note=NOTE)
    assert boss.post(at("erase", subject), TICKED).status_code == 409
    assert ConsultationRequest.objects.count() == 2


@pytest.mark.parametrize("who", ["coordinator", "clinician"])
def test_others_neither_hold_nor_release(client, request, who, manager):
    user = request.getfixturevalue(who)
    subject = receive()
    subject.hold(by=manager, note=NOTE)
    subject.hand_over(user, by=manager)
    client.force_login(user)
    for action in ("hold", "release"):
        data = {f"{action}-note": NOTE}
        assert client.post(act(subject, action), data).status_code == 403
    undo = (
        f"{detail(subject).removesuffix('change/')}undo/{subject.events.all()[1].pk}/"
    )
    client.post(undo)
    subject.refresh_from_db()
    assert subject.is_held


@pytest.mark.parametrize("action", ["hold", "release", "correct"])
def test_what_was_said_for_the_record_is_never_undone(action, manager):
    subject = receive()
    subject.hold(by=manager, note=NOTE)
    if action == "release":
        subject.release(by=manager, note="settled")
    if action == "correct":
        subject.correct(by=manager, name="Jo Reyes")
    with pytest.raises(IllegalTransition):
        subject.undo(subject.events.last().pk, by=manager)


def test_hold_needs_a_reason_and_happens_once(boss, manager):
    subject = receive()
    page = text(boss.post(act(subject, "hold"), {"hold-note": "  "}))
    assert "Write why first" in page
    for wrong in (" ", ""):
        with pytest.raises(IllegalTransition):
            subject.hold(by=manager, note=wrong)
    subject.hold(by=manager, note=NOTE)
    with pytest.raises(IllegalTransition):
        subject.hold(by=manager, note=NOTE)
    assert subject.events.filter(kind=EventKind.HELD).count() == 1


def test_queue_shows_holds_and_filters_them(boss, manager):
    held, other = receive(), receive(name="Somebody Else")
    held.hold(by=manager, note=NOTE)

    page = text(boss.get(QUEUE))
    assert "Legal hold" in page
    page = text(boss.get(QUEUE, {"kept": "held"}))
    assert held.reference in page
    assert other.reference not in page


def test_queue_shows_what_nobody_touched(boss, coordinator):
    long_ago = timezone.now() - timedelta(days=61)
    forgotten, fresh = receive(at=long_ago), receive(at=long_ago)
    fresh.add_note("rang again", by=coordinator)

    boss.get(QUEUE)
    with CaptureQueriesContext(connection) as asked:
        page = text(boss.get(QUEUE, {"kept": "untouched"}))
    assert forgotten.reference in page
    assert fresh.reference not in page
    assert queries(asked) <= 12


def queries(asked) -> int:
    return len([q for q in asked if "SAVEPOINT" not in q["sql"]])


@pytest.mark.parametrize("name", ["give", "erase", "correct"])
def test_pages_ask_the_database_few_times(boss, coordinator, location, name):
    subject = receive(location=location, email="a@example.com")
    for _one in range(6):
        other = receive(email="a@example.com", location=location)
    other.close("duplicate", duplicate_of=subject, by=coordinator)
    boss.get(at(name, subject))

    with CaptureQueriesContext(connection) as asked:
        assert boss.get(at(name, subject)).status_code == 200
    assert queries(asked) <= 12, "\n".join(q["sql"] for q in asked)


def test_manager_sees_clocks_what_is_due_and_what_went(boss, manager, coordinator):
    over = timezone.now() - timedelta(days=500)
    subject = receive(at=over)
    subject.close("unreachable", by=coordinator, at=over)
    clocks = reverse("admin:consultations_retentionsettings_change", args=[1])
    with CaptureQueriesContext(connection) as asked:
        page = text(boss.get(clocks))
    assert "Unreachable: 1" in page
    assert 'name="unreachable" value="90"' in page
    assert queries(asked) <= 12

    fields = "booked not_booked did_not_come referred withdrawn not_suitable spam"
    data = dict.fromkeys(fields.split(), "45")
    data |= {"unreachable": "", "quarantined": "90", "untouched": "60"}
    assert boss.post(clocks, data).status_code == 302
    assert "nothing" in text(boss.get(clocks))
    assert boss.post(clocks, data | {"spam": "3"}).status_code == 200

    boss.post(at("erase", subject), TICKED)
    page = text(boss.get(reverse("admin:consultations_purgerecord_changelist")))
    assert "Erased as the person asked" in page
    assert "Ruth Hale" in page
    assert subject.reference not in page


@pytest.mark.parametrize("who", ["coordinator", "clinician", "editor"])
@pytest.mark.parametrize("model", ["retentionsettings", "purgerecord"])
def test_clocks_and_records_are_for_managers(client, request, who, model):
    client.force_login(request.getfixturevalue(who))
    place = reverse(f"admin:consultations_{model}_changelist")
    assert client.get(place).status_code in (302, 403)
    if who != "editor":
        assert client.get(place).status_code == 403
