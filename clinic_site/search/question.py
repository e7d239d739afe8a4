"""What somebody typed, in the words that pages use."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from clinic.models import GlossaryTerm
from clinic.words import FILLER, root, tokens

LONGEST_QUERY = 200
MOST_WORDS = 16

# How much another name for the same thing counts, against the word that was typed.
TERM_WEIGHT = 0.85
NAME_WEIGHT = 0.5

# A question for somebody, or for a place, is answered by a page of that kind.
ASKED_FOR = {"who": "person", "whom": "person", "whose": "person", "where": "location"}

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """One thing that was asked for: how it was said, and how else it is said."""

    words: tuple[str, ...]
    said: Phrase
    others: tuple[tuple[Phrase, float], ...] = ()

    @property
    def ways(self) -> list[tuple[Phrase, float]]:
        """Return every way to say it with its weight, the typed one first."""
        # "How long" is a question of its own; the "long" left of it says little.
        whole = len(self.said) == len(self.words)
        return [(self.said, 1.0 if whole else NAME_WEIGHT), *self.others]

    def is_also(self, other: "Group") -> bool:
        """Say whether both are names of one thing."""
        return (
            self.said == other.said
            or other.said in dict(self.others)
            or self.said in dict(other.others)
        )

    def joined_by(self, other: "Group") -> "Group":
        """Return this thing, said in the words of both."""
        ways = dict(self.others) | dict(other.others) | {other.said: 1.0}
        ways.pop(self.said, None)
        return Group(self.words, self.said, tuple(ways.items()))


@dataclass(frozen=True)
class Glossary:
    """Every name of the glossary's terms, in roots."""

    names: dict[Phrase, list[list[Phrase]]]
    longest: int

    @classmethod
    def load(cls) -> "Glossary":
        """Read the glossary; a name of one filler word would be in every question."""
        names: dict[Phrase, list[list[Phrase]]] = {}
        for term in GlossaryTerm.objects.only("term", "also_called"):
            asked, shown = _names(tuple(term.names))
            for phrase in asked:
                names.setdefault(phrase, []).append(shown)
        return cls(names, max(map(len, names), default=0))

    @cached_property
    def roots(self) -> set[str]:
        """Return each root that stands in a name."""
        return {word for phrase in self.names for word in phrase}


@lru_cache(maxsize=2_000)
def _names(names: tuple[str, ...]) -> tuple[list[Phrase], list[Phrase]]:
    """Return what a term is asked for by, and what stands on pages for it."""
    words = [tokens(name) for name in names]
    asked = [
        tuple(map(root, name))
        for name in words
        if name and not (len(name) == 1 and name[0] in FILLER)
    ]
    # "Are you open" may be asked; the "open" left of it stands for other things too.
    shown = [
        _telling(name)
        for name in words
        if name and (len(_telling(name)) in (len(name), 2, 3))
    ]
    return asked, shown


def _telling(words: list[str]) -> Phrase:
    """Return the roots of the words that are no filler, or of all if all are."""
    kept = [word for word in words if word not in FILLER] or words
    return tuple(map(root, kept))


def readable(query: str) -> str:
    """Return a query without control characters, at most 200 characters long."""
    kept = "".join(c if c.isprintable() else " " for c in query[:LONGEST_QUERY])
    return " ".join(kept.split())


def kind_asked_for(words: list[str]) -> str:
    """Return the kind of page that a question asks for, empty for any."""
    return next((ASKED_FOR[word] for word in words if word in ASKED_FOR), "")


def groups(words: list[str], glossary: Glossary) -> list[Group]:
    """Return what was asked for, the longest names of the glossary first."""
    words = words[:MOST_WORDS]
    found: list[Group] = []
    loose: list[Group] = []
    at = 0
    while at < len(words):
        size, terms = _longest_name(words, at, glossary)
        if terms:
            found.append(_named(words[at : at + size], terms))
        elif words[at] not in FILLER:
            found.append(Group((words[at],), (root(words[at]),)))
        else:
            loose.append(Group((words[at],), (root(words[at]),)))
        at += size
    return _once(found or loose)


def _longest_name(words, at: int, glossary: Glossary):
    for size in range(min(glossary.longest, len(words) - at), 0, -1):
        terms = glossary.names.get(tuple(map(root, words[at : at + size])))
        if terms:
            return size, terms
    return 1, None


def _named(words: list[str], terms: list[list[Phrase]]) -> Group:
    said = _telling(words)
    others: dict[Phrase, float] = {}
    for names in terms:
        for number, name in enumerate(names):
            weight = NAME_WEIGHT if number else TERM_WEIGHT
            others[name] = max(weight, others.get(name, 0))
    others.pop(said, None)
    return Group(tuple(words), said, tuple(others.items()))


def _once(found: list[Group]) -> list[Group]:
    """Return each thing once: two names of one thing ask for that one thing."""
    kept: list[Group] = []
    for group in found:
        at = next((n for n, one in enumerate(kept) if one.is_also(group)), None)
        if at is None:
            kept.append(group)
        else:
            kept[at] = kept[at].joined_by(group)
    return kept
