"""From what somebody typed to the pages that answer it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from wagtail.models import Page

from clinic import crisis
from clinic.memory import Memory, remembered
from clinic.models import SearchEntry
from clinic.models.found import is_any_restricted
from clinic.words import MARKED_WORD, fold, root, tokens
from clinic_site.search.candidates import ENOUGH, candidates, pages_by_root
from clinic_site.search.question import (
    MOST_WORDS,
    Glossary,
    Group,
    groups,
    kind_asked_for,
)
from clinic_site.search.ranking import Roots, rank
from clinic_site.search.small_site import small_site
from clinic_site.search.spelling import corrections

# The words of public pages, some kilobytes each: as many as a process may well hold.
_roots = Memory(most=400)


@dataclass
class Answer:
    """What was found, under which words, and what else must be said."""

    groups: list[Group] = field(default_factory=list)
    entries: list[SearchEntry] = field(default_factory=list)
    # The kind of page that the question asks for, empty for any.
    kind: str = ""
    # The question with its slips put right, empty where there were none.
    corrected: str = ""
    is_crisis: bool = False
    kinds: Counter = field(default_factory=Counter)
    topics: Counter = field(default_factory=Counter)
    unanswered: list[str] = field(default_factory=list)


def answer(
    question: str, *, as_typed: bool = False, kind: str = "", topic: str = ""
) -> Answer:
    """Return the public pages that answer a question, best first.

    `as_typed` leaves slips as they are; `kind` (a page's `search_kind`) and `topic` (a
    slug) narrow what is returned, while the counts are of all that was found.
    """
    words = tokens(question)[:MOST_WORDS]
    if not words:
        return Answer()
    glossary = remembered("glossary of the search", Glossary.load)
    phrases = crisis.kept_list()
    asked = groups(words, glossary)
    counts = _pages_by_root([*map(root, words), *_roots_of(asked)])
    known = counts.keys() | glossary.roots | remembered("crisis roots", crisis_roots)
    is_crisis = bool(crisis.found_among(question, phrases))
    fixed: dict[str, str] = {}
    if not as_typed:
        meant = crisis.corrected(words, phrases)
        fixed = corrections(words, known)
        fixed |= {
            a: b
            for a, b in zip(words, meant, strict=True)
            if a != b and root(a) not in known
        }
    result = Answer(kind=kind_asked_for(words), is_crisis=is_crisis)
    if fixed:
        result.corrected = _put_right(question, fixed)
        is_crisis = bool(crisis.found_among(result.corrected, phrases))
        result.is_crisis = result.is_crisis or is_crisis
        asked = groups([fixed.get(word, word) for word in words], glossary)
        counts = _pages_by_root(_roots_of(asked))
    result.groups = asked
    _find(result, counts, kind, topic)
    if fixed and not result.kinds:
        result.corrected = ""
    if not result.kinds and not result.is_crisis:
        result.unanswered = _harmless(question, known)
    return result


def crisis_roots() -> set[str]:
    """Return the root of each word of the crisis list."""
    phrases = crisis.kept_list()
    return {root(word) for p in phrases for word in crisis.words_of(p.phrase)}


def _put_right(question: str, fixed: dict[str, str]) -> str:
    return MARKED_WORD.sub(
        lambda match: fixed.get(fold(match.group()), match.group()), question
    )


def _roots_of(asked: list[Group]) -> set[str]:
    return {word for group in asked for phrase, _ in group.ways for word in phrase}


def _pages_by_root(roots: Iterable[str]) -> dict[str, int]:
    small = small_site()
    return small.pages_by_root(roots) if small else pages_by_root(roots)


def _find(result: Answer, counts: dict[str, int], kind: str, topic: str) -> None:
    small = small_site()
    pages = small.pages if small else roots_of(candidates(result.groups, counts))
    found = _public(ranked(pages, result))
    result.kinds = Counter(entry.kind for entry in found)
    result.topics = Counter(
        slug for entry in found for slug in entry.topics.split("|") if slug
    )
    if kind or topic:
        narrow = {"kind": kind} if kind else {}
        narrow |= {"topics__contains": f"|{topic}|"} if topic else {}
        if not small and len(pages) >= ENOUGH:
            # Among so many, those that were asked for may not have been looked at.
            entries = SearchEntry.objects.filter(**narrow)
            pages = roots_of(candidates(result.groups, counts, entries))
            found = _public(ranked(pages, result))
        found = [
            entry
            for entry in found
            if entry.kind == (kind or entry.kind)
            and (not topic or f"|{topic}|" in entry.topics)
        ]
    result.entries = found


def ranked(pages: list[Roots], result: Answer) -> list[SearchEntry]:
    """Return the entries of these pages in order, without those that say nothing."""
    total = remembered("pages of the search", SearchEntry.objects.count)
    return rank(pages, result.groups, total, result.kind)


def roots_of(ids: list[int]) -> list[Roots]:
    """Return the words of these pages, in this order."""
    kept = _roots.remembered_each("roots", ids, read_roots)
    return [kept[pk] for pk in ids if pk in kept]


def read_roots(ids: list[int]) -> dict[int, Roots]:
    """Return the words of these pages; without the text, which no rank needs."""
    entries = SearchEntry.objects.defer("text").in_bulk(ids)
    return {pk: Roots(entry) for pk, entry in entries.items()}


def _public(entries: list[SearchEntry]) -> list[SearchEntry]:
    """Leave out what is not public at this moment, whatever the rows say."""
    ids = [entry.pk for entry in entries]
    live = Page.objects.live().filter(pk__in=ids).order_by()
    public = live.public() if is_any_restricted() else live
    shown = set(public.values_list("pk", flat=True))
    return [entry for entry in entries if entry.pk in shown]


def _harmless(question: str, known: set[str]) -> list[str]:
    """Return the words that may be counted: plain words that no page holds.

    Nothing with a digit, a sign or an @ in it, nothing short or very long.
    """
    found = []
    for piece in question.split():
        word = fold(piece.strip(".,;:!?()\"“”'‘’"))
        if word.isalpha() and 3 <= len(word) <= 30 and root(word) not in known:
            found.append(word)
    return list(dict.fromkeys(found))[:5]
