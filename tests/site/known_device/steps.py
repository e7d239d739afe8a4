"""Signing in with both steps, at a computer of the clinic or at another."""

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from tests.site.staff import make_person, sign_in
from tests.site.test_second_step import CHALLENGE, DESK, DEVICE, code_now

HOUR, DAY = 3600, 24 * 3600
LOCK = "/accounts/lock/"
OUT = "/accounts/someone-else/"
NOW = 1_790_000_010


def enrolled(name):
    person, secret = make_person(name), generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    person.secret = secret
    return person


def step(client, person, remember="yes"):
    """Sign in with both steps and say whether the computer is the clinic's."""
    sign_in(client, person)
    response = client.post(CHALLENGE, {"code": code_now(person.secret)})
    if response["Location"] == DEVICE:
        response = client.post(DEVICE, {"remember": remember})
    return response


def is_at_the_desk(client) -> bool:
    return client.get(DESK).status_code == 200


def lock(client):
    client.post(LOCK + "now/")
