"""How hard a page is to read: Flesch-Kincaid grade and LIX of its running text.

The grade level is that of Kincaid, Fishburne, Rogers and Chissom (1975, Naval
Technical Training, Research Branch Report 8-75): 0.39 x words a sentence + 11.8 x
syllables a word - 15.59. LIX is Björnsson's (1968, Läsbarhet): words a sentence + 100
x the share of words with more than six letters.

Running text is what people read in sentences: the summary, key points, paragraphs,
list items, notes, answers, quotations. Headings, titles, captions, labels and table
cells are no sentences and stay out, and so do citations like [1, 2]. The end of a
paragraph or list item ends a sentence. A colon does not, although Björnsson let it:
the figure is never the milder for it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db import models
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.fields import RichTextField, StreamField

from clinic.reading import plain_text, reading_minutes
from clinic.syllables import NUMBER, syllables

# What a page should stay at or below, and below; a hint, never a gate.
HIGHEST_GRADE = 9
LIX_LIMIT = 45
LONGEST_SHOWN = 3

_CITATION = re.compile(r"\s?\[\d{1,3}(?:,\s?\d{1,3})*\]")
_WORD = re.compile(rf"{NUMBER}|[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…][)\]”’\"']*\s+")
# A full stop after these is part of the word; "a.m." and its like may also end the
# sentence, which the next word's capital tells.
_NEVER_ENDS = re.compile(
    r"(?:^|[\s(“])(?:e\.g|i\.e|Dr|Mr|Mrs|Ms|St|vs|cf|No|Fig|approx|al)\.$"
)
_SELDOM_ENDS = re.compile(r"(?:^|[\s(])(?:a\.m|p\.m|U\.S|etc|Inc|Jr|Sr)\.$")


@dataclass(frozen=True)
class Readability:
    """What was counted in a text, and the two figures made of it."""

    words: int
    sentences: int
    syllables: int
    long_words: int
    longest: tuple[str, ...]
    # Of the whole page, headings and tables too.
    minutes: int = 1

    highest_grade = HIGHEST_GRADE
    lix_limit = LIX_LIMIT

    @property
    def grade(self) -> float:
        """Return the Flesch-Kincaid grade level, 0 for an empty text."""
        if not self.words:
            return 0.0
        length = self.words / self.sentences
        return 0.39 * length + 11.8 * self.syllables / self.words - 15.59

    @property
    def lix(self) -> float:
        """Return the LIX, 0 for an empty text."""
        if not self.words:
            return 0.0
        return self.words / self.sentences + 100 * self.long_words / self.words

    @property
    def grade_is_high(self) -> bool:
        """Return whether the grade is above what we ask of a page."""
        return self.grade > HIGHEST_GRADE

    @property
    def lix_is_high(self) -> bool:
        """Return whether the LIX has reached what a page should stay below."""
        return self.lix >= LIX_LIMIT

    @property
    def is_plain(self) -> bool:
        """Return whether both figures are within what we ask of a page."""
        return not (self.grade_is_high or self.lix_is_high)


def measure(lines: Iterable[str]) -> Readability:
    """Count words, sentences and syllables of plain text, a paragraph a line."""
    sentences = [s for line in lines for s in sentences_of(line)]
    words = [word for sentence in sentences for word in words_of(sentence)]
    by_length = sorted(sentences, key=lambda s: len(words_of(s)), reverse=True)
    return Readability(
        words=len(words),
        sentences=len(sentences),
        syllables=sum(map(syllables, words)),
        long_words=sum(sum(map(str.isalpha, word)) > 6 for word in words),
        longest=tuple(by_length[:LONGEST_SHOWN]),
    )


def measure_page(page) -> Readability:
    """Measure the running text of a page as it is in memory, saved or not."""
    found = measure(running_text(page, page.reader_fields))
    return replace(found, minutes=reading_minutes(page.reader_text()))


def words_of(text: str) -> list[str]:
    """Return the words of a text; a number is one word, "mg/kg" are two."""
    return _WORD.findall(_CITATION.sub("", text))


def sentences_of(line: str) -> list[str]:
    """Return the sentences of one paragraph, without their citations."""
    line = " ".join(_CITATION.sub("", line).split())
    found, start = [], 0
    for end in _SENTENCE_END.finditer(line):
        so_far, rest = line[start : end.end()].rstrip(), line[end.end() :]
        if _NEVER_ENDS.search(so_far):
            continue
        if _SELDOM_ENDS.search(so_far) and not rest[:1].isupper():
            continue
        found.append(so_far)
        start = end.end()
    found.append(line[start:])
    return [sentence for sentence in found if words_of(sentence)]


def running_text(page, names: list[str]) -> Iterator[str]:
    """Yield what people read in sentences from a page's fields, a paragraph each."""
    for name in names:
        field, value = page._meta.get_field(name), getattr(page, name)
        if isinstance(field, StreamField):
            yield from _running(field.stream_block, value)
        elif isinstance(field, RichTextField | models.TextField) and value:
            yield from plain_text(str(value)).splitlines()


def _running(block, value) -> Iterator[str]:
    """Yield the paragraphs of a block; one line of a struct is a label, no sentence."""
    if not value:
        return
    if isinstance(block, StreamBlock):
        for child in value:
            yield from _running(child.block, child.value)
    elif isinstance(block, ListBlock):
        for child in value:
            yield from _running(block.child_block, child)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            if not isinstance(child, CharBlock):
                yield from _running(child, value.get(name))
    elif isinstance(block, RichTextBlock):
        yield from plain_text(value.source).splitlines()
    elif isinstance(block, CharBlock | TextBlock):
        yield from plain_text(str(value)).splitlines()
