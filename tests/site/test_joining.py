"""The link of an invitation: works once, for one person, and is seen by nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clinic.models import OneTimeLink, OutboxMessage, StaffEvent, User
from clinic.outbox import builder_for
from clinic.roles import INTAKE_COORDINATORS
from tests.factories import PASSWORD, make_coordinator, make_manager
from tests.site.staff import make_person, sign_in

pytestmark = pytest.mark.django_db

ENROL = "/accounts/2fa/totp/activate/"
NEW = "a meadow of nine herons"


@pytest.fixture
def link():
    return User.invite(
        name=("Ada", "Quillon"),
        email="ada@clinic.example",
        roles=[INTAKE_COORDINATORS],
        by=make_manager(),
    )


def path_in(mail) -> str:
    """Return the path of the link in a mail."""
    return re.search(r"http://localhost(/accounts/join/\S+/)", mail.body)[1]


def mail_of(kind="clinic.staff_link"):
    """Return the newest mail of a kind, as it would be sent now."""
    row = OutboxMessage.objects.filter(kind=kind).order_by("-pk").first()
    return builder_for(row.kind)(row)


def choose(client, path, password=NEW, again=None):
    return client.post(path, {"password1": password, "password2": again or password})


def test_person_sets_a_password_and_enrols_at_once(client, link, settings):
    settings.SECOND_STEP_REQUIRED = True
    mail = mail_of()
    assert mail.to == ["ada@clinic.example"]
    assert "ada.quillon" in client.get(path_in(mail)).text

    response = choose(client, path_in(mail))

    assert response["Location"] == ENROL
    assert client.get(ENROL).status_code == 200
    assert client.get("/admin/")["Location"] == ENROL
    person = User.objects.get(pk=link.user_id)
    assert person.is_active
    assert person.check_password(NEW)
    assert [e.kind for e in person.staff_events.all()] == ["invited", "joined"]


def test_link_works_once(client, link):
    path = path_in(mail_of())
    choose(client, path)

    again = choose(Client(), path, "nine otters at a weir")

    assert again.status_code == 404
    assert User.objects.get(pk=link.user_id).check_password(NEW)
    assert mail_of() is None


def test_two_presses_at_once_set_one_password(link):
    first, second = (User.objects.get(pk=link.user_id) for _press in range(2))

    assert first.set_password_by_link(link, NEW)
    assert not second.set_password_by_link(link, "nine otters at a weir")
    assert User.objects.get(pk=link.user_id).check_password(NEW)


def test_looking_at_a_link_uses_nothing_up(client, link):
    path = path_in(mail_of())
    for _look in range(3):
        assert client.get(path).status_code == 200
        assert Client().head(path).status_code == 200

    assert choose(client, path).status_code == 302


def test_every_link_that_opens_nothing_gets_the_same_page(client, link):
    path = path_in(mail_of())
    gone = {client.get("/accounts/join/no-such-token/").content}
    gone.add(client.get(path[:-2] + "x/").content)
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    gone.add(client.get(path).content)
    OneTimeLink.objects.update(
        expires_at=timezone.now() + timedelta(days=1), used_at=timezone.now()
    )
    gone.add(client.get(path).content)
    OneTimeLink.objects.update(used_at=None, withdrawn_at=timezone.now())
    gone.add(client.get(path).content)
    gone.add(choose(client, path).content)

    assert len(gone) == 1
    assert "ada" not in gone.pop().decode().lower()
    assert not User.objects.get(pk=link.user_id).is_active


@pytest.mark.parametrize("password", ["short1", "123456789012", "ada.quillon1"])
def test_weak_password_uses_nothing_up(client, link, password):
    path = path_in(mail_of())

    response = choose(client, path, password)

    assert response.status_code == 200
    assert 'role="alert"' in response.text
    assert password not in response.text
    assert choose(client, path).status_code == 302


def test_two_different_passwords_are_refused(client, link):
    response = choose(client, path_in(mail_of()), NEW, "nine otters at a weir")

    assert response.status_code == 200
    assert not User.objects.get(pk=link.user_id).is_active


def test_forgotten_password_is_set_anew_and_old_sessions_end(client):
    manager, person = make_manager(), make_coordinator()
    other = Client()
    other.force_login(person)
    person.password_link(by=manager)
    assert sign_in(Client(), person).status_code == 302

    choose(client, path_in(mail_of()))

    person.refresh_from_db()
    assert person.check_password(NEW)
    assert not person.check_password(PASSWORD)
    assert other.get("/admin/")["Location"].startswith("/admin/login/")
    told = mail_of("clinic.staff_told")
    assert told.to == [person.email]
    assert StaffEvent.objects.last().kind == "password_set"


def test_new_password_does_not_stand_in_for_the_second_step(client, settings):
    settings.SECOND_STEP_REQUIRED = True
    manager, person = make_manager(), make_coordinator()
    person.authenticator_set.create(type="totp", data={"secret": "x"})
    person.password_link(by=manager)

    response = choose(client, path_in(mail_of()))

    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/admin/")["Location"].startswith("/admin/login/")


def test_link_opens_nothing_for_whoever_was_ended_meanwhile(client):
    manager, person = make_manager(), make_coordinator()
    link = person.password_link(by=manager)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert client.get(link.address).status_code == 404
    assert not person.set_password_by_link(link, NEW)


def test_neither_page_is_kept_by_a_browser(client, link):
    assert "no-store" in client.get(path_in(mail_of()))["Cache-Control"]
    assert "no-store" in client.get("/accounts/join/x/")["Cache-Control"]


def test_log_of_a_refused_link_does_not_spell_it(client, caplog):
    client.get("/accounts/join/s3cret-token/")

    assert "Not Found" in caplog.text
    assert "s3cret" not in caplog.text


def test_mail_says_who_invites_and_until_when(link):
    mail = mail_of()

    assert "Manager invites you" in mail.body
    assert "It works once, until" in mail.body


def test_invitation_that_ran_out_is_not_mailed(link):
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert mail_of() is None


def test_person_signed_in_as_somebody_else_becomes_who_the_link_is_for(client, link):
    client.force_login(make_person("editor"))

    choose(client, path_in(mail_of()))

    assert client.session["_auth_user_id"] == str(link.user_id)
