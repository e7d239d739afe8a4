"""Whoever writes is told of every field what it is for."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel, PublishingPanel
from wagtail.contrib.settings.registry import registry
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.fields import StreamField
from wagtail.images.forms import get_image_form, get_image_multi_form
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

from clinic.blocks import TableBlock
from clinic.models import ClinicImage, CrisisPhrase

OURS = ("articles", "clinic")


def of_ours(models) -> list:
    return [model for model in models if model._meta.app_label in OURS]


PAGES = [model for model in of_ours(apps.get_models()) if issubclass(model, Page)]
SNIPPETS = of_ours(get_snippet_models())
SETTINGS = of_ours(registry)
STREAMS = [
    pytest.param(field, id=f"{model.__name__}.{field.name}")
    for model in PAGES
    for field in model._meta.local_fields
    if isinstance(field, StreamField)
]


def silent(panel: Panel) -> Iterator[str]:
    """Name the fields below a panel of which nothing is said."""
    if isinstance(panel, FieldPanel):
        if not (panel.help_text or getattr(panel.db_field, "help_text", "")):
            yield f"{panel.model.__name__}.{panel.field_name}"
    elif isinstance(panel, InlinePanel):
        yield from silent(panel.child_edit_handler)
    # When to publish is Wagtail's own: the dialog that holds the two says it.
    elif not isinstance(panel, PublishingPanel):
        for child in getattr(panel, "children", []):
            yield from silent(child)


def words_of(block: blocks.Block) -> str:
    """Return what is said of a block in the form that holds it."""
    field = getattr(block, "field", None)
    return getattr(field or block.meta, "help_text", "")


def silent_blocks(block: blocks.Block, way: str) -> Iterator[str]:
    """Name the fields within a block of which nothing is said, by the way to them."""
    # What a list is for is said once above it, of a table's cells above the table.
    whole = isinstance(block, blocks.FieldBlock | blocks.ListBlock | TableBlock)
    if whole and not words_of(block):
        yield way
    if isinstance(block, blocks.ListBlock):
        if not isinstance(block.child_block, blocks.FieldBlock):
            yield from silent_blocks(block.child_block, f"{way}.item")
    elif not whole:
        for name, child in block.child_blocks.items():
            yield from silent_blocks(child, f"{way}.{name}")


@pytest.mark.parametrize("model", PAGES)
def test_every_field_of_a_page_says_what_it_is_for(model):
    assert list(silent(model.get_edit_handler())) == []


@pytest.mark.parametrize("model", SNIPPETS)
def test_every_field_of_a_snippet_says_what_it_is_for(model):
    assert list(silent(model.snippet_viewset.get_edit_handler())) == []


@pytest.mark.parametrize("model", SETTINGS)
def test_every_setting_says_what_it_is_for(model):
    assert list(silent(get_setting_edit_handler(model))) == []


@pytest.mark.parametrize("field", STREAMS)
def test_every_field_of_a_block_says_what_it_is_for(field):
    assert list(silent_blocks(field.stream_block, field.name)) == []


@pytest.mark.parametrize("make", [get_image_form, get_image_multi_form])
def test_every_field_of_a_picture_says_what_it_is_for(make):
    # The focal point is drawn in the picture: its fields are hidden.
    fields = make(ClinicImage).base_fields.items()
    shown = {name: f for name, f in fields if not f.widget.is_hidden}
    assert len(shown) >= 5
    assert [name for name, field in shown.items() if not field.help_text] == []


@pytest.mark.django_db
def test_crisis_words_say_what_they_are_for(admin_user):
    request = RequestFactory().get("/")
    request.user = admin_user
    form = admin.site.get_model_admin(CrisisPhrase).get_form(request)
    assert [name for name, f in form.base_fields.items() if not f.help_text] == []


def test_the_walk_meets_what_it_is_to_hold():
    """Every kind of form is there; otherwise the tests above would hold nothing."""
    assert {model.__name__ for model in PAGES} >= {"ArticlePage", "LocationPage"}
    assert {model.__name__ for model in SNIPPETS} >= {"Topic", "Price", "Reference"}
    assert {model.__name__ for model in SETTINGS} == {"ClinicSettings"}
    assert len(STREAMS) >= 6


def test_a_field_without_words_is_found():
    mute = blocks.StructBlock([("rows", blocks.ListBlock(blocks.CharBlock()))])
    assert list(silent_blocks(mute, "body")) == ["body.rows"]
