"""What people agree to and are told: versions that never change, by kind."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from consultations.models import (
    ConsultationRequest,
    Wording,
    WordingKind,
    WordingSet,
)

from .conftest import filled_in, receive

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
RECEIVED = reverse("request_received")
LISTING = reverse("admin:consultations_wording_changelist")
ADD = reverse("admin:consultations_wording_add")
CALLER = reverse("admin:consultations_consultationrequest_caller")
OPEN = "2026-11-23 12:00:00-05:00"
SHUT = "2026-11-21 12:00:00-05:00"


def hidden(page: str) -> dict:
    names = ("submission_key", "signed_time")
    return {n: re.search(f'name="{n}" value="([^"]*)"', page)[1] for n in names}


def page_of(client, url) -> str:
    return client.get(url).content.decode()


def add(kind: str, text: str, **fields) -> Wording:
    return Wording.objects.create(kind=kind, text=text, **fields)


def test_every_kind_has_its_first_words_and_they_are_sound():
    first = WordingSet.current("en")
    assert set(first) == set(WordingKind)
    for wording in first.values():
        wording.clean()
        assert wording.version == 1


@pytest.mark.parametrize("kind", WordingKind.values)
def test_each_kind_counts_its_own_versions(kind):
    text = "We open {opening}." if kind == WordingKind.READING_SHUT else "Other words."
    before = WordingSet.current("en")
    added = add(kind, text)

    assert added.version == 2
    after = WordingSet.current("en")
    assert after[kind] == added
    assert {k: w for k, w in after.items() if k != kind} == {
        k: w for k, w in before.items() if k != kind
    }


def test_no_version_changes_or_goes_used_or_not():
    for wording in (Wording.current(), add(WordingKind.CONSENT, "Nobody read it yet")):
        wording.text = "Other words"
        with pytest.raises(ValidationError):
            wording.save()
        with pytest.raises(TypeError):
            wording.delete()
    rows = Wording.objects.all()
    for refused in (
        lambda: rows.update(text="Other words"),
        lambda: rows.bulk_update(list(rows), ["text"]),
        rows.delete,
    ):
        with pytest.raises(TypeError):
            refused()
    assert not rows.filter(text="Other words").exists()


def test_words_that_somebody_saw_cannot_go_from_the_database_either():
    request = receive()
    with pytest.raises(IntegrityError), transaction.atomic():
        with connection.cursor() as cursor:
            statement = "DELETE FROM consultations_wording WHERE id = %s"
            cursor.execute(statement, [request.consent_id])
        connection.check_constraints()


@pytest.mark.parametrize(
    ("asked", "found"),
    [("es-mx", "es-mx"), ("es-ar", "es"), ("fr", "en"), ("en-us", "en"), (None, "en")],
)
def test_words_come_in_the_nearest_language(asked, found):
    add(WordingKind.CONSENT, "Sí, de acuerdo", language="es")
    add(WordingKind.CONSENT, "Sí, órale", language="es-mx")
    current = WordingSet.current(asked)

    assert current[WordingKind.CONSENT].language == found
    assert current[WordingKind.ACCESS].language == "en"


def test_version_that_another_manager_took_in_the_same_instant_is_the_next(
    monkeypatch,
):
    taken = Wording.current().version
    answers = iter([{"highest": taken - 1}, {"highest": taken}])
    monkeypatch.setattr(
        "consultations.models.wordings.WordingQuerySet.aggregate",
        lambda *args, **kwargs: next(answers),
    )
    assert add(WordingKind.CONSENT, "Mine").version == taken + 1


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("reading_shut", "Nobody reads requests until we open."),
        ("reading_shut", "Until {opening}, or {holiday}."),
        ("reading_shut", "Until {opening.tzinfo}."),
        ("reading_shut", "Until {opening"),
        ("reading_open", "We open {opening}."),
        ("consent", "I agree {}."),
        ("consent", "I agree }."),
    ],
)
def test_place_for_the_opening_stands_where_it_is_filled_in_alone(kind, text):
    with pytest.raises(ValidationError) as refused:
        Wording(kind=kind, text=text).clean()
    assert "text" in refused.value.message_dict


def test_request_keeps_the_versions_that_were_shown(client, location, time_machine):
    time_machine.move_to(OPEN)
    shown = WordingSet.current("en")
    fields = filled_in() | hidden(page_of(client, FORM))
    for kind in WordingKind.values:
        add(kind, "Changed {opening}." if kind == "reading_shut" else "Changed.")
    time_machine.shift(60)
    assert client.post(FORM, fields).status_code == 302

    request = ConsultationRequest.objects.get()
    assert request.wordings == {
        kind: shown[kind] for kind in WordingKind if kind != "reading_shut"
    }
    assert "Changed" not in page_of(client, RECEIVED)


def test_form_with_a_mistake_keeps_its_words_and_a_new_one_has_the_new(client):
    fields = hidden(page_of(client, FORM))
    add(WordingKind.ACCESS, "Only two of us open it.")
    refused = client.post(FORM, filled_in(name="") | fields).content.decode()

    assert "Only two of us" not in refused
    assert "Only people arranging your consultation" in refused
    assert "Only two of us open it." in page_of(Client(), FORM)


def test_closing_between_showing_and_sending_is_told_both_ways(
    client, location, time_machine
):
    time_machine.move_to("2026-11-23 16:55:00-05:00")
    shown = WordingSet.current("en")
    fields = filled_in() | hidden(page_of(client, FORM))
    time_machine.shift(10 * 60)
    client.post(FORM, fields)

    request = ConsultationRequest.objects.get()
    kept = request.events.get().details["wordings"]
    assert request.reading_wording == shown[WordingKind.READING_SHUT]
    assert kept == shown.ids
    words = "Nobody reads requests until we open: Tuesday, November 24, 9 am."
    assert words in page_of(client, RECEIVED)


def test_amendment_keeps_both_what_was_shown_then_and_now(client):
    client.post(FORM, filled_in() | hidden(page_of(client, FORM)))
    first = ConsultationRequest.objects.get()
    newer = add(WordingKind.TEXTS, "You may text me.")
    fields = hidden(page_of(client, FORM))
    client.post(FORM, filled_in(message="corrected", text_ok="on") | fields)

    again = ConsultationRequest.objects.get()
    assert again.texts_wording == newer != first.texts_wording
    before, after = [e.details["wordings"] for e in again.events.all()]
    assert first.texts_wording_id in before and newer.pk not in before
    assert newer.pk in after


@pytest.mark.parametrize("ids", [[], [999999], ["x"]])
def test_ticket_of_unknown_words_shows_those_in_use(ids):
    known = [pk for pk in ids if isinstance(pk, int)]
    assert WordingSet.shown(known, "en") == WordingSet.current("en")


def test_text_permission_stands_alone_unticked_and_is_no_condition(client):
    page = page_of(client, FORM)
    box = re.search(r'<input[^>]*name="text_ok"[^>]*>', page)[0]
    assert "checked" not in box
    assert WordingSet.current("en")[WordingKind.TEXTS].text in page
    assert "never a condition" in page

    assert client.post(FORM, filled_in()).status_code == 302
    assert ConsultationRequest.objects.get().text_ok is False


def test_caller_keeps_what_was_read_aloud(client, coordinator):
    client.force_login(coordinator)
    page = page_of(client, CALLER)
    shown = WordingSet.current("en")
    for kind in (WordingKind.CONSENT, WordingKind.TEXTS):
        assert f"Read aloud and agreed: “{shown[kind].text}”" in page
        add(kind, "Changed.")
    fields = filled_in(channel="phone", text_ok="on") | hidden(page)
    assert client.post(CALLER, fields).status_code == 302

    request = ConsultationRequest.objects.get()
    assert request.consent == shown[WordingKind.CONSENT]
    assert request.texts_wording == shown[WordingKind.TEXTS]
    assert set(request.wordings) == {WordingKind.CONSENT, WordingKind.TEXTS}


def test_caller_form_that_lay_for_days_is_still_one_request(client, coordinator):
    client.force_login(coordinator)
    key = hidden(page_of(client, CALLER))["submission_key"]
    fields = filled_in(channel="phone", submission_key=key, signed_time="gone")
    client.post(CALLER, fields)
    client.post(CALLER, fields)
    assert ConsultationRequest.objects.count() == 1


def test_desk_shows_which_versions_the_person_saw(client, coordinator):
    add(WordingKind.TEXTS, "You may text me, briefly.")
    client.post(FORM, filled_in(text_ok="on") | hidden(page_of(client, FORM)))
    request = ConsultationRequest.objects.get()
    client.force_login(coordinator)
    name = "admin:consultations_consultationrequest_change"
    page = page_of(client, reverse(name, args=[request.reference]))

    told = page[page.index("They were told") :]
    assert "Permission to text, en 2" in told
    assert "“You may text me, briefly.”" in told
    assert "Agreement to be contacted, en 1" in told


def test_managers_read_and_add_versions_and_nobody_changes_one(
    client, manager, coordinator, clinician, editor
):
    for other in (coordinator, clinician, editor):
        client.force_login(other)
        for url in (LISTING, ADD):
            assert client.get(url).status_code in (302, 403)

    client.force_login(manager)
    before = Wording.current(WordingKind.EMERGENCY)
    assert "Write a new version" in page_of(client, LISTING)
    begun = page_of(client, f"{ADD}?after={before.pk}")
    assert "This is not watched live." in begun
    data = {"kind": "emergency", "language": "EN ", "text": "Nobody watches this."}
    assert client.post(ADD, data).status_code == 302
    assert Wording.current(WordingKind.EMERGENCY).version == 2

    one = reverse("admin:consultations_wording_change", args=[before.pk])
    assert "This is not watched live." in page_of(client, one)
    assert client.post(one, data).status_code == 403
    gone = reverse("admin:consultations_wording_delete", args=[before.pk])
    assert client.post(gone, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("after", ["x", "²", "9" * 30, "999999"])
def test_new_version_of_nothing_begins_empty(client, manager, after):
    client.force_login(manager)
    assert client.get(ADD, {"after": after}).status_code == 200
