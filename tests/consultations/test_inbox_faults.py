"""What becomes of a form that cannot be opened, or whose row nobody answered for."""

import threading
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from django.db import (
    InterfaceError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.utils import timezone

from clinic.encryption import Undecryptable
from consultations import alarms, inbox
from consultations.jobs import open_sent_forms
from consultations.models import (
    ConsultationRequest,
    SealedForm,
)
from consultations.models.receiving import OutcomeUnknown
from consultations.sent_form import SentForm
from consultations.views import keeping

from .conftest import filled_in, sent_form
from .sealed import only, open_all, seen
from .test_inbox import FORM, RECEIVED
from .test_request_form import text

pytestmark = pytest.mark.django_db


def test_a_form_that_cannot_be_opened_holds_up_its_own_corrections_alone(
    worker, client, monkeypatch, caplog
):
    broken = sent_form(name="Broken")
    inbox.put(broken)
    inbox.put(sent_form(key=broken.key, name="Mended", ticket=broken.ticket))
    inbox.put(sent_form(name="Next"))
    real = ConsultationRequest.receive

    def breaks(**given):
        if given["name"] == "Broken":
            raise RuntimeError(f"cannot read {given['name']}")
        return real(**given)

    with monkeypatch.context() as patch:
        patch.setattr(ConsultationRequest, "receive", breaks)
        open_all()
        inbox.open_for(broken.key)
    assert [r.name for r in ConsultationRequest.objects.all()] == ["Next"]
    assert SealedForm.objects.count() == 2
    assert "RuntimeError" in caplog.text
    assert "Broken" not in caplog.text

    SealedForm.objects.update(not_before=timezone.now())
    open_all()
    names = ConsultationRequest.objects.order_by("pk")
    assert [r.name for r in names] == ["Next", "Mended"]


def test_who_sent_it_is_told_that_we_have_it_whatever_breaks_then(
    worker, client, monkeypatch
):
    client.post(FORM, filled_in())
    reference = SentForm.from_text(SealedForm.objects.get().sealed).reference

    def breaks(**given):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(ConsultationRequest, "receive", breaks)
        response = client.get(RECEIVED)
    assert response.status_code == 500
    assert "<h1>We have your request</h1>" in text(response)
    assert reference in text(response)
    inbox.open_for("another")
    SealedForm.objects.update(not_before=timezone.now())
    open_all()
    assert only().reference == reference


def test_a_database_that_goes_after_it_was_sent_costs_nobody_a_form(
    worker, client, monkeypatch
):
    def away(**given):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(ConsultationRequest, "receive", away)
        assert client.post(FORM, filled_in()).status_code == 302
        with pytest.raises(OperationalError):
            open_sent_forms()
        response = client.get(RECEIVED)
    assert response.status_code == 503
    assert "<h1>We have your request</h1>" in text(response)
    assert not SealedForm.objects.get().failures
    open_all()
    assert only().name == "Jordan Reyes"


def test_one_that_fails_is_left_for_a_minute(worker, monkeypatch, time_machine):
    time_machine.move_to("2026-11-23 12:00-05:00", tick=False)
    inbox.put(sent_form())
    tried = []

    def breaks(sent):
        tried.append(timezone.now())
        raise RuntimeError

    monkeypatch.setattr(inbox, "take_in", breaks)
    for _second in range(90):
        open_sent_forms()
        time_machine.shift(1)
    assert len(tried) == 2
    assert SealedForm.objects.get().failures == 2


def test_a_lost_key_loses_no_form(worker, settings, caplog):
    inbox.put(sent_form())
    keys = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    open_all()
    assert Undecryptable.__name__ in caplog.text
    settings.FIELD_ENCRYPTION_KEYS = keys
    SealedForm.objects.update(not_before=timezone.now())
    open_all()
    assert only().name == "Jordan Reyes"


def test_managers_hear_of_forms_that_stay_sealed(worker):
    inbox.put(sent_form())
    assert not alarms.forms_stay_sealed()
    SealedForm.objects.update(at=timezone.now() - timedelta(minutes=6))
    assert "One form" in alarms.forms_stay_sealed()
    inbox.put(sent_form(at=timezone.now() - timedelta(minutes=9)))
    assert "2 forms" in alarms.forms_stay_sealed()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_nobody_can_tell_what_became_of_a_row_whose_line_broke(
    worker, monkeypatch, error
):
    def breaks(values):
        raise error

    monkeypatch.setattr(inbox._sealed, "each", breaks)
    with pytest.raises(error) as raised, transaction.atomic():
        inbox.put(sent_form())
    assert not isinstance(raised.value, OutcomeUnknown)
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    with pytest.raises(OutcomeUnknown), transaction.atomic():
        inbox.put(sent_form())


@pytest.mark.parametrize(("seconds", "asked"), [(60, 1), (0, 2)])
def test_a_line_that_has_just_answered_is_trusted(worker, monkeypatch, seconds, asked):
    here, looks, forms = connections["default"], [], [sent_form(), sent_form()]
    monkeypatch.setattr(inbox, "is_emptied", lambda: True)
    monkeypatch.setattr(inbox, "TRUSTED_FOR", seconds)
    monkeypatch.setattr(inbox, "_line", threading.local())
    monkeypatch.setattr(here, "is_usable", lambda: looks.append(1) or True)
    monkeypatch.setattr(here, "health_check_enabled", True)
    monkeypatch.setattr(here, "health_check_done", False)
    for form in forms:
        # As each request finds it.
        here.health_check_done = False
        inbox.put(form)
    assert len(looks) == asked


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_line_that_breaks_costs_nobody_a_form(location, monkeypatch):
    seen()
    real, sent = inbox._sealed.each, sent_form()

    def arrives_and_is_not_told(values):
        real(values)
        connections["default"].close()
        raise OperationalError

    tried = iter([arrives_and_is_not_told, real])
    monkeypatch.setattr(inbox._sealed, "each", lambda values: next(tried)(values))
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    assert keeping.keep(sent) == sent.reference
    monkeypatch.undo()
    open_all()
    assert ConsultationRequest.objects.get().reference == sent.reference
