"""A page in pieces, as a reader sees it, each with its words and a way to change them.

Whatever a page's digest is made of is among them: what could void an approval can be
shown, and what has words of its own can be given others.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.rich_text import RichText

from clinic.review import markup


@dataclass(frozen=True)
class Piece:
    """One thing to read: some words, a picture or a choice.

    Pieces with one `slot` are what can stand in one place, like the paragraphs of a
    text; `place` names this one. `write` puts other words into the page in memory and
    raises ValidationError for words that do not fit; None where words alone cannot
    say what would happen.
    """

    place: str
    slot: str
    label: str
    words: str
    markup: str = ""
    picture: int | None = None
    one_line: bool = True
    write: Callable[[str], None] | None = field(default=None, compare=False)

    @property
    def seen(self) -> tuple:
        """Return what a reader sees of it, however it is stored."""
        return self.words, tuple(markup.marks(self.markup)), self.picture


@dataclass(frozen=True)
class Part:
    """A field or a block of a page, as its pieces in reading order."""

    key: str
    label: str
    kind: str
    pieces: list[Piece]

    @property
    def signature(self) -> tuple:
        """Return what makes two parts the same to a reader, wherever they stand."""
        return self.label, tuple((p.label, *p.seen) for p in self.pieces)


def parts_of(page) -> list[Part]:
    """Return everything of `page` that a reader can see, in reading order."""
    found: list[Part] = []
    for name in page._digested_fields():
        found += _field_parts(page, name)
    return found


def pieces_of(page) -> list[Piece]:
    """Return the pieces of all parts of `page`."""
    return [piece for part in parts_of(page) for piece in part.pieces]


def _field_parts(page, name: str) -> list[Part]:
    model_field = page._meta.get_field(name)
    value = getattr(page, getattr(model_field, "attname", name))
    if isinstance(model_field, StreamField):
        parts = []
        for child in value:
            place = f"{name}/{child.id}"
            write = _setter(child, "value")
            pieces = list(_block(child.block, child.value, place, "", write))
            parts.append(
                Part(place, capfirst(str(child.block.label)), child.block_type, pieces)
            )
        return parts
    label = capfirst(str(getattr(model_field, "verbose_name", name)))
    if hasattr(value, "all"):
        return [Part(name, _("References"), "sources", list(_sources(value, name)))]
    if isinstance(model_field, models.ForeignKey):
        pieces = _chosen(model_field.related_model, value, name, label)
    elif model_field.choices:
        pieces = [Piece(name, name, label, str(page._get_FIELD_display(model_field)))]
    else:
        pieces = [_words_of_field(page, model_field, str(value or ""), label)]
    return [Part(name, label, "field", [piece for piece in pieces if piece.words])]


def _words_of_field(page, model_field, value: str, label: str) -> Piece:
    def write(words: str) -> None:
        # A form alone holds a text field to its length; here there is none.
        MaxLengthValidator(model_field.max_length or len(words))(words)
        setattr(page, model_field.name, model_field.clean(words, page))

    name, text = model_field.name, isinstance(model_field, models.TextField)
    return Piece(name, name, label, value, one_line=not text, write=write)


def _sources(manager, name: str) -> Iterator[Piece]:
    """Give each reference with its number; all are read in one query."""
    items = list(manager.all())
    known = {}
    if items and hasattr(items[0], "reference_id"):
        model = type(items[0])._meta.get_field("reference").related_model
        known = model.objects.in_bulk([item.reference_id for item in items])
    for number, item in enumerate(items, 1):
        key = getattr(item, "reference_id", number)
        words = f"[{number}] {known.get(key, item)}"
        yield Piece(f"{name}/{key}", f"{name}/{key}", _("Reference"), words)


def _chosen(model, pk, place: str, label: str) -> list[Piece]:
    if pk is None:
        return []
    is_picture = issubclass(model, get_image_model())
    chosen = model._default_manager.filter(pk=pk).first()
    words = str(chosen or _("deleted"))
    return [Piece(place, place, label, words, picture=pk if is_picture else None)]


def _setter(holder, attribute: str) -> Callable:
    return lambda value: setattr(holder, attribute, value)


def _item_setter(holder, key) -> Callable:
    return lambda value: holder.__setitem__(key, value)


def _block(block, value, place: str, label: str, write) -> Iterator[Piece]:
    """Give the pieces of a block's value; `write` replaces the whole value."""
    label = label or capfirst(str(block.label or block.name))
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            label = capfirst(str(child.label or name))
            setter = _item_setter(value, name)
            yield from _block(child, value.get(name), f"{place}/{name}", label, setter)
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            inner = f"{place}/{child.id}"
            yield from _block(
                child.block, child.value, inner, "", _setter(child, "value")
            )
    elif isinstance(block, blocks.ListBlock):
        for child in value.bound_blocks:
            inner = f"{place}/{child.id}"
            yield from _block(
                child.block, child.value, inner, label, _setter(child, "value")
            )
    elif isinstance(block, BaseTypedTableBlock):
        yield from _table(value, place)
    elif isinstance(block, blocks.RichTextBlock):
        yield from _rich_text(block, value, place, label, write)
    else:
        yield from _leaf(block, value, place, label, write)


def _leaf(block, value, place: str, label: str, write) -> Iterator[Piece]:
    if value in (None, "", False):
        return
    if isinstance(block, blocks.ChooserBlock):
        is_picture = issubclass(block.model_class, get_image_model())
        picture = value.pk if is_picture else None
        yield Piece(place, place, label, str(value), picture=picture)
        return
    if not isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield Piece(place, place, label, _in_words(block, value))
        return
    one_line = not isinstance(block, blocks.TextBlock)

    def put(words: str) -> None:
        write(block.clean(words))

    yield Piece(place, place, label, str(value), one_line=one_line, write=put)


def _in_words(block, value) -> str:
    if isinstance(block, blocks.BooleanBlock):
        return _("yes")
    choices = getattr(block.field, "choices", None) if hasattr(block, "field") else None
    for key, words in choices or []:
        if key == value:
            return str(words)
    return str(value)


def _rich_text(block, value, place: str, label: str, write) -> Iterator[Piece]:
    # Each run is replaced where it stood, so whoever writes several begins at the end.
    held = {"source": value.source if value else ""}
    for number, run in enumerate(markup.runs(held["source"])):
        words = run.words or " ".join(markup.marks(run.markup))
        yield Piece(
            f"{place}/{number}",
            place,
            _run_label(run.element, label),
            words,
            markup=run.markup,
            one_line=False,
            write=_run_writer(held, run, block, write) if run.is_plain else None,
        )


def _run_label(element: str, label: str) -> str:
    if element == "li":
        return _("List item")
    return _("Heading") if element.startswith("h") and element != "hr" else label


def _run_writer(held: dict, run, block, write) -> Callable[[str], None]:
    def put(words: str) -> None:
        source = held["source"]
        inner = markup.rewritten(run.markup, words)
        cleaned = block.clean(RichText(source[: run.start] + inner + source[run.end :]))
        held["source"] = cleaned.source
        write(cleaned)

    return put


def _table(table, place: str) -> Iterator[Piece]:
    if table is None:
        return
    if table.caption:

        def put_caption(words: str) -> None:
            table.caption = words

        caption = f"{place}/caption"
        yield Piece(caption, caption, _("Caption"), table.caption, write=put_caption)
    for number, column in enumerate(table.columns):
        yield Piece(
            f"{place}/heading/{number}",
            f"{place}/headings",
            _("Column heading"),
            str(column["heading"]),
            write=_item_setter(column, "heading"),
        )
    for number, row in enumerate(table.row_data):
        yield from _row(table, number, row["values"], place)


def _row(table, number: int, values: list, place: str) -> Iterator[Piece]:
    for index, (column, value) in enumerate(zip(table.columns, values, strict=False)):
        label = str(column["heading"]) or _("Cell")
        if index and str(values[0]):
            label = f"{values[0]}, {label}"
        inner = f"{place}/row/{number}/{index}"
        write = _item_setter(values, index)
        for piece in _block(column["block"], value, inner, label, write):
            slot = f"{place}/cells"
            yield Piece(**{**vars(piece), "slot": slot, "label": label})
