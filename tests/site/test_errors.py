"""Error pages keep the phone number and the crisis line, whatever is broken."""

import logging

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from clinic import bare
from clinic.models import ClinicSettings
from tests.factories import make_article, make_clinic, make_home
from tests.site.staff import make_person

pytestmark = pytest.mark.django_db

ANYWHERE = [
    "/",
    "/articles/sleep-after-an-infusion/",
    "/search/?q=sleep",
    "/no-such-page/",
    "/accounts/login/",
    "/accounts/",
    "/admin/",
    "/cms/",
    "/documents/1/a.pdf",
    "/sitemap.xml",
    "/articles/feed/",
    "/request-a-consultation/received/",
]


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, logger="django.request")
    bare.forget()
    yield
    bare.forget()


@pytest.fixture
def database_away(monkeypatch):
    """Take the database away: every connection and every cursor is refused."""

    def take(error=OperationalError):
        def refuse(*args, **kwargs):
            raise error("the database is away")

        monkeypatch.setattr(connection, "ensure_connection", refuse)
        monkeypatch.setattr(connection, "cursor", refuse)

    return take


def assert_says_whom_to_call(response, phone="(703) 555-0100"):
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "no-store" in response["Cache-Control"]
    assert phone in response.text
    assert "tel:988" in response.text
    assert "Content-Security-Policy" in response


@pytest.mark.parametrize("address", ANYWHERE)
@pytest.mark.parametrize("signed_in", [False, True], ids=["reader", "staff"])
def test_missing_database_gets_the_page_with_the_phone_number(
    client, database_away, address, signed_in
):
    make_article()
    client.raise_request_exception = False
    if signed_in:
        client.force_login(make_person("superuser"))

    database_away()

    assert_says_whom_to_call(client.get(address, follow=True))


def test_database_that_closes_its_connection_gets_the_same_page(client, database_away):
    client.raise_request_exception = False

    database_away(InterfaceError)

    assert_says_whom_to_call(client.get("/"))


def test_sign_in_sent_to_a_missing_database_is_answered(client, database_away):
    client.raise_request_exception = False

    database_away()
    response = client.post("/accounts/login/", {"login": "editor", "password": "x"})

    assert_says_whom_to_call(response)


def test_number_of_the_clinic_is_remembered(client, database_away):
    make_clinic(clinic_name="Harbor Clinic", phone="+12025550177")
    make_home()
    client.raise_request_exception = False
    client.get("/")

    database_away()
    response = client.get("/")

    assert_says_whom_to_call(response, phone="(202) 555-0177")
    assert "Harbor Clinic" in response.text


def test_number_that_changed_is_shown_after_the_next_reading():
    clinic = make_clinic(phone="+12025550177")
    ClinicSettings.objects.filter(pk=clinic.pk).update(phone="+12025550188")

    ClinicSettings.load()

    assert bare.whom_to_call()["phone_display"] == "(202) 555-0188"


def test_number_that_was_typed_and_not_saved_is_not_shown():
    clinic = ClinicSettings.objects.get(pk=make_clinic(phone="+12025550177").pk)

    clinic.phone = "+12025550199"

    assert bare.whom_to_call()["phone_display"] == "(202) 555-0177"


def test_page_without_any_number_still_appears(settings):
    settings.CLINIC_PHONE = ""

    response = bare.bare_page(None, "503.html", 503)

    assert response.status_code == 503
    assert "tel:988" in response.text


def test_bare_page_gives_back_what_was_typed():
    page = "consultations/not_sent.html"
    response = bare.bare_page(None, page, 503, typed="My <b>words</b>")

    assert "My &lt;b&gt;words&lt;/b&gt;" in response.text


def test_server_error_needs_no_database(client, monkeypatch, database_away):
    def break_down(*args):
        database_away()
        return 1 / 0

    make_home()
    client.raise_request_exception = False
    monkeypatch.setattr("wagtail.models.Page.serve", break_down)

    response = client.get("/")

    assert response.status_code == 500
    assert "(703) 555-0100" in response.text
    assert "tel:988" in response.text
    assert "ZeroDivisionError" not in response.text


def test_error_page_does_not_repeat_what_the_database_said(client, database_away):
    client.raise_request_exception = False

    database_away()

    assert "is away</" not in client.get("/").text
    assert "Traceback" not in client.get("/").text


def test_unknown_page_helps_on(client):
    make_home()

    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "What would you like to find?" in response.text
    assert "tel:988" in response.text


def test_whether_a_page_is_missing_cannot_be_told_without_a_database(
    client, database_away
):
    client.raise_request_exception = False

    database_away()

    assert_says_whom_to_call(client.get("/media/nothing.png"))


def test_request_that_cannot_be_read_is_answered_plainly(client):
    response = Client(headers={"host": "evil.example"}).get("/")

    assert response.status_code == 400
    assert "evil" not in response.text
    assert "tel:988" in response.text


def test_suspicious_request_is_answered_plainly(client, monkeypatch):
    make_home()

    def refuse(*args):
        raise SuspiciousOperation("no")

    monkeypatch.setattr("wagtail.models.Page.serve", refuse)

    assert client.get("/").status_code == 400


def test_refused_person_gets_the_phone_number_too(client):
    client.force_login(make_person("nobody"))

    response = client.get("/accounts/")

    assert response.status_code == 403
    assert "(703) 555-0100" in response.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("application/x-www-form-urlencoded", b"a=1&" * 2000),
        ("application/x-www-form-urlencoded", b"a" * 3_000_000),
    ],
)
def test_missing_page_is_missing_whatever_is_posted_there(kind, body):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies["csrftoken"] = "a" * 32

    assert browser.generic("POST", "/no such/", body, kind).status_code == 404
