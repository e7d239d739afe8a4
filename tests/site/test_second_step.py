"""A second step for everyone: enrolling, signing in with it, and no way past it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core.cache import cache
from django.test import Client

from clinic.encryption import field_key_ids, split
from clinic.models import User
from tests.site.staff import make_person, sign_in

pytestmark = pytest.mark.django_db

ENROL = "/accounts/2fa/totp/activate/"
CODES = "/accounts/2fa/recovery-codes/"
CHALLENGE = "/accounts/2fa/authenticate/"
DEVICE = "/accounts/device/"
DESK = "/admin/consultations/consultationrequest/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_STEP_REQUIRED = True


def code_now(secret: str) -> str:
    """Return what an authenticator app shows at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def post_code(client, address, secret):
    """Send the code of this moment; once more if a new moment began meanwhile."""
    response = client.post(address, {"code": code_now(secret)})
    if response.status_code == 200:
        response = client.post(address, {"code": code_now(secret)})
    return just_this_once(client, response)


def just_this_once(client, response):
    """Answer that the computer is not the clinic's own, where that is asked."""
    if response.get("Location") == DEVICE:
        return client.post(DEVICE, {"remember": "no"})
    return response


def enrol(client) -> str:
    """Set up an authenticator app as a person would; return its secret."""
    page = client.get(ENROL).text
    secret = re.search(r">([A-Z2-7]{32})<", page)[1]
    response = post_code(client, ENROL, secret)
    assert response["Location"] == CODES
    return secret


@pytest.fixture
def enrolled():
    """A coordinator with an authenticator app, and the app's secret."""
    person, secret = make_person("coordinator"), generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return person, secret


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/nothing-here/",
        "/cms/",
        "/documents/1/private.pdf",
        "/accounts/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        CODES,
    ],
)
def test_password_alone_leads_to_enrolling(client, address):
    sign_in(client, make_person("superuser"))

    assert client.get(address)["Location"] == ENROL
    assert client.post(address)["Location"] == ENROL


def test_enrolling_asks_no_password_a_moment_after_signing_in(client):
    sign_in(client, make_person("coordinator"))

    assert client.get(ENROL).status_code == 200


def test_enrolling_asks_the_password_again_later(client):
    sign_in(client, make_person("coordinator"))
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 600
    session.save()

    response = client.get(ENROL)

    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert client.get(response["Location"]).status_code == 200


def test_code_field_brings_up_the_digits_and_the_app(client, enrolled):
    sign_in(client, enrolled[0])

    field = re.search(r'<input[^>]*name="code"[^>]*>', client.get(CHALLENGE).text)[0]

    assert 'inputmode="numeric"' in field
    assert 'autocomplete="one-time-code"' in field
    assert "placeholder" not in field


def test_code_asked_once_more_counts_as_fresh_proof(client, enrolled):
    person, secret = enrolled
    sign_in(client, person)
    post_code(client, CHALLENGE, secret)
    cache.clear()
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 600
    session.save()
    assert client.get(CODES)["Location"].startswith("/accounts/reauthenticate/")

    unused = RecoveryCodes(
        Authenticator.objects.get(user=person, type="recovery_codes")
    ).get_unused_codes()
    client.post("/accounts/2fa/reauthenticate/", {"code": unused[0]})

    assert client.get(CODES).status_code == 200


def test_picture_to_scan_has_a_white_ground_on_dark_pages_too(client):
    sign_in(client, make_person("coordinator"))

    picture = client.get(ENROL).context["totp_svg"]

    assert 'fill="white"' in picture


def test_wrong_code_does_not_enrol(client):
    sign_in(client, make_person("coordinator"))
    client.get(ENROL)

    response = client.post(ENROL, {"code": "000000"})

    assert response.status_code == 200
    assert not Authenticator.objects.exists()


def test_enrolled_person_sees_the_codes_then_signs_in_once_more(client):
    person = make_person("coordinator")
    sign_in(client, person)
    secret = enrol(client)
    assert client.get(CODES).status_code == 200
    assert client.get(CODES + "download/").status_code == 200

    response = client.get("/admin/")

    assert response["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    assert "_auth_user_id" not in client.session
    response = sign_in(client, person, next="/admin/")
    assert response["Location"] == CHALLENGE
    assert client.get(DESK)["Location"].startswith("/admin/login/")
    assert post_code(client, CHALLENGE, secret)["Location"] == "/admin/"
    assert client.get(DESK).status_code == 200


def test_session_from_before_the_enrolment_sees_no_recovery_codes(client):
    person = make_person("coordinator")
    sign_in(client, person)
    other = Client()
    sign_in(other, person)
    enrol(other)

    assert client.get(CODES)["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_second_step_opens_both_admins(client, settings):
    person, secret = make_person("superuser"), generate_totp_secret()
    TOTP.activate(person, secret)
    sign_in(client, person)

    post_code(client, CHALLENGE, secret)

    assert client.get(DESK).status_code == 200
    assert client.get("/cms/").status_code == 200
    assert client.get("/accounts/2fa/").status_code == 200


def test_wrong_second_step_opens_nothing(client, enrolled):
    sign_in(client, enrolled[0])

    response = client.post(CHALLENGE, {"code": "000000"})

    assert response.status_code == 200
    assert 'role="alert"' in response.text
    assert client.get(DESK).status_code == 302


def test_code_works_once(client, enrolled):
    person, secret = enrolled
    sign_in(client, person)
    code = code_now(secret)
    first = client.post(CHALLENGE, {"code": code})
    other = Client()
    sign_in(other, person)

    second = other.post(CHALLENGE, {"code": code})

    assert second.status_code == 200
    assert first.status_code in (200, 302)
    assert other.get(DESK).status_code == 302


def test_codes_cannot_be_guessed_at_length(client, enrolled):
    person, secret = enrolled
    sign_in(client, person)
    for _attempt in range(5):
        client.post(CHALLENGE, {"code": "000000"})

    client.post(CHALLENGE, {"code": code_now(secret)})

    assert client.get(DESK).status_code == 302


def test_recovery_code_stands_in_for_the_app(client, enrolled):
    person, _secret = enrolled
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    spare = codes.get_unused_codes()[0]
    sign_in(client, person)

    just_this_once(client, client.post(CHALLENGE, {"code": spare}))

    assert client.get(DESK).status_code == 200
    cache.clear()
    other = Client()
    sign_in(other, person)
    other.post(CHALLENGE, {"code": spare})
    assert other.get(DESK).status_code == 302


def test_secrets_are_unreadable_in_the_database(client):
    sign_in(client, make_person("coordinator"))
    client.get(ENROL)
    waiting = client.session
    assert "mfa.totp.secret" not in waiting
    secret = enrol(client)

    stored = [row.data for row in Authenticator.objects.all()]

    assert len(stored) == 2
    assert secret not in str(stored)
    assert secret not in str(dict(client.session.items()))
    assert {split(row.get("secret") or row["seed"])[0] for row in stored} == {
        field_key_ids()[0]
    }


def test_last_second_step_stays(client, enrolled):
    person, secret = enrolled
    sign_in(client, person)
    post_code(client, CHALLENGE, secret)

    response = client.post("/accounts/2fa/totp/deactivate/")

    assert response.status_code == 200
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_last_passkey_stays(client, enrolled):
    person, secret = enrolled
    sign_in(client, person)
    post_code(client, CHALLENGE, secret)
    key = Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "Key"}
    )
    Authenticator.objects.filter(user=person, type="totp").delete()

    response = client.post(f"/accounts/2fa/keys/{key.pk}/remove/")

    assert response["Location"] == "/accounts/2fa/"
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_password_alone_is_anybody_on_public_pages(client, rf):
    sign_in(client, make_person("superuser"))

    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert not response.wsgi_request.user.is_authenticated


def test_reader_without_a_session_is_given_none(client):
    response = client.get("/robots.txt")

    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_demo_site_asks_for_the_password_alone(client, settings):
    settings.SECOND_STEP_REQUIRED = False
    sign_in(client, make_person("coordinator"))

    assert client.get(DESK).status_code == 200


def test_signing_out_is_always_possible(client):
    sign_in(client, make_person("coordinator"))

    client.post("/accounts/logout/")

    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 1
