"""The private page: it shows little, changes what is asked, and stops at one press."""

import html
import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.log import AdminEmailHandler

from clinic.models import ClinicSettings, OutboxMessage
from clinic_site.web_log import Discreet, WithoutQuery
from consultations.masked import ending_of, hint_of
from consultations.models import (
    REQUESTER,
    ConsultationRequest,
    EventKind,
    Status,
    own_link,
)
from consultations.views import yours

from .conftest import filled_in, receive
from .test_canary import dump, found_in

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
DETAIL = "admin:consultations_consultationrequest_change"
ACT = "admin:consultations_consultationrequest_act"
SAVED = {
    "press": "correct",
    "contact_method": "phone",
    "phone": "",
    "email": "",
    "name": "",
}
STOP = {"press": "stop"}
STOP_NOW = {"press": "stop now"}
WRONG = own_link.fresh_selector() + "A" * 24


@pytest.fixture
def request_(location):
    return receive(
        name="Quillon Testvale",
        email="quillon@mail.example.org",
        phone="+17035550117",
        message="a hard year",
        contact_times=["11:00-13:00"],
        voicemail_ok=True,
        location=location,
    )


def text(response) -> str:
    return html.unescape(response.content.decode())


def at(request) -> str:
    return own_link.path_for(request)


def almost(request) -> str:
    """Return the address with its last letter wrong."""
    path = at(request)
    return path[:-2] + ("x/" if path[-2] != "x" else "y/")


def events(request) -> list[str]:
    return list(request.events.values_list("kind", flat=True))


def fresh(request) -> ConsultationRequest:
    return ConsultationRequest.objects.get(pk=request.pk)


def title(page: str) -> str:
    return page.split("<title>")[1].split("</title>")[0]


# What it shows


def test_page_says_what_a_stranger_may_read_and_nothing_else(client, request_):
    page = " ".join(text(client.get(at(request_))).split())

    assert request_.reference in page
    assert "We first try to reach you by" in page
    assert "on the number that ends in 17" in page
    assert "Leave empty to keep q…@m….org." in page
    assert "11 am to 1 pm" in page
    assert "We may leave a voicemail. We do not say who is calling." in page
    for hidden in (
        *("Quillon", "Testvale", "a hard year", "quillon@", "mail.example"),
        *("555-0117", "5550117"),
    ):
        assert hidden not in page, hidden


def test_page_names_no_clinic_and_no_treatment(client, request_):
    settings = ClinicSettings.load()
    settings.clinic_name = "Harbor Ketamine Clinic"
    settings.description = settings.tagline = "Ketamine infusions in Alexandria"
    settings.save()
    request_.correct(clinic_name_ok=True, by=REQUESTER)
    closed = receive()
    closed.withdraw(by=REQUESTER)
    pages = [
        client.get(at(request_)),
        client.post(at(request_), SAVED | {"phone": "12"}),
        client.post(at(request_), STOP),
        client.get(at(closed)),
        client.get(reverse("request_yours", args=[WRONG])),
    ]
    for response in pages:
        page = text(response)
        assert "Harbor" not in page
        assert "etamine" not in page
        assert "linic" not in strip_tags(page.split("<body>")[1])


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("phone", "By phone, on the number that ends in 17"),
        ("text", "By text message, to the number that ends in 17"),
        ("email", "By e-mail, to <bdi>q…@m….org</bdi>"),
    ],
)
def test_way_is_named_with_its_end_alone(client, request_, method, words):
    request_.correct(contact_method=method, text_ok=True, by=REQUESTER)
    assert words in text(client.get(at(request_)))


def test_short_and_odd_values_are_masked_too():
    assert ending_of("+17035550117;ext=4433") == "17"
    assert hint_of("a@b.co") == "a…@b….co"
    assert hint_of("strangely.long@sub.domain.museum") == "s…@s….museum"


def test_only_what_is_safe_is_filled_in(client, request_):
    page = text(client.get(at(request_)))
    for name in ("phone", "email", "name"):
        field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)[0]
        assert "value=" not in field
        assert 'autocomplete="off"' in field
    assert re.search(r'value="11:00-13:00"[^>]*checked', page)
    assert re.search(r'name="voicemail_ok"[^>]*checked', page)
    assert not re.search(r'name="clinic_name_ok"[^>]*checked', page)


def test_nothing_is_promised_once_we_have_talked(client, request_, coordinator):
    request_.log_attempt("reached", by=coordinator)
    page = text(client.get(at(request_)))
    assert "try to reach you" not in page
    assert "ends in 17" in page


# Nothing leaks


def test_headers_keep_the_address_to_this_browser(client, request_):
    for response in (
        client.get(at(request_)),
        client.head(at(request_)),
        client.post(at(request_), STOP),
        client.post(at(request_), SAVED | {"phone": "703 555 0142"}),
        client.get(reverse("request_yours", args=[WRONG])),
    ):
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies


def test_page_says_neither_its_address_nor_the_reference_in_its_head(client, request_):
    token = at(request_).split("/")[-2]
    for response in (client.get(at(request_)), client.post(at(request_), STOP)):
        page = text(response)
        assert token not in page
        assert request_.own_link not in page
        assert '<meta name="robots" content="noindex, nofollow">' in page
        assert request_.reference not in page.split("<body>")[0]
        assert title(page) in ("Your request", "Stop: are you sure?")
        for link in re.findall(r'href="([^"]*)"', page):
            assert re.match(r"/|#|tel:|sms:|data:", link), link
        assert "<script" not in page


def test_robots_are_kept_away(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /request-a-consultation/yours/" in lines


@pytest.mark.parametrize("debug", [False, True])
def test_logs_and_reports_of_errors_hold_no_token(
    client, request_, caplog, settings, monkeypatch, debug
):
    settings.ADMINS = [("Ops", "ops@clinic.example")]
    settings.DEBUG = debug
    caplog.set_level(logging.DEBUG)
    logger = logging.getLogger("django.request")
    # As in Django's own set-up, for a clinic that has its errors mailed.
    reports = AdminEmailHandler(include_html=True)
    reports.setLevel(logging.ERROR)
    logger.addHandler(reports)
    client.raise_request_exception = False
    token = at(request_).split("/")[-2]
    try:
        assert client.get(almost(request_)).status_code == 404
        assert client.get(at(request_) + "deeper/").status_code == 404
        assert client.put(at(request_)).status_code == 405
        assert client.get(at(request_).rstrip("/")).status_code == 301
        monkeypatch.setattr(yours, "_show", lambda *args, **kwargs: 1 / 0)
        assert client.get(at(request_)).status_code == 500
    finally:
        logger.removeHandler(reports)
    (report,) = mail.outbox
    for part in (report.subject, report.body, report.alternatives[0][0]):
        assert token[16:] not in part
    assert "ZeroDivisionError" in report.body
    kept = [r for r in caplog.records if r.name != "django.db.backends"]
    assert any("/yours/hidden/" in record.getMessage() for record in kept)
    # What no view answered is cut by what every handler of the site goes through.
    line = Discreet("%(levelname)s %(message)s")
    assert all(WithoutQuery().filter(record) for record in kept)
    assert token[16:] not in "".join(line.format(record) for record in kept)


def test_what_is_typed_here_is_nowhere_in_clear(client, request_, caplog):
    caplog.set_level(logging.DEBUG)
    typed = {
        "phone": "703 555 0163",
        "email": "canary.mail@example.com",
        "name": "Canaria Namesworth",
    }
    answers = [
        client.post(at(request_), SAVED | typed | {"contact_method": "pigeon"}),
        client.post(reverse("request_yours", args=[WRONG]), SAVED | typed),
        client.post(at(request_), SAVED | typed),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 302]
    assert fresh(request_).name == "Canaria Namesworth"
    assert found_in(answers[2]["Location"]) == []
    assert found_in(dump()) == []
    assert found_in(caplog.text) == []


def test_link_carries_nothing_to_another_site_even_when_wrong(client):
    page = text(client.get(reverse("request_yours", args=[WRONG])))
    assert WRONG not in page
    assert not re.search(r'href="https?:', page)


# Looking changes nothing


def test_scanner_of_a_mailbox_changes_nothing(client, request_):
    before = ConsultationRequest.objects.filter(pk=request_.pk).values().get()
    for query in ("", "?press=stop+now", "?press=correct&phone=7035550142", "?saved"):
        assert client.get(at(request_) + query).status_code == 200
        assert client.head(at(request_) + query).status_code == 200
    assert client.options(at(request_)).status_code == 405
    after = ConsultationRequest.objects.filter(pk=request_.pk).values().get()
    assert after == before
    assert events(request_) == ["received"]


def test_first_press_on_stop_asks_and_changes_nothing(client, request_):
    page = text(client.post(at(request_), STOP))

    assert "nobody calls, texts or writes to you" in page
    assert "You can write to us again" in page
    assert fresh(request_).status == Status.RECEIVED


# Correcting


def test_number_is_corrected_and_the_rest_kept(client, request_):
    data = SAVED | {"phone": "(703) 555-0142", "contact_times": ["09:00-11:00"]}
    response = client.post(at(request_), data | {"text_ok": "on"})

    assert response.status_code == 302
    assert response["Location"] == at(request_) + "?saved"
    stored = fresh(request_)
    assert stored.phone == "+17035550142"
    assert stored.contact_times == ["09:00-11:00"]
    assert (stored.voicemail_ok, stored.text_ok) == (False, True)
    assert (stored.name, stored.email) == (request_.name, request_.email)
    assert (stored.message, stored.adult) == ("a hard year", True)
    page = text(client.get(response["Location"]))
    assert "Saved." in page
    assert "ends in 42" in page


def test_saving_without_a_change_says_so_and_writes_nothing(client, request_):
    data = SAVED | {"contact_times": ["11:00-13:00"], "voicemail_ok": "on"}
    for _twice in range(2):
        response = client.post(at(request_), data)
    assert response["Location"] == at(request_) + "?same"
    assert "Nothing was changed" in text(client.get(response["Location"]))
    assert events(request_) == ["received"]


def test_new_address_gets_a_new_link_and_the_old_one_is_void(client, request_):
    old = at(request_)
    OutboxMessage.objects.all().delete()
    response = client.post(old, SAVED | {"email": "new@example.net"})

    stored = fresh(request_)
    assert response["Location"] == at(stored) + "?moved" != old + "?moved"
    assert "leads nowhere any more" in text(client.get(response["Location"]))
    assert client.get(old).status_code == 404
    recipients = {row.kind: row.recipient for row in OutboxMessage.objects.all()}
    assert recipients == {
        "consultations.staff_notice": "intake@clinic.example",
        "consultations.acknowledgement": "new@example.net",
    }


def test_desk_sees_what_it_said_before(client, request_, coordinator):
    client.post(at(request_), SAVED | {"phone": "703 555 0142", "name": "Robin"})
    client.force_login(coordinator)
    page = text(client.get(reverse(DETAIL, args=[request_.reference])))
    assert "Corrected through the private link" in page
    assert "+17035550117" in page
    assert "Quillon Testvale" in page
    assert "(703) 555-0142" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"contact_method": "text"}, "text_ok"),
        ({"contact_method": "pigeon"}, "contact_method_0"),
        ({"contact_times": ["03:00-04:00"]}, "contact_times_0"),
        ({"name": "x" * 201}, "name"),
    ],
)
def test_mistake_is_named_and_what_was_typed_is_kept(client, request_, typed, field):
    response = client.post(at(request_), SAVED | {"name": "Robin"} | typed)
    page = text(response)

    assert response.status_code == 200
    assert title(page).startswith("Error:")
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}"' in page
    assert typed.get("name", "Robin") in page
    assert events(request_) == ["received"]


def test_way_that_we_have_nothing_for_asks_for_it(client, location):
    request = receive(phone="", email="a@example.com", contact_method="email")
    page = text(client.post(at(request), SAVED))
    assert "Enter a phone number, or choose e-mail" in page
    other = receive(email="")
    page = text(client.post(at(other), SAVED | {"contact_method": "email"}))
    assert "Enter an e-mail address, or choose phone" in page
    done = client.post(
        at(other), SAVED | {"contact_method": "email", "email": "b@c.de"}
    )
    assert done.status_code == 302
    assert fresh(other).reach == "b@c.de"


def test_window_from_before_the_hours_changed_can_be_kept(client, request_):
    request_.correct(contact_times=["19:00-21:00"], by=REQUESTER)
    page = text(client.get(at(request_)))
    assert re.search(r'value="19:00-21:00"[^>]*checked', page)
    client.post(at(request_), SAVED | {"contact_times": ["19:00-21:00"]})
    assert fresh(request_).contact_times == ["19:00-21:00"]


def test_form_sent_by_another_site_does_nothing_and_keeps_what_was_typed(request_):
    client = Client(enforce_csrf_checks=True)
    for site in ("cross-site", "same-site"):
        headers = {"sec-fetch-site": site, "origin": "https://elsewhere.example"}
        data = SAVED | {"phone": "703 555 0142"}
        response = client.post(at(request_), data, headers=headers)
        assert response.status_code == 403
        assert 'value="703 555 0142"' in text(response)
        response = client.post(at(request_), STOP_NOW, headers=headers)
        assert response.status_code == 403
    assert events(request_) == ["received"]


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "same-origin", "origin": "null"}],
    ids=["old browser", "no referrer, so no origin"],
)
def test_own_form_needs_no_cookie(request_, headers):
    client = Client(enforce_csrf_checks=True)
    data = SAVED | {"phone": "703 555 0142"}
    assert client.post(at(request_), data, headers=headers).status_code == 302
    assert client.post(at(request_), data, headers=headers, secure=True)
    assert fresh(request_).phone == "+17035550142"


def test_database_that_is_away_gives_back_what_was_typed(client, request_, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("away")

    monkeypatch.setattr(ConsultationRequest, "correct", away)
    data = SAVED | {"phone": "703 555 0142", "name": "Robin"}
    response = client.post(at(request_), data)

    assert response.status_code == 503
    assert response["Retry-After"]
    assert "no-store" in response["Cache-Control"]
    assert "Robin\n703 555 0142" in text(response)
    assert 'href="tel:' in text(response)
    assert "Nova Health Recovery" not in text(response)
    assert at(request_).split("/")[-2] not in text(response)
    monkeypatch.setattr(ConsultationRequest, "of_own_link", away)
    assert client.get(at(request_)).status_code == 503


# Withdrawing


def test_second_press_stops_all_contact(client, request_):
    response = client.post(at(request_), STOP_NOW)

    assert response["Location"] == at(request_)
    page = text(client.get(at(request_)))
    assert title(page) == "Withdrawn"
    assert "nobody here calls, texts or writes" in page
    assert f'href="{FORM}?new=1"' in page
    assert request_.reference not in page
    assert fresh(request_).is_withdrawn
    assert not OutboxMessage.objects.waiting().exists()


def test_second_withdrawal_and_late_correction_change_nothing(client, request_):
    for _twice in range(2):
        client.post(at(request_), STOP_NOW)
    assert title(text(client.post(at(request_), STOP))) == "Withdrawn"
    response = client.post(at(request_), SAVED | {"phone": "703 555 0142"})

    assert response.status_code == 409
    assert title(text(response)) == "Withdrawn"
    assert "703 555 0142" in text(response)
    assert events(request_) == ["received", "withdrawn"]


def close_it(request, by):
    request.close("unreachable", by=by)


def make_it_spam(request, by):
    request.mark_spam(by=by)


def make_it_a_duplicate(request, by):
    request.close("duplicate", duplicate_of=receive(), by=by)


@pytest.mark.parametrize("end", [close_it, make_it_spam, make_it_a_duplicate])
def test_request_that_the_desk_closed_says_so_and_nothing_of_why(
    client, request_, coordinator, end
):
    end(request_, coordinator)
    page = text(client.get(at(request_)))

    assert title(page) == "Your request is closed"
    assert ("joined it with another" in page) == (end is make_it_a_duplicate)
    for word in ("spam", "nreachable", "uplicate", request_.reference, "<form"):
        assert word not in page
    late = client.post(at(request_), SAVED | {"phone": "703 555 0142"})
    assert late.status_code == 409
    assert "703 555 0142" in text(late)
    assert client.post(at(request_), STOP_NOW).status_code == 200
    assert fresh(request_).disposition != "withdrawn"


def test_desk_closing_in_the_same_moment_loses_nothing(
    client, request_, coordinator, monkeypatch
):
    """The page is built from a row that the desk closes before it is locked."""
    found = ConsultationRequest.of_own_link

    def found_before_it_closed(token):
        request = found(token)
        fresh(request).close("unreachable", by=coordinator)
        return request

    monkeypatch.setattr(ConsultationRequest, "of_own_link", found_before_it_closed)
    response = client.post(at(request_), SAVED | {"phone": "703 555 0142"})
    assert response.status_code == 409
    assert "703 555 0142" in text(response)
    fresh(request_).reopen(by=coordinator)
    response = client.post(at(request_), STOP_NOW)
    assert response.status_code == 200
    assert title(text(response)) == "Your request is closed"


def test_quarantined_request_looks_like_any_other(client, location):
    set_aside = receive(quarantine_reasons=["decoy"], location=location)
    usual = receive(location=location)
    pages = [
        text(client.get(at(request))).replace(request.reference, "")
        for request in (set_aside, usual)
    ]
    spelled = [re.sub(r"(?:\w, ){7}\w", "", page) for page in pages]
    assert spelled[0] == spelled[1]
    client.post(at(set_aside), STOP_NOW)
    assert fresh(set_aside).is_withdrawn


# Wrong links


def test_wrong_void_and_late_links_answer_alike(
    client, request_, coordinator, time_machine
):
    void, late = receive(), receive()
    void_path, late_path = at(void), at(late)
    void.void_own_link(by=coordinator)
    late.close("unreachable", by=coordinator)
    time_machine.move_to(timezone.now() + timedelta(days=15))
    answers = [
        client.get(path)
        for path in (
            void_path,
            late_path,
            almost(request_),
            reverse("request_yours", args=[WRONG]),
            FORM + "yours/x/",
            FORM + "yours/%00/",
            FORM + "yours/" + "x" * 3000 + "/",
        )
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    page = text(answers[0])
    assert f'href="{FORM}?new=1"' in page
    assert "say your reference" in page


def test_what_was_typed_behind_a_void_link_is_given_back(client, request_, coordinator):
    request_.void_own_link(by=coordinator)
    path = FORM + f"yours/{WRONG}/"
    response = client.post(path, SAVED | {"phone": "703 555 0142", "name": "Robin"})
    assert response.status_code == 404
    assert "Robin\n703 555 0142" in text(response)


# Afterwards, on the public side


def test_received_page_of_a_withdrawn_request_says_so(client):
    client.post(FORM, filled_in())
    request = ConsultationRequest.objects.get()
    request.withdraw(by=REQUESTER)
    response = client.get(reverse("request_received"))
    assert response["Location"] == at(request)


def test_who_stopped_and_writes_again_writes_a_new_request(client):
    client.post(FORM, filled_in())
    first = ConsultationRequest.objects.get()
    assert first.reference in text(client.get(FORM))
    first.withdraw(by=REQUESTER)
    page = text(client.get(FORM))

    assert first.reference not in page
    key = re.search(r'name="submission_key" value="([^"]*)"', page)[1]
    assert ConsultationRequest.for_key(key) is None


# At the desk


def test_desk_hides_every_way_to_reach_who_withdrew(client, request_, coordinator):
    client.post(at(request_), STOP_NOW)
    client.force_login(coordinator)
    page = text(client.get(reverse(DETAIL, args=[request_.reference])))

    assert (
        "<strong>Withdrawn by the requester, do not contact</strong> (today, " in page
    )
    for gone in ('href="tel:', 'href="sms:', 'href="mailto:', "log_attempt"):
        assert gone not in page, gone
    assert "Do not contact" in page
    assert "Reopen although withdrawn" in page
    queue = reverse("admin:consultations_consultationrequest_changelist")
    assert "Do not contact" in text(client.get(queue, {"state": "closed"}))
    assert request_.reference not in text(client.get(queue))


def test_desk_says_who_wrote_a_withdrawal_down(client, request_, coordinator):
    request_.close("withdrawn", by=coordinator)
    client.force_login(coordinator)
    page = text(client.get(reverse(DETAIL, args=[request_.reference])))
    assert "written down by Priya Shah" in page
    assert "by the requester" not in page


def test_press_from_an_open_page_is_refused_after_a_withdrawal(
    client, request_, coordinator
):
    client.force_login(coordinator)
    request_.withdraw(by=REQUESTER)
    url = reverse(ACT, args=[request_.reference, "log_attempt"])
    data = {"log_attempt-outcome": "no_answer", "log_attempt-note": "rang twice"}
    response = client.post(url, data)

    assert response.status_code == 409
    page = text(response)
    assert "Withdrawn: do not contact" in page
    assert "rang twice" in page
    assert events(request_) == ["received", "withdrawn"]


def test_desk_reopens_a_withdrawal_with_a_reason_alone(client, request_, coordinator):
    request_.withdraw(by=REQUESTER)
    client.force_login(coordinator)
    url = reverse(ACT, args=[request_.reference, "reopen"])

    refused = client.post(url, {"reopen-note": " "})
    assert "Write why you reopen what was withdrawn" in text(refused)
    assert fresh(request_).is_withdrawn
    assert client.post(url, {"reopen-note": "She rang."}).status_code == 302

    assert fresh(request_).status == Status.RECEIVED
    last = request_.events.last()
    assert (last.kind, last.note) == (EventKind.REOPENED, "She rang.")
    assert client.get(at(request_)).status_code == 200


def test_desk_makes_the_link_void(client, request_, coordinator, editor):
    path = at(request_)
    url = reverse(ACT, args=[request_.reference, "void_own_link"])
    client.force_login(editor)
    assert client.post(url).status_code in (302, 403)
    assert client.get(path).status_code == 200

    client.force_login(coordinator)
    page = text(client.get(reverse(DETAIL, args=[request_.reference])))
    assert "Make the private link void" in page
    client.post(url)
    assert client.get(path).status_code == 404
    page = text(client.get(reverse(DETAIL, args=[request_.reference])))
    assert "Make the private link void" not in page
