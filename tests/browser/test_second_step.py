"""The second step in a real browser: an app, a passkey, and pages without findings."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from clinic_site.demo.accounts import DEMO_PASSWORD
from tests.browser.checks import axe_findings
from tests.browser.people import add_key, give_key, sign_in

pytestmark = pytest.mark.browser

DESK = "/admin/consultations/consultationrequest/"

# A person of their own, so that nobody else's sign-in asks for a second step.
MAKE_PERSON = """
from django.contrib.auth.models import Group
from clinic.models import User
person = User.objects.create_user(
    "{name}", "{name}@clinic.example", "{password}", is_staff=True, is_demo=True
)
person.groups.add(Group.objects.get(name="Intake coordinators"))
"""


@pytest.fixture
def person(site, request):
    name = f"second-{request.node.originalname[-8:].replace('_', '')}"
    script = MAKE_PERSON.format(name=name, password=DEMO_PASSWORD)
    site.run(script)
    return name


def code_now(secret: str) -> str:
    """Return what the app shows now, with time left to type it."""
    if 30 - time.time() % 30 < 5:
        time.sleep(30 - time.time() % 30)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_an_app_is_set_up_and_asked_for(visit, person):
    page = visit()
    sign_in(page, person, DESK)
    page.goto("/accounts/2fa/")
    assert axe_findings(page) == []

    page.get_by_role("link", name="Set up an app").click()
    assert axe_findings(page) == []
    assert page.get_by_alt_text("QR code").evaluate("image => image.naturalWidth") > 0
    secret = page.locator("code").inner_text()
    page.get_by_label("Six-digit code from the app").fill("000000")
    page.get_by_role("button", name="Turn on").click()
    assert page.get_by_role("alert").is_visible()
    assert axe_findings(page) == []
    assert page.locator("code").inner_text() == secret

    page.get_by_label("Six-digit code from the app").fill(code_now(secret))
    page.get_by_role("button", name="Turn on").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    assert page.locator("code").count() == 10
    assert axe_findings(page) == []

    other = visit()
    other.goto("/accounts/login/")
    other.get_by_label("Username or e-mail address").fill(person)
    other.get_by_label("Password").fill(DEMO_PASSWORD)
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.wait_for_url("**/accounts/2fa/authenticate/")
    assert axe_findings(other) == []
    other.get_by_label("Code").fill(code_now(secret))
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.wait_for_url("**/accounts/device/")
    assert axe_findings(other) == []
    other.get_by_role("button", name="No, just this once").click()
    other.wait_for_url(f"**{DESK}")


def test_a_passkey_is_added_and_signs_in_alone(visit, person):
    page = visit()
    give_key(page)
    sign_in(page, person, DESK)
    page.goto("/accounts/2fa/keys/add/")
    assert axe_findings(page) == []
    add_key(page)
    for address in ["/accounts/2fa/", "/accounts/2fa/keys/", "/accounts/logout/"]:
        page.goto(address)
        assert axe_findings(page) == []

    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/admin/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.wait_for_url(f"**{DESK}")
