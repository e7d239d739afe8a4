"""Every way that typed words take: a visitor's and the desk's, good and bad.

Whoever adds a form to the public side or the desk adds a way here.
"""

import re

from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from consultations.admin.actions import ACTIONS
from consultations.models import ConsultationRequest, receiving
from tests.canary import NOTE, TYPED, found_in

from .conftest import filled_in, patient_ticket
from .entry_points import ENTRY_POINTS, FORM
from .test_request_form import hidden, text

RECEIVED = reverse("request_received")
SEARCH = reverse("admin:consultations_consultationrequest_search")
QUEUE = reverse("admin:consultations_consultationrequest_changelist")
CALLER = reverse("admin:consultations_consultationrequest_caller")
ADDRESSES_IN_PAGES = re.compile(r'(?:href|src|action)="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


class Visit:
    """A browser whose every address, header, cookie and title is looked at."""

    def __init__(self, user=None, *, strict=True, client=None, **options):
        self.strict = strict
        self.client = client or Client(raise_request_exception=False, **options)
        if user:
            self.client.force_login(user)
        self.leaks: list[tuple] = []

    def go(self, method, address, data=None, *, status=None, **extra):
        response = getattr(self.client, method)(address, data, **extra)
        page = response.content.decode(errors="replace")
        places = {
            "address": address,
            "location": response.headers.get("Location", ""),
            "headers": str(response.headers),
            "cookies": response.cookies.output(),
            "title": " ".join(TITLE.findall(page)),
            # A number to call and an address to write to are what the desk is for.
            "links": " ".join(
                link
                for link in ADDRESSES_IN_PAGES.findall(page)
                if not link.startswith(("tel:", "mailto:", "sms:"))
            ),
        }
        self.leaks += [
            (address, k, found_in(v)) for k, v in places.items() if found_in(v)
        ]
        if "/request-a-consultation/" in address:
            if "no-store" not in response.headers["Cache-Control"]:
                self.leaks.append((address, "may be kept"))
            if response.headers["Referrer-Policy"] not in (
                "same-origin",
                "no-referrer",
            ):
                self.leaks.append((address, "referrer"))
        if status and self.strict:
            assert response.status_code == status, (method, address)
        return response


def canaries(**fields):
    return filled_in(**TYPED | fields)


# Ways of a visitor: a name, and what happens.


def is_received(visit, monkeypatch):
    visit.go("post", FORM, canaries(), status=302)
    visit.go("get", RECEIVED, status=200)


def corrects_and_sends_again(visit, monkeypatch):
    data = canaries()
    visit.go("post", FORM, data, status=302)
    visit.go("get", FORM, status=200)
    visit.go("post", FORM, data | {"message": f"{TYPED['message']}, again"}, status=302)
    visit.go("post", FORM, data | {"email": "canary.mail.two@example.com"}, status=302)


def makes_mistakes(visit, monkeypatch):
    for wrong in (
        {"consent": None},
        {"phone": "canary message 5550163"},
        {"email": "canary.mail"},
        {"contact_method": TYPED["message"]},
        {"contact_times": [TYPED["message"]]},
        {"for_whom": TYPED["name"]},
        {"message": f"{TYPED['message']} " * 400},
        {"signed_time": TYPED["message"]},
        {"submission_key": TYPED["name"]},
    ):
        page = text(visit.go("post", FORM, canaries(**wrong), status=200))
        carried = hidden(page).values()
        assert found_in(" ".join(carried)) == []


def comes_back_too_late(visit, monkeypatch):
    ticket = patient_ticket()
    ticket.shown_at -= 10 * 24 * 3600
    visit.go("post", FORM, canaries(ticket=ticket))
    visit.go("post", FORM, canaries(signed_time="old"), status=200)


def fills_in_the_decoy(visit, monkeypatch):
    visit.go("post", FORM, canaries(website=TYPED["name"]), status=302)


def sends_at_once(visit, monkeypatch):
    shown = hidden(text(visit.go("get", FORM)))
    visit.go("post", FORM, canaries() | shown)


def has_a_stale_token(visit, monkeypatch):
    strict = Visit(enforce_csrf_checks=True)
    strict.go("get", FORM)
    strict.go("post", FORM, canaries(csrfmiddlewaretoken="x" * 64), status=403)
    visit.leaks += strict.leaks


def has_no_cookies(visit, monkeypatch):
    strict = Visit(enforce_csrf_checks=True)
    strict.go("post", FORM, canaries(), status=403)
    visit.leaks += strict.leaks


def finds_the_database_away(visit, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError(f"server closed the connection: {TYPED['message']}")

    monkeypatch.setattr(receiving, "announce", away)
    visit.go("post", FORM, canaries(), status=503)


def finds_a_fault_that_quotes(visit, monkeypatch):
    def fails(*args, **kwargs):
        raise ValueError(f"cannot read {TYPED}")

    monkeypatch.setattr(receiving, "announce", fails)
    visit.go("post", FORM, canaries(), status=500)


def finds_a_fault_beside_the_words(visit, monkeypatch):
    def fails(*args, **kwargs):
        return TYPED["phone"] + 5

    monkeypatch.setattr("clinic.encryption.encrypt", fails)
    visit.go("post", FORM, canaries(), status=500)


def finds_a_fault_in_a_field(visit, monkeypatch):
    def fails(*args, **kwargs):
        raise KeyError(TYPED["phone"])

    monkeypatch.setattr("consultations.fields._can_be_called", fails)
    visit.go("post", FORM, canaries(), status=500)


def finds_a_fault_in_the_page(visit, monkeypatch):
    def fails(*args, **kwargs):
        raise TypeError(TYPED["name"])

    monkeypatch.setattr("consultations.views.form.promise.to_a_visitor", fails)
    visit.go("post", FORM, canaries(consent=None), status=500)


def fills_in_everything_there_is(visit, monkeypatch):
    for kind in ENTRY_POINTS:
        point = kind()
        there = Visit(client=point.client)
        for typed in TYPED.values():
            for fields in (point.texts, point.fields):
                data = point.data(**dict.fromkeys(fields, typed))
                there.go("post", point.address, data)
            there.go("get", point.address)
        visit.leaks += there.leaks


def finds_every_page_failing(visit, monkeypatch):
    for kind in ENTRY_POINTS:
        point = kind()
        point.client.raise_request_exception = False
        there = Visit(client=point.client)
        for error in (OperationalError, ValueError):

            def fails(*args, error=error, **kwargs):
                raise error(f"cannot keep {TYPED}")

            with monkeypatch.context() as patched:
                patched.setattr("clinic.encryption.encrypt", fails)
                data = point.data(**dict.fromkeys(point.texts, TYPED["message"]))
                assert there.go("post", point.address, data).status_code >= 500
        visit.leaks += there.leaks


VISITORS = [
    is_received,
    corrects_and_sends_again,
    makes_mistakes,
    comes_back_too_late,
    fills_in_the_decoy,
    sends_at_once,
    has_a_stale_token,
    has_no_cookies,
    finds_the_database_away,
    finds_a_fault_that_quotes,
    finds_a_fault_beside_the_words,
    finds_a_fault_in_a_field,
    finds_a_fault_in_the_page,
    fills_in_everything_there_is,
    finds_every_page_failing,
]


# Ways of the desk; each gets the address of a request's actions.


def looks_things_up(visit, act, monkeypatch):
    for typed in (*TYPED.values(), NOTE, f"{NOTE} " * 50):
        visit.go("post", SEARCH, {"q": typed}, status=200)
    visit.go("get", QUEUE, status=200)


def presses_everything_well_and_badly(visit, act, monkeypatch):
    for name in ACTIONS:
        good = {
            f"{name}-note": NOTE,
            "log_attempt-outcome": "reached",
            "schedule-when": "2030-05-06T10:30",
            "close-disposition": "unreachable",
        }
        bad = {
            f"{name}-{field}": NOTE
            for field in ("outcome", "when", "disposition", "duplicate_of", "to")
        }
        visit.go("post", act(name), bad | {f"{name}-note": NOTE})
        visit.go("post", act(name), good | {"seen": "0"})
        visit.go("post", act(name), good)


def takes_a_call(visit, act, monkeypatch):
    usual = canaries(channel="phone", take_it="on")
    visit.go("post", CALLER, usual | {"phone": "canary message"}, status=200)
    visit.go("post", CALLER, usual | {"submission_key": NOTE}, status=302)


def puts_things_right_and_answers_rights(visit, act, monkeypatch):
    subject = ConsultationRequest.objects.get()
    there = "admin:consultations_consultationrequest_{}".format
    correct, give, erase = (
        reverse(there(name), args=[subject.reference])
        for name in ("correct", "give", "erase")
    )
    form = visit.go("get", correct)
    seen = re.search(r'name="seen" value="(\d+)"', form.content.decode())
    usual = canaries(note=NOTE) | {"message": f"{TYPED['message']}, {NOTE}"}
    for wrong in ({"phone": NOTE}, {"contact_method": NOTE}, {"email": NOTE}, {}):
        data = {f"correct_at_the_desk-{k}": v for k, v in (usual | wrong).items()}
        for known in ("", seen[1] if seen else ""):
            visit.go("post", correct, data | {"seen": known})
    visit.client.post("/accounts/reauthenticate/", {"password": "secret"})
    for place in (give, erase):
        visit.go("get", place)
        visit.go("post", place, {"reason": NOTE, "also": [TYPED["name"]]})
    visit.go("post", erase, {"asked": "on", "forever": "on"})


def finds_a_fault(visit, act, monkeypatch):
    def fails(*args, **kwargs):
        raise ValueError(f"{NOTE}, {TYPED}")

    monkeypatch.setattr("consultations.models.lookups.matching", fails)
    visit.go("post", SEARCH, {"q": TYPED["name"]}, status=500)
    monkeypatch.setattr("clinic.encryption.encrypt", fails)
    visit.go("post", act("add_note"), {"add_note-note": NOTE})
    visit.go("post", CALLER, canaries(channel="phone"), status=500)


AT_THE_DESK = [
    looks_things_up,
    presses_everything_well_and_badly,
    takes_a_call,
    puts_things_right_and_answers_rights,
    finds_a_fault,
]
