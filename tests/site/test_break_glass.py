"""The emergency account: made on the server, used by nobody unheard."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client

from clinic.models import OutboxMessage, StaffEvent, User
from clinic.outbox import builder_for
from tests.factories import make_coordinator, make_manager, make_user
from tests.site.staff import sign_in

pytestmark = pytest.mark.django_db

CHALLENGE = "/accounts/2fa/authenticate/"
QUEUE = "/admin/consultations/consultationrequest/"


def made(*options) -> tuple[User, str, list[str]]:
    """Make the account; return it with the password and the codes on the paper."""
    paper = StringIO()
    call_command("create_break_glass", *options, stdout=paper)
    text = paper.getvalue()
    password = re.search(r"^Password +(\S+)$", text, re.M)[1]
    codes = re.findall(r"^  (\d+)$", text, re.M)
    return User.objects.get(is_break_glass=True), password, codes


def alerts() -> list[str]:
    rows = OutboxMessage.objects.filter(kind="clinic.staff_told").order_by("pk")
    return [row.recipient for row in rows]


def test_envelope_opens_the_desk_with_password_and_code(client, settings):
    settings.SECOND_STEP_REQUIRED = True
    person, password, codes = made()

    assert len(password) == 35
    assert len(codes) == 10
    assert sign_in(client, person, password)["Location"] == CHALLENGE
    assert not StaffEvent.objects.filter(kind="glass_used").exists()
    asked = client.post(CHALLENGE, {"code": codes[0]})
    client.post(asked["Location"], {"remember": "no"})
    assert client.get("/admin/").status_code == 200
    assert StaffEvent.objects.filter(kind="glass_used").count() == 1


def test_each_sign_in_tells_owner_and_managers(client, settings):
    manager = make_manager()
    person, password, _codes = made()
    OutboxMessage.objects.all().delete()
    person.authenticator_set.all().delete()

    for _time in range(2):
        sign_in(Client(), person, password)

    assert alerts() == ["owner@clinic.example", manager.email] * 2
    row = OutboxMessage.objects.last()
    mail = builder_for(row.kind)(row)
    assert "Emergency account used to sign in" in mail.subject + mail.body
    assert password not in mail.body


def test_sign_in_without_its_alert_is_none(client, monkeypatch):
    person, password, _codes = made()
    person.authenticator_set.all().delete()
    before = OutboxMessage.objects.count()

    def fail(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr("clinic.staff_notices.OutboxMessage.enqueue", fail)
    browser = Client(raise_request_exception=False)

    response = sign_in(browser, person, password)

    assert response.status_code == 500
    assert "_auth_user_id" not in browser.session
    assert browser.get("/admin/").status_code == 302
    assert OutboxMessage.objects.count() == before
    assert not StaffEvent.objects.filter(kind="glass_used").exists()


@pytest.mark.django_db(transaction=True)
def test_session_and_alert_are_written_in_one_transaction(client, monkeypatch):
    person, password, _codes = made()
    person.authenticator_set.all().delete()
    inside = []
    real = OutboxMessage.enqueue

    def watched(*args, **kwargs):
        inside.append(connection.in_atomic_block)
        return real(*args, **kwargs)

    monkeypatch.setattr("clinic.staff_notices.OutboxMessage.enqueue", watched)

    sign_in(client, person, password)

    assert inside == [True]
    assert client.session["_auth_user_id"] == str(person.pk)


def test_ordinary_sign_in_alerts_nobody(client):
    sign_in(client, make_user("admin", is_superuser=True))

    assert not StaffEvent.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_every_manager_sees_it_until_they_say_so(client):
    manager, other = make_manager(), make_manager("other")
    person, _password, _codes = made()
    Client().force_login(person)
    browsers = [client, Client()]
    for browser, who in zip(browsers, (manager, other), strict=True):
        browser.force_login(who)
        assert "The emergency account was used" in browser.get(QUEUE).text

    page = client.get(f"/admin/clinic/user/{person.pk}/change/").text
    assert "I know about it" in page
    client.post(f"/admin/clinic/user/{person.pk}/noted/")

    assert "The emergency account was used" not in client.get(QUEUE).text
    assert "The emergency account was used" in browsers[1].get(QUEUE).text
    assert StaffEvent.objects.get(kind="glass_seen").actor == manager
    Client().force_login(person)
    assert "The emergency account was used" in client.get(QUEUE).text


def test_coordinators_see_no_banner_and_ask_nothing_for_it(client):
    person, _password, _codes = made()
    Client().force_login(person)
    client.force_login(make_coordinator())

    assert "emergency account" not in client.get(QUEUE).text


def test_manager_can_neither_link_nor_change_it_but_sees_its_use(client):
    manager = make_manager()
    person, _password, _codes = made()
    Client().force_login(person)
    sign_in(client, manager)

    page = client.get(f"/admin/clinic/user/{person.pk}/change/").text

    assert "Emergency account used to sign in" in page
    assert "/step/" not in page
    assert not person.may_use_link
    assert "Emergency account" in client.get("/admin/clinic/user/").text


def test_new_envelope_makes_the_old_one_worthless(client):
    person, password, codes = made()
    old = Client()
    old.force_login(person)
    with pytest.raises(CommandError, match="--again"):
        made()

    _person, fresh, fresh_codes = made("--again")

    assert User.objects.filter(is_break_glass=True).count() == 1
    assert old.get("/admin/").status_code == 302
    assert password != fresh
    assert not set(codes) & set(fresh_codes)
    assert sign_in(client, person, password).status_code == 200
    assert sign_in(client, person, fresh).status_code == 302


def test_no_envelope_without_an_owner_to_tell(settings):
    settings.OWNER_EMAIL = ""

    with pytest.raises(CommandError, match="OWNER_EMAIL"):
        made()

    assert not User.objects.exists()


def test_password_and_codes_stand_nowhere_else(caplog):
    person, password, codes = made()

    rows = [*User.objects.values(), *OutboxMessage.objects.values()]
    rows += [*StaffEvent.objects.values(), *person.authenticator_set.values()]
    assert not any(secret in str(rows) + caplog.text for secret in (password, *codes))
