"""A note survives the session it was written in, and is shown to its writer alone."""

import html
import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.jobs import forget_kept_posts
from consultations.models import EventKind, KeptPost, PageTicket
from consultations.models.kept import SALT

from .conftest import receive
from .test_desk import QUEUE, act, detail

pytestmark = pytest.mark.django_db
NOTE = "she asked for Friday & after four"


def hidden(page: str, name: str) -> str:
    return html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])


def box(page: str) -> str:
    """Return what stands in the box of notes."""
    found = re.search(
        r'<textarea name="add_note-note"[^>]*>(.*?)</textarea>', page, re.S
    )
    return html.unescape(found[1]).strip()


def written(client, request, action="close", note=NOTE, **data) -> dict:
    """Return what a browser sends from the page as this client sees it now."""
    page = client.get(detail(request)).content.decode()
    usual = {"page": hidden(page, "page"), "seen": hidden(page, "seen")}
    return usual | {f"{action}-note": note} | data


def events(request) -> int:
    return request.events.count()


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def test_note_of_an_ended_session_is_in_the_box_after_signing_in(
    at_the_desk, coordinator
):
    request = receive()
    data = written(at_the_desk, request, **{"close-disposition": "unreachable"})
    at_the_desk.logout()

    away = at_the_desk.post(act(request, "close"), data)

    address = urlsplit(away["Location"])
    assert address.path == reverse("account_login")
    assert parse_qs(address.query) == {"next": [detail(request)]}
    assert at_the_desk.get(detail(request)).status_code == 302
    signed_in = at_the_desk.post(
        away["Location"],
        {"login": "priya", "password": "secret", "next": detail(request)},
        follow=True,
    )
    assert signed_in.redirect_chain[-1][0] == detail(request)
    page = signed_in.content.decode()
    assert box(page) == NOTE
    assert "You wrote this before your session ended." in page
    assert events(request) == 1

    kept = {"add_note-note": NOTE, "kept": hidden(page, "kept")}
    at_the_desk.post(act(request, "add_note"), kept)
    assert not KeptPost.objects.exists()
    event = request.events.last()
    assert (event.kind, event.note, event.actor) == (
        EventKind.NOTED,
        NOTE,
        coordinator,
    )


@pytest.mark.parametrize(
    "action", ["log_attempt", "schedule", "hand_over", "close", "add_note"]
)
def test_every_form_with_a_note_keeps_it(at_the_desk, action):
    request = receive()
    data = written(at_the_desk, request, action, **{"log_attempt-outcome": "reached"})
    at_the_desk.logout()
    at_the_desk.post(act(request, action), data)

    kept = KeptPost.objects.get()
    assert (kept.action, kept.note) == (action, NOTE)
    assert events(request) == 1


def test_another_person_never_sees_it(at_the_desk, colleague):
    request = receive()
    data = written(at_the_desk, request)
    at_the_desk.logout()
    at_the_desk.force_login(colleague)

    back = at_the_desk.post(act(request, "close"), data, follow=True)

    page = back.content.decode()
    assert NOTE not in html.unescape(page)
    assert box(page) == ""
    assert "Somebody else was signed in on that page." in page
    assert events(request) == 1
    kept = KeptPost.objects.get()
    at_the_desk.post(
        reverse(
            "admin:consultations_consultationrequest_drop_kept",
            args=[request.reference],
        ),
        {"kept": str(kept.pk)},
    )
    assert KeptPost.objects.filter(pk=kept.pk).exists()


def test_forgery_check_that_fails_keeps_the_note_and_does_nothing(coordinator):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(coordinator)
    request = receive()
    data = written(strict, request)

    back = strict.post(act(request, "close"), data, follow=True)

    assert back.redirect_chain[-1][0] == detail(request)
    page = back.content.decode()
    assert box(page) == NOTE
    assert "Nothing was done yet." in page
    assert events(request) == 1


def test_forgery_check_without_a_session_leads_over_the_sign_in(coordinator):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(coordinator)
    request = receive()
    data = written(strict, request)

    away = Client(enforce_csrf_checks=True).post(act(request, "close"), data)
    assert urlsplit(away["Location"]).path == reverse("account_login")
    assert KeptPost.objects.get().user == coordinator


def test_nothing_is_kept_without_our_proof(client, coordinator):
    one, other = receive(), receive()
    old = signing.dumps({"user": coordinator.pk, "request": one.reference}, salt="x")
    proofs = ("", "made-up", old, PageTicket.signed(coordinator, other))
    for proof in proofs:
        data = {"page": proof, "close-note": NOTE}
        assert client.post(act(one, "close"), data).status_code == 302
    assert not KeptPost.objects.exists()


def test_proof_is_too_old_after_a_week(coordinator, monkeypatch):
    request = receive()
    text = PageTicket.signed(coordinator, request)
    assert PageTicket.read(text).user_id == coordinator.pk
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 8 * 86400)
    assert PageTicket.read(text) is None


def test_nothing_is_kept_for_an_account_that_was_closed(at_the_desk, coordinator):
    request = receive()
    data = written(at_the_desk, request)
    coordinator.is_active = False
    coordinator.save()
    at_the_desk.post(act(request, "close"), data)
    assert not KeptPost.objects.exists()


def test_form_sent_again_with_other_words_loses_neither(at_the_desk):
    request = receive()
    data = written(at_the_desk, request)
    at_the_desk.logout()
    for note in (NOTE, NOTE, "or Monday"):
        at_the_desk.post(act(request, "close"), data | {"close-note": note})
    assert KeptPost.objects.get().note == f"{NOTE}\n\nor Monday"


def test_kept_note_is_thrown_away_by_a_press(at_the_desk, coordinator):
    request = receive()
    ticket = PageTicket.read(PageTicket.signed(coordinator, request))
    KeptPost.keep(ticket, request, "close", NOTE)
    page = at_the_desk.get(detail(request)).content.decode()
    drop = re.search(r'formaction="([^"]+/kept/drop/)"', page)[1]

    assert at_the_desk.get(drop).status_code == 405
    at_the_desk.post(drop, {"kept": hidden(page, "kept"), "add_note-note": NOTE})
    assert not KeptPost.objects.exists()
    assert events(request) == 1


def test_kept_note_is_deleted_after_a_week_by_the_worker(coordinator):
    request = receive()
    now = timezone.now()
    for age, digest in ((timedelta(days=8), "a"), (timedelta(days=6), "b")):
        KeptPost.objects.create(
            user=coordinator,
            request=request,
            action="close",
            page_digest=digest,
            note=NOTE,
            at=now - age,
        )
    forget_kept_posts()
    assert KeptPost.objects.get().page_digest == "b"


def test_kept_note_is_encrypted(coordinator):
    request = receive()
    ticket = PageTicket.read(PageTicket.signed(coordinator, request))
    KeptPost.keep(ticket, request, "close", NOTE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM consultations_keptpost")
        assert NOTE not in cursor.fetchone()[0]


def test_proof_names_nobody_but_by_number(coordinator):
    request = receive()
    text = PageTicket.signed(coordinator, request)
    assert signing.loads(text, salt=SALT) == {
        "user": coordinator.pk,
        "request": request.reference,
    }


def test_note_on_what_was_handed_on_meanwhile_stays_with_the_request(
    client, clinician, coordinator
):
    request = receive()
    request.hand_over(clinician, by=coordinator)
    client.force_login(clinician)
    data = written(client, request, "log_attempt", **{"log_attempt-outcome": "reached"})
    request.hand_over(coordinator, by=coordinator)

    back = client.post(act(request, "log_attempt"), data, follow=True)

    assert back.redirect_chain[-1][0] == QUEUE
    assert "not with you any more" in back.content.decode()
    event = request.events.last()
    assert (event.kind, event.note, event.actor) == (EventKind.NOTED, NOTE, clinician)
    request.refresh_from_db()
    assert request.first_attempt_at is None


def test_clinician_writes_nothing_on_what_they_never_had(
    client, clinician, coordinator
):
    request = receive()
    client.force_login(clinician)
    foreign = PageTicket.signed(coordinator, request)
    for proof in ("", foreign):
        data = {"page": proof, "add_note-note": NOTE}
        client.post(act(request, "add_note"), data)
    assert events(request) == 1
    assert KeptPost.objects.get().user == coordinator
