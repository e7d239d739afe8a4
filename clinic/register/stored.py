"""Walks the blocks of a page as they are stored, which asks the database nothing."""

from collections.abc import Iterator

from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField


def stored_blocks(page) -> Iterator[tuple[StreamField, Block, object]]:
    """Yield each block of a page's streams with its field and its stored value."""
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            raw = field.value_from_object(page).get_prep_value()
            for block, value in _within(field.stream_block, raw):
                yield field, block, value


def strings(value) -> Iterator[str]:
    """Yield every string in a stored value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from strings(part)


def _within(block: Block, raw) -> Iterator[tuple[Block, object]]:
    if not raw:
        return
    if isinstance(block, StreamBlock):
        for child in raw:
            # A type that is gone from the code is gone from the page too.
            if child["type"] in block.child_blocks:
                yield from _within(block.child_blocks[child["type"]], child["value"])
        return
    if isinstance(block, ListBlock):
        for item in raw:
            keyed = isinstance(item, dict) and item.get("type") == "item"
            yield from _within(block.child_block, item["value"] if keyed else item)
        return
    yield block, raw
    if isinstance(block, StructBlock) and isinstance(raw, dict):
        for name, child in block.child_blocks.items():
            yield from _within(child, raw.get(name))
