"""The crisis words: who keeps them, and what is found by them."""

import pytest
from django.core.exceptions import ValidationError

from clinic import crisis
from clinic.models import CrisisPhrase
from tests.factories import (
    make_clinician,
    make_coordinator,
    make_editor,
    make_manager,
    make_reviewer,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/clinic/crisisphrase/"


@pytest.mark.parametrize(
    "text",
    [
        "suicide",
        "I want to die",
        "thinking about killing myself",
        "KILL MYSELF",
        "kill my self",
        "killmyself",
        "i don't want to live",
        "i dont want to live",
        "I don’t want to live anymore",
        "suicde",
        "sucide",
        "suicídal",
        "better   off dead",
        "my wife said she'd be better off without me",
        "call 988?",
    ],
)
def test_words_that_say_a_life_is_in_danger_are_found(text):
    assert crisis.found(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "how much does it cost",
        "ketamine for depression",
        "pesticide",
        "decide",
        "the skill myself",
        "I want to diet",
        "does it kill pain",
        "my self esteem harms me",
        "room 9880",
    ],
)
def test_other_words_are_not(text):
    assert crisis.found(text) == []


def test_what_is_found_is_said_in_the_words_of_the_list():
    assert crisis.found("I want to dye... to DIE. suicde") == ["suicide"]
    assert crisis.found("i WANT to DIE") == ["want to die"]


def test_long_text_is_read_to_its_end():
    assert crisis.found("all is well " * 3_000 + "but I want to die")


def test_signs_of_a_pattern_are_plain_text():
    phrase = CrisisPhrase(phrase="no.*way (out")
    phrase.full_clean()
    phrase.save()
    assert crisis.found("there is no way out") == ["no.*way (out"]
    assert crisis.found("nothing, any way you go out") == []


@pytest.mark.parametrize("phrase", ["", "a", "!!", "ab", "Want To DIE", "wantto die"])
def test_too_short_or_known_words_are_refused(phrase):
    with pytest.raises(ValidationError):
        CrisisPhrase(phrase=phrase).full_clean()


@pytest.mark.parametrize("make", [make_clinician, make_manager])
def test_clinicians_and_managers_keep_the_list(client, make):
    client.force_login(make())
    assert client.get(LIST).status_code == 200

    response = client.post(f"{LIST}add/", {"phrase": "jump in the river"})

    assert response.status_code == 302
    added = CrisisPhrase.objects.get(phrase="jump in the river")
    client.post(f"{LIST}{added.pk}/change/", {"phrase": "jump off the pier"})
    assert crisis.found("jump off the pier")
    client.post(f"{LIST}{added.pk}/delete/", {"post": "yes"})
    assert not crisis.found("jump off the pier")


@pytest.mark.parametrize("make", [make_editor, make_reviewer, make_coordinator])
def test_nobody_else_sees_or_changes_it(client, make):
    person = make()
    client.force_login(person)
    before = CrisisPhrase.objects.count()
    first = CrisisPhrase.objects.first()

    for address in (LIST, f"{LIST}add/", f"{LIST}{first.pk}/change/"):
        assert client.get(address).status_code in (302, 403, 404)
        client.post(address, {"phrase": "a new one"})
    client.post(f"{LIST}{first.pk}/delete/", {"post": "yes"})

    assert CrisisPhrase.objects.count() == before
    assert not CrisisPhrase.objects.filter(phrase="a new one").exists()
    for action in ("view", "add", "change", "delete"):
        assert not person.has_perm(f"clinic.{action}_crisisphrase")
