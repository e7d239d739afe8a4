"""Every table that holds something of a request is known to export and purge."""

import re

import pytest
from django.apps import apps
from django.db import models
from wagtail.models import ReferenceIndex

from consultations.models import ConsultationRequest
from consultations.models.belongings import LOOSE, belongings

from .conftest import receive

# What hangs from a request. A new one is looked at here, and in the file that a
# person gets (`consultations/person.py`), before it is added.
KNOWN = {
    "consultations.RequestEvent": "request",
    "consultations.RequestLookup": "request",
    "consultations.KeptPost": "request",
    "consultations.SuitabilityReason": "event__request",
    "consultations.Tally": "request",
}
NAMES_A_REQUEST = re.compile(r"request|reference|object_id|payload|event")
# Looked at: these are named alike and have to do with no consultation request.
NO_REQUEST = {
    # What came out of a file of another site's pages.
    "articles.ImportRun.summary",
    "articles.ImportedItem.findings",
    "articles.ImportedItem.notes",
    "articles.ImportedItem.old_urls",
    "articles.ImportedItem.proof",
    "articles.ImportedItem.redirects",
    "clinic.ClaimEvidence.object_id",
    "clinic.FactChange.object_id",
    "clinic.FactChange.values",
    "clinic.StaffEvent.details",
    # How many went, not which.
    "consultations.PurgeRecord.requests",
    # How far the figures were counted.
    "consultations.TallyProgress.last_event",
}


def label(model) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def test_every_relation_is_known():
    assert {label(b.model): b.path for b in belongings()} == KNOWN


def test_what_hangs_deepest_comes_first():
    order = [one.model.__name__ for one in belongings()]
    assert order.index("SuitabilityReason") < order.index("RequestEvent")


def suspicious(field) -> bool:
    """Say whether a field without a relation could name a request."""
    if field.is_relation or field.primary_key:
        return False
    keeps_anything = isinstance(field, models.JSONField)
    return keeps_anything or bool(NAMES_A_REQUEST.search(field.name))


def test_everything_else_that_could_name_a_request_is_known():
    found = {
        f"{label(model)}.{field.name}"
        for app in ("clinic", "articles", "consultations", "admin")
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.concrete_fields
        if suspicious(field) and model is not ConsultationRequest
    }
    assert found - NO_REQUEST == LOOSE.keys()


@pytest.mark.django_db
def test_the_cms_keeps_no_index_of_requests(location):
    receive(location=location)

    kinds = ReferenceIndex.objects.values_list("base_content_type__model", flat=True)
    assert not {"consultationrequest", "requestevent"} & set(kinds)
