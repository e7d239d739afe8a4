"""The text of a page with everything it points at under another name.

What is stored names pictures and pages by primary keys. Going out, these become
stable names; coming in, names become the keys of this site, and what no text of ours
may hold is refused. Nothing else changes, so that what goes out comes back the same.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser
from typing import Protocol
from urllib.parse import urlsplit

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

from clinic_site.leaving.keys import Malformed, kind_of

LINES = {"p", "ul", "ol", "li", "br", "hr", "blockquote", "pre", "embed"}
WORDS = {"b", "strong", "i", "em", "u", "s", "del", "a", "sup", "sub", "code"}
TAGS = LINES | WORDS | {"h1", "h2", "h3", "h4", "h5", "h6"}
ATTRIBUTES = {
    "a": {"href", "linktype", "key", "title", "rel", "target"},
    "embed": {"embedtype", "key", "alt", "format"},
}
EVERYWHERE = {"data-block-key"}
SCHEMES = {"", "http", "https", "mailto", "tel"}
# A link to a page, document or picture, as Wagtail stores it.
_POINTING = re.compile(r"<(a|embed)\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([\w-]+)\s*=\s*"([^"]*)"')
_KINDS = {"page": "page", "document": "document", "image": "picture"}


class Renaming(Protocol):
    """One way through: out of the site, or into it."""

    def chosen(self, kind: str, value, place: str):
        """Return what stands for a chosen thing on the other side."""

    def rich(self, source: str, place: str) -> str:
        """Return rich text as the other side has it."""

    def plain(self, block: blocks.Block, value, place: str):
        """Return a value without anything that points elsewhere."""


def renamed(block: blocks.Block, value, renaming: Renaming, place: str):
    """Return the stored value of a block with everything in it renamed.

    Raises Malformed where the value is none that such a block can have.
    """
    if isinstance(block, blocks.BaseStreamBlock):
        return [
            _child(block, item, renaming, f"{place}, block {number}")
            for number, item in enumerate(_listed(value, place), 1)
        ]
    if isinstance(block, blocks.ListBlock):
        return [
            _item(block, item, renaming, f"{place}, entry {number}")
            for number, item in enumerate(_listed(value, place), 1)
        ]
    if isinstance(block, blocks.BaseStructBlock):
        _known(_mapping(value, place), block.child_blocks, place)
        return {
            name: renamed(child, value[name], renaming, f"{place}, {name}")
            for name, child in block.child_blocks.items()
            if name in value
        }
    if isinstance(block, BaseTypedTableBlock):
        return value and _table(block, _mapping(value, place), renaming, place)
    if isinstance(block, blocks.ChooserBlock):
        return renaming.chosen(kind_of(block.model_class), value, place)
    if isinstance(block, blocks.RichTextBlock):
        return renaming.rich(_text(value, place), place)
    return renaming.plain(block, value, place)


def _child(block, item, renaming: Renaming, place: str) -> dict:
    kind = _mapping(item, place).get("type")
    if kind not in block.child_blocks:
        raise Malformed(f"{place}: there are no blocks of the kind {kind!r} here")
    inner = renamed(block.child_blocks[kind], item.get("value"), renaming, place)
    return {"type": kind, "value": inner} | _identity(item, place)


def _item(block, item, renaming: Renaming, place: str):
    # Lists of earlier releases hold bare values.
    if not block._item_is_in_block_format(item):
        return renamed(block.child_block, item, renaming, place)
    inner = renamed(block.child_block, item["value"], renaming, place)
    return {"type": "item", "value": inner} | _identity(item, place)


def _identity(item: dict, place: str) -> dict:
    _known(item, ("type", "value", "id"), place)
    if item.get("id") is None:
        return {}
    if not re.fullmatch(r"[\w-]{1,64}", _text(item["id"], place)):
        raise Malformed(f"{place}: the id is none")
    return {"id": item["id"]}


def _table(block, value: dict, renaming: Renaming, place: str) -> dict:
    _known(value, ("columns", "rows", "caption"), place)
    columns = [_mapping(one, place) for one in _listed(value.get("columns"), place)]
    kinds = [column.get("type") for column in columns]
    if strange := set(kinds) - set(block.child_blocks):
        raise Malformed(f"{place}: there are no columns of the kind {strange}")
    rows = []
    for row in _listed(value.get("rows"), place):
        cells = _listed(_mapping(row, place).get("values"), place)
        if len(cells) != len(kinds):
            raise Malformed(f"{place}: a row is longer or shorter than its table")
        rows.append(
            {
                "values": [
                    renamed(block.child_blocks[kind], cell, renaming, place)
                    for kind, cell in zip(kinds, cells, strict=True)
                ]
            }
        )
    headings = [
        {"type": column["type"], "heading": _text(column.get("heading"), place)}
        for column in columns
    ]
    caption = _text(value.get("caption"), place)
    return {"columns": headings, "rows": rows, "caption": caption}


def _listed(value, place: str) -> list:
    if not isinstance(value, list):
        raise Malformed(f"{place}: a list is wanted")
    return value


def _mapping(value, place: str) -> dict:
    if not isinstance(value, dict):
        raise Malformed(f"{place}: an object is wanted")
    return value


def _text(value, place: str) -> str:
    if value is not None and not isinstance(value, str):
        raise Malformed(f"{place}: text is wanted")
    return value or ""


def _known(value: dict, names, place: str) -> None:
    if strange := [name for name in value if name not in names]:
        raise Malformed(f"{place}: nothing here is called {strange[0]!r}")


def pointing_renamed(
    source: str, attribute: tuple[str, str], rename: Callable[[str, str], str]
) -> str:
    """Return rich text with the targets of its links and pictures renamed.

    `attribute` is what holds the target now and what shall hold it; `rename` gets the
    kind and the target, and returns the other name.
    """
    old, new = attribute

    def put(match: re.Match) -> str:
        given = {k.lower(): unescape(v) for k, v in _ATTRIBUTE.findall(match[2])}
        kind = _KINDS.get(given.get("linktype") or given.get("embedtype"))
        if kind is None or old not in given:
            return match[0]
        found = escape(rename(kind, given[old]))
        inner = _ATTRIBUTE.sub(
            lambda a: f'{new}="{found}"' if a[1].lower() == old else a[0], match[2]
        )
        return f"<{match[1]}{inner}>"

    return _POINTING.sub(put, source)


class _Inspector(HTMLParser):
    """Finds what no rich text of this site may hold."""

    def __init__(self):
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.found = self.found or f"<{tag}>"
            return
        allowed = ATTRIBUTES.get(tag, set()) | EVERYWHERE
        for name, value in attrs:
            if name not in allowed:
                self.found = self.found or f"“{name}” on <{tag}>"
            elif name == "href" and not is_safe_address(value or ""):
                self.found = self.found or "a link that is no address"

    def handle_comment(self, data):
        self.found = self.found or "a comment"

    handle_decl = handle_pi = unknown_decl = handle_comment


def refuse_unsafe(source: str, place: str) -> None:
    """Raise Malformed for rich text with anything in it that could act or hide."""
    inspector = _Inspector()
    inspector.feed(source)
    # What never ends is read by browsers in ways of their own.
    if inspector.rawdata:
        inspector.found = inspector.found or "a tag that never ends"
    inspector.close()
    if inspector.found:
        raise Malformed(f"{place}: a text here never holds {inspector.found}")


def is_safe_address(address: str) -> bool:
    """Say whether an address can only lead somewhere, and runs nothing."""
    try:
        scheme = urlsplit(re.sub(r"[\x00-\x20]", "", address)).scheme
    except ValueError:
        return False
    return scheme.lower() in SCHEMES
