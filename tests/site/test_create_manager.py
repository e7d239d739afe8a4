"""The first account of an installation, by one command."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from clinic.models import OutboxMessage, User
from clinic.roles import CLINIC_MANAGERS
from tests.factories import make_coordinator, make_manager

pytestmark = pytest.mark.django_db

ADA = ("--name", "Ada Quillon", "--email", "ada@clinic.example")


def printed(*arguments) -> str:
    out = StringIO()
    call_command("create_manager", *arguments, stdout=out)
    return out.getvalue()


def link_in(text: str) -> str:
    return re.search(r"^http://localhost(/accounts/join/\S+/)$", text, re.M)[1]


def test_link_makes_a_manager_who_can_sign_in(client):
    said = printed(*ADA)
    assert "ada.quillon" in said
    assert not OutboxMessage.objects.exists()

    client.post(
        link_in(said),
        {"password1": "a meadow of herons", "password2": "a meadow of herons"},
    )

    person = User.managers().get()
    assert person.role_names == [CLINIC_MANAGERS]
    assert not person.is_superuser
    assert person.staff_events.first().actor_name == "A command on the server"
    assert client.get("/admin/clinic/user/").status_code == 200


def test_second_manager_needs_a_word_more():
    make_manager()

    with pytest.raises(CommandError, match="--again"):
        printed(*ADA)
    assert not User.objects.filter(email="ada@clinic.example").exists()

    assert link_in(printed(*ADA, "--again"))


def test_lost_link_is_made_anew_for_the_same_account(client):
    first = link_in(printed(*ADA))

    second = link_in(printed(*ADA))

    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--name", "Ada", *ADA[2:]), "first and last name"),
        ((*ADA[:2], "--email", "no address"), "no e-mail address"),
        (ADA[:2], "--email"),
        (ADA[2:], "--name"),
        ((*ADA[:2], "--email", "COORDINATOR@clinic.example"), "already"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(arguments, told, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())
    make_coordinator()

    with pytest.raises(CommandError, match=told):
        printed(*arguments)

    assert User.objects.count() == 1


def test_terminal_is_asked_for_what_is_missing(monkeypatch):
    answers = {"First and last name: ": "Ada Quillon", "E-mail address: ": ADA[3]}
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", answers.__getitem__)

    assert link_in(printed())
