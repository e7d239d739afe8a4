"""One sign-in page for both admins, and who passes it."""

from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.factories import PASSWORD
from tests.site.staff import make_person, sign_in

pytestmark = pytest.mark.django_db

DESK = "/admin/consultations/consultationrequest/"


@pytest.mark.parametrize("admin", ["/cms/", "/admin/"])
def test_admin_asks_at_the_one_sign_in_page_and_leads_back(client, admin):
    make_person("superuser")

    response = client.get(admin, follow=True)

    address = unquote(response.redirect_chain[-1][0])
    assert address == f"/accounts/login/?next={admin}"
    response = client.post(
        "/accounts/login/",
        {"login": "superuser", "password": PASSWORD, "next": admin},
    )
    assert response["Location"] == admin


@pytest.mark.parametrize("address", ["/cms/login/", "/admin/login/", "/_util/login/"])
def test_other_sign_in_forms_lead_to_the_one_page(client, address):
    make_person("superuser")

    assert client.get(address)["Location"] == "/accounts/login/"
    assert client.get(address + "?next=/cms/pages/")["Location"] == (
        "/accounts/login/?next=%2Fcms%2Fpages%2F"
    )
    response = client.post(address, {"username": "superuser", "password": PASSWORD})
    assert response["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["/cms/login/", "/admin/login/"])
@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "https:evil.example"]
)
def test_next_to_another_host_is_dropped(client, address, elsewhere):
    person = make_person("editor")

    assert client.get(address, {"next": elsewhere})["Location"] == "/accounts/login/"
    assert sign_in(client, person, next=elsewhere)["Location"] == "/accounts/"


def test_next_to_another_host_of_ours_is_dropped(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]

    response = sign_in(client, make_person("editor"), next="https://other.example/")

    assert response["Location"] == "/accounts/"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("editor", "/cms/"),
        ("reviewer", "/cms/"),
        ("coordinator", "/admin/"),
        ("clinician", "/admin/"),
        ("manager", "/admin/"),
        ("superuser", "/admin/"),
    ],
)
def test_sign_in_leads_each_role_to_its_place(client, name, place):
    response = sign_in(client, make_person(name))

    assert response["Location"] == "/accounts/"
    assert client.get("/accounts/")["Location"] == place


def test_person_without_a_role_is_told_so(client):
    sign_in(client, make_person("nobody"))

    assert client.get("/accounts/").status_code == 403


@pytest.mark.parametrize(
    ("name", "admin"), [("coordinator", "/cms/"), ("editor", "/admin/")]
)
def test_person_in_the_wrong_admin_is_told_instead_of_sent_round(client, name, admin):
    client.force_login(make_person(name))

    response = client.get(admin, follow=True)

    assert response.status_code == 403
    assert len(response.redirect_chain) <= 2
    assert "Sign in as somebody else" in response.text


def test_e_mail_address_signs_in_too(client):
    make_person("editor")

    response = client.post(
        "/accounts/login/", {"login": "Editor@clinic.example", "password": PASSWORD}
    )

    assert response["Location"] == "/accounts/"


def test_sign_in_lasts_as_long_as_the_browser_is_open(client):
    sign_in(client, make_person("editor"))

    assert client.session.get_expire_at_browser_close()


@pytest.mark.parametrize(
    "fields", [{"is_active": False}, {"is_demo": True}], ids=["disabled", "demo"]
)
def test_refused_person_looks_like_a_wrong_password(client, fields):
    refused = sign_in(client, make_person("editor", **fields))
    unknown = client.post("/accounts/login/", {"login": "nobody", "password": PASSWORD})

    assert refused.status_code == unknown.status_code == 200
    assert refused.context["form"].errors == unknown.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_demo_account_signs_in_on_a_demo_site_and_is_dropped_elsewhere(
    client, settings
):
    settings.DEMO = True
    person = make_person("editor", is_demo=True)
    assert sign_in(client, person)["Location"] == "/accounts/"
    assert client.get("/cms/").status_code == 200

    settings.DEMO = False

    assert client.get("/cms/")["Location"].startswith("/accounts/login/")


def test_session_of_a_disabled_person_is_dead_at_once(client):
    person = make_person("coordinator")
    client.force_login(person)
    assert client.get(DESK).status_code == 200

    person.is_active = False
    person.save()

    assert client.get(DESK).status_code == 302


@pytest.mark.parametrize("way", ["ended at the desk", "switched off"])
def test_no_session_of_a_disabled_person_opens_anything(client, way):
    person = make_person("superuser")
    browsers = [client, Client()]
    for browser in browsers:
        sign_in(browser, person)
        assert browser.get("/cms/").status_code == 200

    if way == "switched off":
        person.is_active = False
        person.save()
    else:
        person.end(by=None)

    for browser in browsers:
        for address in (
            DESK,
            f"{DESK}rows/",
            "/admin/clinic/user/",
            "/cms/",
            "/cms/api/main/pages/",
            "/accounts/2fa/",
            "/styleguide/",
        ):
            assert browser.get(address).status_code == 302, address
        assert browser.get("/accounts/lock/state/").json() == {"state": "out"}
    person.refresh_from_db()
    person.is_active = True
    person.save()
    ended = way == "ended at the desk"
    assert (client.get(DESK).status_code == 302) is ended


def test_sixth_attempt_is_refused_even_with_the_right_password(client):
    person = make_person("editor")
    for _attempt in range(5):
        sign_in(client, person, password="a guess")

    response = sign_in(client, person)

    assert "_auth_user_id" not in client.session
    assert "Too many" in response.text


def test_limit_of_one_account_leaves_the_others_alone(client):
    locked, free = make_person("editor"), make_person("reviewer")
    for _attempt in range(6):
        sign_in(client, locked, password="a guess")

    assert sign_in(client, free).status_code == 302


def test_errors_of_the_form_are_announced(client):
    response = client.post("/accounts/login/", {"login": "", "password": ""})

    assert 'role="alert"' in response.text
    assert 'for="id_login"' in response.text
    assert '<html lang="en">' in response.text


def test_demo_sign_ins_are_shown_on_a_demo_site_alone(client, settings):
    make_person("editor", is_demo=True)
    assert "nova-demo" not in client.get("/accounts/login/").text

    settings.DEMO = True

    page = client.get("/accounts/login/").text
    assert "nova-demo" in page
    assert "Editors" in page


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_inactive",
        "account_reset_password",
        "account_set_password",
        "account_confirm_email",
        "mfa_signup_webauthn",
        "socialaccount_connections",
    ],
)
def test_pages_that_staff_do_not_need_are_absent(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "address",
    ["/accounts/signup/", "/accounts/email/", "/accounts/password/reset/"],
)
def test_address_of_an_absent_page_is_not_found(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"email": "a@clinic.example"}).status_code == 404


@pytest.mark.parametrize(
    "address", ["/cms/password_reset/", "/cms/password_reset/confirm/x/y/"]
)
def test_wagtail_resets_no_password(client, address):
    assert client.get(address).status_code == 404


def test_wagtail_account_page_changes_neither_password_nor_e_mail(client):
    client.force_login(make_person("editor"))

    page = client.get("/cms/account/").text

    assert "password" not in page.lower().replace("webauthn", "")
    assert 'name="name_email-email"' not in page


def test_signing_out_needs_a_post(client):
    client.force_login(make_person("editor"))
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session

    client.post("/accounts/logout/")

    assert "_auth_user_id" not in client.session


def test_password_is_changed_in_one_place(client):
    person = make_person("coordinator")
    sign_in(client, person)

    assert client.get("/admin/password_change/")["Location"] == (
        "/accounts/password/change/"
    )
    new = "another quiet room"
    response = client.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert response["Location"] == "/accounts/"
    person.refresh_from_db()
    assert person.check_password(new)
