"""Every word of a page, snippet or setting that the public may read, by its field.

Nothing is listed by name: what a model gains tomorrow is read tomorrow.
"""

from collections.abc import Iterator

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from clinic.claims.engine import Piece
from clinic.models.reference import Reference
from clinic.reading import plain_text

# What Wagtail keeps of a page for itself, and the fields that are shown elsewhere.
_NOT_SHOWN = frozenset(
    field.name
    for field in Page._meta.local_fields
    if field.name not in ("title", "seo_title", "search_description")
)
_NO_WORDS = (
    models.SlugField,
    models.URLField,
    models.EmailField,
    models.UUIDField,
    models.FileField,
)
_SILENT_BLOCKS = (
    blocks.BooleanBlock,
    blocks.ChoiceBlock,
    blocks.MultipleChoiceBlock,
    blocks.ChooserBlock,
    blocks.URLBlock,
    blocks.EmailBlock,
    blocks.IntegerBlock,
    blocks.FloatBlock,
    blocks.DecimalBlock,
    blocks.DateBlock,
    blocks.TimeBlock,
    blocks.DateTimeBlock,
    blocks.StaticBlock,
)


def pieces(thing) -> list[Piece]:
    """Return the pieces of text of any model's instance, as it is in memory."""
    return [*_of_fields(thing), *_of_children(thing)]


def _of_fields(thing) -> Iterator[Piece]:
    for field in thing._meta.concrete_fields:
        if field.name in getattr(thing, "never_shown", ()):
            continue
        if isinstance(thing, Page) and field.name in _NOT_SHOWN:
            continue
        if isinstance(field, StreamField):
            yield from _of_block(
                field.stream_block, getattr(thing, field.name), [field_label(field)]
            )
        elif _has_words(field):
            text = getattr(thing, field.name)
            text = plain_text(text) if isinstance(field, RichTextField) else text
            if text:
                # A plain field is shown where no reference can be set.
                cites = isinstance(field, RichTextField)
                yield Piece(field_label(field), str(text), cites)
        elif _is_picture(field):
            yield from _of_picture(getattr(thing, field.name), [field_label(field)])


def _has_words(field) -> bool:
    return (
        isinstance(field, models.CharField | models.TextField)
        and field.editable
        and not field.choices
        and not isinstance(field, _NO_WORDS)
    )


def _is_picture(field) -> bool:
    model = getattr(field, "related_model", None)
    return model is not None and hasattr(model, "get_rendition")


def _of_children(thing) -> Iterator[Piece]:
    """Read the rows that are edited with a page, such as the holidays of a place."""
    for relation in thing._meta.related_objects:
        # What hangs on Wagtail's own page, such as comments, is for editors.
        if relation.model is Page or not isinstance(relation.field, ParentalKey):
            continue
        if not any(map(_has_words, relation.related_model._meta.concrete_fields)):
            continue
        name = str(relation.related_model._meta.verbose_name).capitalize()
        for child in getattr(thing, relation.get_accessor_name()).all():
            for piece in _of_fields(child):
                yield piece._replace(field=f"{name}, {piece.field.lower()}")


def _of_block(block, value, path: list[str]) -> Iterator[Piece]:
    if isinstance(block, ImageChooserBlock):
        yield from _of_picture(value, path)
    elif value is None or isinstance(block, _SILENT_BLOCKS):
        return
    elif hasattr(block, "reader_text"):
        # The block shows more than what was typed, such as a reckoned total.
        for text in block.reader_text(value):
            yield Piece(", ".join(path), text, cites=False)
    elif isinstance(block, blocks.BaseStreamBlock):
        for number, child in enumerate(value, 1):
            label = f"{_label(child.block)} ({number})"
            yield from _of_block(child.block, child.value, [*path, label])
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _of_block(child, value.get(name), [*path, _label(child)])
    elif isinstance(block, blocks.ListBlock):
        for number, child in enumerate(value, 1):
            yield from _of_block(block.child_block, child, [*path, str(number)])
    elif isinstance(block, TypedTableBlock):
        yield from _of_table(value, path)
    else:
        text = getattr(value, "source", value)
        cites = isinstance(block, blocks.RichTextBlock | blocks.TextBlock)
        text = plain_text(str(text))
        if text:
            yield Piece(", ".join(path), text, cites)


def _of_table(table, path: list[str]) -> Iterator[Piece]:
    yield Piece(", ".join(path), str(table.caption), cites=False)
    headings = [column["heading"] for column in table.columns]
    for row in [headings, *(row["values"] for row in table.row_data)]:
        line = "; ".join(str(cell) for cell in row if cell)
        if line:
            yield Piece(", ".join(path), line, cites=False)


def _of_picture(image, path: list[str]) -> Iterator[Piece]:
    for name in ("description", "credit"):
        text = getattr(image, name, "")
        if text:
            yield Piece(", ".join(path), text, cites=False)


def field_label(field) -> str:
    """Return the name of a field as the guard says it."""
    name = str(field.verbose_name)
    return name[:1].upper() + name[1:]


def _label(block) -> str:
    return str(block.label)


def citations(thing) -> list[str]:
    """Return what a page cites; the titles in it are nobody's claim."""
    sources = getattr(thing, "sources", None)
    if sources is None:
        return []
    cited = [source.reference_id for source in sources.all()]
    found = Reference.objects.filter(pk__in=cited).values_list("citation", flat=True)
    return list(found) if any(cited) else []
