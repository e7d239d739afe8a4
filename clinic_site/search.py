"""Search over what the public may read, with extracts around the words found."""

import re

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe
from wagtail.models import Page

PER_PAGE = 10
LONGEST_QUERY = 200
EXTRACT = 260
_CITATION = re.compile(r"\s?\[\d{1,3}(, ?\d{1,3})*\]")
_WORD = re.compile(r"\w+", re.UNICODE)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the pages that hold the words, best first; nothing of it is stored."""
    query = _readable(request.GET.get("q", ""))
    # Words alone reach the engine: signs mean something else to each of them.
    words = _WORD.findall(query)
    found = Page.objects.none()
    if words:
        public = Page.objects.live().public().exclude(depth=1)
        found = public.specific().search(" ".join(words))
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    results = [
        {"page": page, "title": page.title, "extract": extract(page, words)}
        for page in shown
    ]
    response = render(
        request, "search.html", {"query": query, "results": results, "shown": shown}
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _readable(query: str) -> str:
    """Return the query without control characters, at most 200 characters long."""
    kept = "".join(c if c.isprintable() else " " for c in query[:LONGEST_QUERY])
    return " ".join(kept.split())


def extract(page, words: list[str]) -> SafeString:
    """Return the stretch of a page's text where the words stand, with them marked."""
    text = _running_text(page)
    marked = [re.escape(word) for word in words if len(word) > 1]
    if not marked:
        return SafeString(escape(text[: _word_end(text, EXTRACT)]))
    pattern = re.compile(rf"\b({'|'.join(marked)})\w*", re.IGNORECASE)
    start, end = _stretch(text, pattern)
    cut = text[start:end]
    pieces, last = [], 0
    for match in pattern.finditer(cut):
        pieces.append(escape(cut[last : match.start()]))
        pieces.append(f"<mark>{escape(match.group())}</mark>")
        last = match.end()
    pieces.append(escape(cut[last:]))
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    # Every piece above is escaped; the only markup is <mark>.
    return mark_safe(before + "".join(pieces) + after)  # noqa: S308


def _running_text(page) -> str:
    """Return a page's words as one run of sentences, without title and citations."""
    if not hasattr(page, "reader_text"):
        return ""
    lines = _CITATION.sub("", page.reader_text()).splitlines()
    words = [" ".join(line.split()) for line in lines if line.strip()]
    if words and words[0] == page.title:
        del words[0]
    # A heading or a list item ends without a full stop; a reader still pauses there.
    return " ".join(
        line if line.endswith((".", "!", "?", ":", ",", ";")) else f"{line}."
        for line in words
    )


def _stretch(text: str, pattern: re.Pattern) -> tuple[int, int]:
    """Return where the extract with the most of the words begins and ends."""
    hits = [match.start() for match in pattern.finditer(text)]
    if not hits:
        return 0, _word_end(text, EXTRACT)
    best = max(hits, key=lambda hit: sum(hit <= h < hit + EXTRACT for h in hits))
    start = max(0, best - EXTRACT // 4)
    if start:
        start = text.rfind(" ", 0, start) + 1
    return start, _word_end(text, start + EXTRACT)


def _word_end(text: str, near: int) -> int:
    if near >= len(text):
        return len(text)
    space = text.rfind(" ", 0, near)
    return space if space > 0 else near
