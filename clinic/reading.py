"""Plain words out of pages: what a search extract, a digest or a count reads."""

import html
import re

from django.utils.html import strip_tags
from wagtail.blocks import (
    BooleanBlock,
    ChoiceBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    URLBlock,
)
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

# Adults read non-fiction in silence at some 238 words a minute (Brysbaert 2019, a
# review of 190 studies); a page on one's health, read when tired, takes longer.
WORDS_PER_MINUTE = 220
# A chosen page has its words, and its reviewer, on its own page.
WORDLESS = (ImageChooserBlock, PageChooserBlock, BooleanBlock, ChoiceBlock, URLBlock)
# Each of these separates words, although no space stands there.
_BREAKS = re.compile(
    r"</?(p|li|h[1-6]|ul|ol|div|blockquote|td|th)\b[^>]*>|<br\s*/?>", re.IGNORECASE
)
# A character written as an entity; those that could pass for markup stay as they are.
_WRITTEN_CHARACTER = re.compile(r"&(?!lt;|gt;|amp;)#?\w+;")
_EDITORS_KEYS = re.compile(r'\s+data-block-key="[^"]*"')


def plain_text(markup: str) -> str:
    """Return the words of rich text, one paragraph or list item a line."""
    text = strip_tags(_BREAKS.sub("\n", markup))
    lines = (" ".join(line.split()) for line in html.unescape(text).splitlines())
    return "\n".join(line for line in lines if line)


def seen_markup(markup: str) -> str:
    """Return rich text as a reader sees it: without keys that only the editor reads.

    The editor puts keys into every paragraph and writes some characters another way
    when it saves; neither is a change of the text.
    """
    plain = _EDITORS_KEYS.sub("", markup)
    plain = _WRITTEN_CHARACTER.sub(lambda match: html.unescape(match.group()), plain)
    return plain.replace("\xa0", " ")


def block_text(block, value) -> list[str]:
    """Return the words of a block's value, one entry for each piece of text."""
    return [text for _, text in labelled_text(block, value)]


def labelled_text(block, value, label: str = "") -> list[tuple[str, str]]:
    """Return each piece of text of a block's value with the names that lead to it.

    A step's text in a body is "steps.steps.text"; the lists themselves have no name.
    """
    if value is None or isinstance(block, WORDLESS):
        return []
    if hasattr(block, "reader_text"):
        return [(label, text) for text in block.reader_text(value)]
    if isinstance(block, StreamBlock):
        return [
            found
            for child in value
            for found in labelled_text(
                child.block, child.value, _joined(label, child.block_type)
            )
        ]
    if isinstance(block, StructBlock):
        return [
            found
            for name, child in block.child_blocks.items()
            for found in labelled_text(child, value.get(name), _joined(label, name))
        ]
    if isinstance(block, ListBlock):
        return [
            found
            for child in value
            for found in labelled_text(block.child_block, child, label)
        ]
    if isinstance(block, BaseTypedTableBlock):
        return [(label, text) for text in _table_text(value)]
    text = plain_text(value.source if isinstance(block, RichTextBlock) else str(value))
    return [(label, text)] if text else []


def _joined(label: str, name: str) -> str:
    return f"{label}.{name}" if label else name


def _table_text(table) -> list[str]:
    """Return the caption of a table and then its rows, the headings first."""
    headings = [column["heading"] for column in table.columns]
    rows = [headings, *(row["values"] for row in table.row_data)]
    lines = ["; ".join(str(cell) for cell in row if cell) for row in rows]
    return [line for line in [table.caption, *lines] if line]


def page_text(page, names: list[str]) -> str:
    """Return the words of a page's fields, a blank line between two pieces."""
    pieces: list[str] = []
    for name in names:
        value = getattr(page, name)
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            pieces += block_text(field.stream_block, value)
        elif hasattr(value, "all"):
            pieces += [str(item) for item in value.all()]
        elif value:
            pieces.append(plain_text(str(value)))
    return "\n\n".join(pieces)


def reading_minutes(text: str) -> int:
    """Return the minutes an adult needs at 220 words a minute, at least 1."""
    return max(1, round(len(text.split()) / WORDS_PER_MINUTE))
