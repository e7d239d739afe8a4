"""What tests begin with is what the site itself would have made."""

from contextlib import nullcontext

import pytest
from django.apps import apps
from django.db import models, transaction

from tests import factories
from tests.factories import make_article, make_reference, make_service, make_topic
from tests.layers import undone_at_the_end

pytestmark = pytest.mark.django_db

# Whatever differs between two rows that say the same.
OWN = ("object_id", "to_object_id", "content_path", "page_digest", "password")
SAYING = (models.CharField, models.TextField, models.BooleanField)


def rows() -> dict[str, list]:
    """Return what the rows of every table say, without their numbers and times."""
    found = {}
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, SAYING) and field.attname not in OWN
        ]
        # A row that says nothing of this kind counts all the same.
        said = model._base_manager.values_list("pk", *names)
        found[model._meta.label] = sorted(repr(row[1:]) for row in said)
    return found


def make_pages() -> dict[str, list]:
    """Make pages of both kinds, a draft among them, and return all rows."""
    with undone_at_the_end(), transaction.atomic():
        service = make_service()
        topics = [make_topic()]
        sources = [make_reference()]
        make_article("Plain", topics=topics, references=sources)
        link = f'<p>Read <a linktype="page" id="{service.pk}">more</a>.</p>'
        make_article("With a link", body=[("paragraph", link)])
        make_article("Draft", live=False)
        return rows()


def test_page_is_made_as_if_each_step_were_followed(monkeypatch):
    made = make_pages()
    monkeypatch.setattr(factories, "unfollowed", nullcontext)
    monkeypatch.setattr(factories, "searched_once", nullcontext)
    monkeypatch.setattr(factories, "publish", lambda revision: revision.publish())
    followed = make_pages()

    assert made["clinic.SearchEntry"] and made["wagtailcore.ReferenceIndex"]
    assert made["articles.ListedArticle"] and made["wagtailsearch.IndexEntry"]
    assert made == followed
