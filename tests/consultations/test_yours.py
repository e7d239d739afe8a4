"""The private page: it shows little, tells nobody, and looking changes nothing."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.log import AdminEmailHandler

from clinic.models import ClinicSettings
from clinic_site.web_log import Discreet, WithoutQuery
from consultations.masked import ending_of, hint_of
from consultations.models import REQUESTER, ConsultationRequest, Status
from consultations.views import yours

from .conftest import receive
from .private_page import (
    FORM,
    SAVED,
    STOP,
    WRONG,
    almost,
    at,
    events,
    fresh,
    text,
    title,
)
from .test_canary import dump, found_in

pytestmark = pytest.mark.django_db


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
