"""Keeps the search's rows in step with what the public may read.

Everything is written in the transaction of the change itself: what is rolled back
leaves no row behind, and a page that is taken down is gone at its commit.
"""

import re
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from wagtail.blocks import CharBlock, ListBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page

from clinic.models import BasePage, GlossaryTerm, SearchEntry, SearchGram, SearchWord
from clinic.words import FILLER, grams, root, roots, tokens

# The names of fields that head what follows them in a block.
_HEADS = ("title", "question", "heading")
_CITATION = re.compile(r"\s?\[\d{1,3}(, ?\d{1,3})*\]")
_SENTENCE_ENDS = (".", "!", "?", ":", ",", ";")
SHORTEST_WORD = 3
BATCH = 500


def refresh(page_id: int) -> None:
    """Write the row of a page anew, or take it away if the page is not public."""
    page = Page.objects.live().public().filter(pk=page_id, depth__gt=1).first()
    page = page and page.specific
    if not isinstance(page, BasePage):
        for entry in SearchEntry.objects.filter(pk=page_id):
            entry.delete()
        return
    with transaction.atomic():
        entry = entry_for(page)
        entry.save()
        learn(page_words(entry))


def refresh_below(page: Page) -> None:
    """Refresh a page and everything below it, as when its privacy changed."""
    for pk in page.get_descendants(inclusive=True).values_list("pk", flat=True):
        refresh(pk)


def entry_for(page: BasePage) -> SearchEntry:
    """Return the row of a page as its text is now, not yet saved."""
    text = running_text(page)
    topics = page.search_topics()
    lines = [*page.reader_text().splitlines(), *page.search_extras()]
    return SearchEntry(
        page_id=page.pk,
        kind=page.search_kind,
        name=page.title,
        topics="".join(f"|{slug}" for slug in topics) + "|" * bool(topics),
        title_roots=" ".join(roots(page.title) or roots(page.title, filler=True)),
        topic_roots=_lines(topics.values()),
        summary_roots=_lines([page.summary, page.search_description]),
        heading_roots=_lines(headings(page)),
        body_roots=_lines(_CITATION.sub("", line) for line in lines),
        text=text,
    )


def _lines(texts: Iterable[str]) -> str:
    cut = (" ".join(roots(text)) for text in texts)
    return "\n".join(line for line in cut if line)


def headings(page: BasePage) -> list[str]:
    """Return what stands above a part of a page: headings, questions, titles."""
    found = [getattr(page, name) for name in page.search_heads]
    for name in page.reader_fields:
        field = page._meta.get_field(name)
        if isinstance(field, StreamField):
            found += _heads(field.stream_block, getattr(page, name))
    return found


def _heads(block, value, name: str = "") -> list[str]:
    if value is None:
        return []
    if isinstance(block, StreamBlock):
        return [
            head
            for child in value
            for head in _heads(child.block, child.value, child.block_type)
        ]
    if isinstance(block, ListBlock):
        return [head for child in value for head in _heads(block.child_block, child)]
    if isinstance(block, StructBlock):
        return [
            head
            for part, child in block.child_blocks.items()
            # The words of a heading block are called its text.
            for head in _heads(child, value.get(part), name if part == "text" else part)
        ]
    return [str(value)] if isinstance(block, CharBlock) and name in _HEADS else []


def running_text(page: BasePage) -> str:
    """Return a page's words as one run of sentences, without title and citations."""
    lines = [*_CITATION.sub("", page.reader_text()).splitlines(), *page.search_extras()]
    words = [" ".join(line.split()) for line in lines if line.strip()]
    if words and words[0] == page.title:
        del words[0]
    # A heading or a list item ends without a full stop; a reader still pauses there.
    return " ".join(
        line if line.endswith(_SENTENCE_ENDS) else f"{line}." for line in words
    )


def page_words(entry: SearchEntry) -> set[str]:
    """Return the different words of a page that a correction may propose."""
    parts = (entry.name, entry.text, entry.topics.replace("|", " "))
    return _proposable(tokens(" ".join(parts)))


def _proposable(words: Iterable[str]) -> set[str]:
    return {
        w for w in words if len(w) >= SHORTEST_WORD and w.isalpha() and w not in FILLER
    }


def glossary_words() -> set[str]:
    """Return the words of the glossary's names."""
    return _proposable(
        word
        for term in GlossaryTerm.objects.all()
        for word in tokens(" ".join(term.names))
    )


def learn(words: set[str]) -> None:
    """Add the words that are new, so that they can be proposed at once.

    How many pages hold a word is counted by `recount`, now and then.
    """
    known = set(
        SearchWord.objects.filter(word__in=words).values_list("word", flat=True)
    )
    # In one order: two pages published at once then never wait for each other.
    _add(dict.fromkeys(sorted(words - known), 1))


def _add(counts: dict[str, int]) -> None:
    SearchWord.objects.bulk_create(
        [
            SearchWord(
                word=word, root=root(word), letters="".join(sorted(word)), pages=pages
            )
            for word, pages in counts.items()
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    SearchGram.objects.bulk_create(
        [
            SearchGram(gram=gram, word=word)
            for word in counts
            for gram in sorted(grams(word))
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def recount() -> None:
    """Count anew how many pages hold each word; words of no page are forgotten."""
    counts: Counter[str] = Counter(dict.fromkeys(glossary_words(), 0))
    for entry in SearchEntry.objects.only("name", "text", "topics").iterator(BATCH):
        counts.update(page_words(entry))
    with transaction.atomic():
        before = dict(SearchWord.objects.values_list("word", "pages"))
        gone = sorted(before.keys() - counts.keys())
        for start in range(0, len(gone), BATCH):
            some = gone[start : start + BATCH]
            SearchWord.objects.filter(word__in=some).delete()
            SearchGram.objects.filter(word__in=some).delete()
        _add({word: counts[word] for word in sorted(counts.keys() - before.keys())})
        changed = [w for w in sorted(before) if counts.get(w, before[w]) != before[w]]
        SearchWord.objects.bulk_update(
            [SearchWord(word=word, pages=counts[word]) for word in changed],
            ["pages"],
            batch_size=BATCH,
        )


def rebuild() -> int:
    """Write every row anew and count the words; return how many pages are public."""
    pages = Page.objects.live().public().filter(depth__gt=1)
    for entry in SearchEntry.objects.exclude(page__in=pages):
        entry.delete()
    for pk in list(pages.values_list("pk", flat=True)):
        refresh(pk)
    recount()
    return SearchEntry.objects.count()


def missing() -> list[int]:
    """Return the public pages that have no row, as before the first rebuild."""
    pages = Page.objects.live().public().filter(depth__gt=1, search_entry=None)
    return [page.pk for page in pages.specific() if isinstance(page, BasePage)]
