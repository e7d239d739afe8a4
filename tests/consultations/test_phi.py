"""Every column is classified, and what people typed is encrypted."""

import pytest
from django.apps import apps

from clinic.encryption import EncryptedTextField
from consultations.models import (
    ConsultationRequest,
    KeptPost,
    RequestEvent,
    RequestLookup,
    SealedForm,
    SuitabilityReason,
    Tally,
)

CLASSIFIED = (
    ConsultationRequest,
    KeptPost,
    RequestEvent,
    RequestLookup,
    SealedForm,
    SuitabilityReason,
    Tally,
)


@pytest.mark.parametrize("model", CLASSIFIED, ids=lambda m: m.__name__)
def test_every_field_is_classified(model):
    names = {field.name for field in model._meta.concrete_fields}

    assert names == model.PHI_FIELDS | model.CLEAR_FIELDS
    assert not model.PHI_FIELDS & model.CLEAR_FIELDS


@pytest.mark.parametrize("model", CLASSIFIED, ids=lambda m: m.__name__)
def test_personal_fields_are_encrypted_and_no_other(model):
    encrypted = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, EncryptedTextField)
    }
    assert encrypted == model.PHI_FIELDS


def test_models_without_classification_hold_nothing_typed_by_the_public():
    others = {m.__name__ for m in apps.get_app_config("consultations").get_models()}
    assert others - {m.__name__ for m in CLASSIFIED} == {
        "ClearanceQuestion",
        "Wording",
        "IntakeSettings",
        "OwnQuestion",
        "ReadFirstProcedure",
        "ReadingEntry",
        "ReadingOf",
        "ReplyTemplate",
        "PurgeHead",
        "PurgeRecord",
        "RetentionSettings",
        "StepCount",
        "TrailCheck",
        "TallyProgress",
        "TrailHead",
        "UnclaimedContact",
    }
