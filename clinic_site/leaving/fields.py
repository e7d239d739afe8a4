"""What a page or an entry holds, field by field, under names that outlive its row."""

import json
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from taggit.managers import TaggableManager
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page

from clinic_site.leaving.blocks import (
    Renaming,
    is_safe_address,
    pointing_renamed,
    refuse_unsafe,
    renamed,
)
from clinic_site.leaving.keys import Keys, Malformed, kind_of

# Where it stands, how it is stored, who works on it: not what it says. What is told
# of these is told beside the text (`clinic_site.leaving.pages`).
PAGES_OWN = {
    "id",
    "page_ptr",
    "path",
    "depth",
    "numchild",
    "url_path",
    "content_type",
    "translation_key",
    "locale",
    "alias_of",
    "live",
    "expired",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "draft_title",
    "owner",
    "locked",
    "locked_at",
    "locked_by",
    # Worked out anew.
    "minutes",
    # A member of staff's sign-in.
    "account",
}
ENTRYS_OWN = {"id", "approved_at", "sort_order", "position", "reply_to"}


def own_of(model: type[models.Model]) -> set[str]:
    """Return the fields of a model that an export leaves out."""
    return PAGES_OWN if issubclass(model, Page) else ENTRYS_OWN


def told_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """Give the fields of a model that an export tells of, in their order."""
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        is_told = field.name not in own_of(model)
        if is_told and not isinstance(field, ParentalKey | TaggableManager):
            yield field


def told_children(model: type[models.Model]) -> Iterator[models.ManyToOneRel]:
    """Give the lists that belong to a page, such as its references."""
    if issubclass(model, ClusterableModel):
        for relation in get_all_child_relations(model):
            if relation.get_accessor_name() != COMMENTS_RELATION_NAME:
                yield relation


class Outgoing(Renaming):
    """Primary keys become names; what is gone becomes nothing."""

    def __init__(self, keys: Keys):
        self.keys = keys

    def chosen(self, kind, value, place):
        name = self.keys.name(kind, value)
        return name and {kind: name}

    def rich(self, source, place):
        def name_of(kind: str, pk: str) -> str:
            return pk.isdigit() and self.keys.name(kind, int(pk)) or ""

        return pointing_renamed(source, ("id", "key"), name_of)

    def plain(self, block, value, place):
        return value


class Incoming(Renaming):
    """Names become primary keys of this site; `missing` collects what is not here."""

    def __init__(self, keys: Keys):
        self.keys = keys
        self.missing: list[str] = []

    def chosen(self, kind, value, place):
        if value is None:
            return None
        if not isinstance(value, dict) or [*value] != [kind]:
            raise Malformed(f"{place}: a {kind} is wanted")
        name = value[kind]
        if not isinstance(name, str):
            raise Malformed(f"{place}: a {kind} is wanted")
        return self._pk(kind, name)

    def rich(self, source, place):
        refuse_unsafe(source, place)

        def pk_of(kind: str, name: str) -> str:
            pk = self._pk(kind, name) if name else None
            # No row has the number 0, and a link without one breaks Wagtail's index.
            return str(pk or 0)

        return pointing_renamed(source, ("key", "id"), pk_of)

    def _pk(self, kind: str, name: str) -> int | None:
        pk = self.keys.pk(kind, name)
        if pk is None:
            self.missing.append(f"{kind} {name}")
        return pk

    def plain(self, block, value, place):
        if not isinstance(value, str | int | float | bool | None):
            raise Malformed(f"{place}: a single value is wanted")
        is_text = isinstance(block, blocks.CharBlock | blocks.TextBlock)
        if is_text and not isinstance(value, str | None):
            raise Malformed(f"{place}: text is wanted")
        if isinstance(block, blocks.BooleanBlock) and not isinstance(
            value, bool | None
        ):
            raise Malformed(f"{place}: yes or no is wanted")
        if isinstance(block, blocks.URLBlock) and not is_safe_address(str(value or "")):
            raise Malformed(f"{place}: this is no address")
        return value


def outgoing(instance, keys: Keys) -> dict:
    """Return everything that a page, an entry or a part of either says."""
    out, model = Outgoing(keys), type(instance)
    said = {f.name: _out(instance, f, out) for f in told_fields(model)}
    for relation in told_children(model):
        name = relation.get_accessor_name()
        said[name] = [outgoing(child, keys) for child in getattr(instance, name).all()]
    return said


def _out(instance, field, out: Outgoing):
    if isinstance(field, models.ManyToManyField):
        kind = kind_of(field.related_model)
        named = (
            out.keys.name(kind, one.pk) for one in getattr(instance, field.name).all()
        )
        return sorted(name for name in named if name)
    if isinstance(field, models.ForeignKey):
        value = getattr(instance, field.attname)
        return out.chosen(kind_of(field.related_model), value, field.name)
    value = getattr(instance, field.attname)
    if isinstance(field, StreamField):
        return renamed(field.stream_block, value.get_prep_value(), out, field.name)
    if isinstance(field, RichTextField):
        return out.rich(value, field.name)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    return field.value_to_string(instance)


def put(instance, said: dict, coming: Incoming) -> None:
    """Set what an export says on a page or entry in memory.

    Raises Malformed for anything that is no value of its field. What an export says
    nothing of stays as it is.
    """
    model = type(instance)
    fields = {field.name: field for field in told_fields(model)}
    children = {rel.get_accessor_name(): rel for rel in told_children(model)}
    if not isinstance(said, dict):
        raise Malformed("an object is wanted")
    for name, value in said.items():
        if name in fields:
            _put(instance, fields[name], value, coming)
        elif name in children:
            setattr(instance, name, _children(children[name], value, coming))
        else:
            raise Malformed(f"nothing here is called {name!r}")


def _children(relation, value, coming: Incoming) -> list:
    name, model = relation.get_accessor_name(), relation.related_model
    if not isinstance(value, list):
        raise Malformed(f"{name}: a list is wanted")
    found = []
    for said in value:
        child = model()
        put(child, said, coming)
        lacking = [
            field
            for field in told_fields(model)
            if isinstance(field, models.ForeignKey)
            and not field.null
            and getattr(child, field.attname) is None
        ]
        # A list of references is counted: without one of them the numbers are wrong.
        if lacking and not issubclass(lacking[0].related_model, Page):
            raise Malformed(f"{name}: {' '.join(coming.missing[-1:])} is not here")
        if not lacking:
            if hasattr(child, "sort_order"):
                child.sort_order = len(found)
            found.append(child)
    return found


def _put(instance, field, value, coming: Incoming) -> None:
    if isinstance(field, models.ManyToManyField):
        if not isinstance(value, list):
            raise Malformed(f"{field.name}: a list is wanted")
        kind = kind_of(field.related_model)
        pks = [coming.chosen(kind, {kind: name}, field.name) for name in value]
        rows = field.related_model.objects.filter(pk__in=[pk for pk in pks if pk])
        setattr(instance, field.name, list(rows))
        return
    if isinstance(field, models.ForeignKey):
        value = coming.chosen(kind_of(field.related_model), value, field.name)
        setattr(instance, field.attname, value)
        return
    if isinstance(field, StreamField):
        value = renamed(field.stream_block, value, coming, field.name)
        setattr(instance, field.name, json.dumps(value))
        return
    if isinstance(field, RichTextField):
        value = coming.rich(value if isinstance(value, str) else "", field.name)
    setattr(instance, field.attname, _checked(field, value))


def _checked(field, value):
    """Return a field's value in its own type; Malformed for what it cannot hold."""
    wrong = Malformed(f"{field.name}: {str(value)[:40]!r} cannot stand here")
    if value is None:
        if not field.null:
            raise wrong
        return None
    if isinstance(value, list | dict):
        raise wrong
    if isinstance(field, models.BooleanField) != isinstance(value, bool):
        raise wrong
    is_words = isinstance(field, models.CharField | models.TextField)
    if is_words and not isinstance(value, str):
        raise wrong
    if isinstance(field, models.URLField) and not is_safe_address(value):
        raise wrong
    try:
        value = field.to_python(value)
        if value not in field.empty_values:
            field.run_validators(value)
    except (ValidationError, TypeError, ValueError, ArithmeticError) as error:
        raise wrong from error
    known = {key for key, _label in field.flatchoices or []}
    if known and value not in known and not (value == "" and field.blank):
        raise wrong
    return value
