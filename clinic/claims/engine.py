"""Reads pieces of text by the rules; the twin of `clinic_site/static/js/claims.js`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from clinic.claims.rules import BY_ID, GROUPS, READING, RULES, SOURCES, Rule, compiled
from clinic.claims.text import normal, sentences, titles_in, without_titles

_CLAUSE_BREAK = compiled(READING["clause_break"])
_NEGATION = compiled(READING["negation"])
_NO_NEGATION = compiled(READING["no_negation"])
_DISOWNED = compiled(READING["disowned"])


class Piece(NamedTuple):
    """A text of a page with the name of its field.

    `cites` is False where no reference can be set, as in a title: there the page's
    other text may carry it.
    """

    field: str
    text: str
    cites: bool = True


@dataclass(frozen=True)
class Finding:
    """What a rule found, where, in which words, and why that must not stand."""

    rule: str
    group: str
    severity: str
    field: str
    words: str
    why: str
    instead: str = ""
    # The sentence with the words; what evidence is bound to.
    wording: str = ""
    missing: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Return what kind of claim it is, in a few words."""
        return BY_ID[self.rule].title

    @property
    def group_name(self) -> str:
        """Return the name of the group of claims."""
        return GROUPS[self.group]

    @property
    def sources(self) -> list[str]:
        """Return what the rule rests on."""
        return [SOURCES[key] for key in BY_ID[self.rule].source]

    @property
    def parts(self) -> tuple[str, str, str]:
        """Return the wording in three: before the words, the words, after them."""
        before, words, after = self.wording.partition(self.words)
        return before, words, after


class _Sentence(NamedTuple):
    text: str
    masked: str
    paragraph: str
    piece: Piece


def find(pieces: list[Piece], kind: str = "", citations=()) -> list[Finding]:
    """Return what the rules find in a page's pieces, in reading order.

    `kind` is the type of page in lower case, empty for a text that is no page;
    `citations` are its references, whose titles are let through.
    """
    titles = titles_in(list(citations))
    read = [_read(piece, titles) for piece in pieces]
    whole = "\n".join(s.masked for piece in read for s in piece)
    rules = [rule for rule in RULES if rule.reads(kind)]
    found = []
    for piece in read:
        for sentence in piece:
            found += _in_sentence(sentence, rules, whole)
    everything = [sentence for piece in read for sentence in piece]
    for rule in rules:
        if rule.kind == "page":
            found += _on_page(rule, everything, whole)
    return found


def _read(piece: Piece, titles: list[str]) -> list[_Sentence]:
    found = []
    for paragraph in normal(piece.text).split("\n"):
        masked = without_titles(paragraph, titles)
        found += [
            _Sentence(text, without_titles(text, titles), masked, piece)
            for text in sentences(paragraph)
        ]
    return found


def _in_sentence(sentence: _Sentence, rules: list[Rule], whole) -> Iterator[Finding]:
    if _DISOWNED.search(sentence.masked):
        return
    for rule in rules:
        if rule.kind == "page":
            continue
        words = _words(rule, sentence.masked)
        if words is None or _is_honest(rule, sentence, whole):
            continue
        if rule.then and not _then(rule, words, sentence):
            continue
        yield _finding(rule, sentence, words)


def _words(rule: Rule, text: str) -> str | None:
    """Return the first words in a sentence that the rule means, None without any."""
    for match in rule.pattern.finditer(text):
        stop = match.end() if rule.negation == "within" else match.start()
        if rule.negation == "none" or not _is_negated(text[:stop]):
            return match.group().strip(" ")
    return None


def _is_negated(text: str) -> bool:
    """Say whether the last clause of a text denies what it says."""
    clause = _CLAUSE_BREAK.split(text[-READING["look_back"] :])[-1]
    return bool(_NEGATION.search(_NO_NEGATION.sub(" ", clause)))


def _is_honest(rule: Rule, sentence: _Sentence, whole: str) -> bool:
    if any(pattern.search(sentence.masked) for pattern in rule.unless):
        return True
    around = sentence.paragraph if sentence.piece.cites else whole
    return any(pattern.search(around) for pattern in rule.near)


def _then(rule: Rule, words: str, sentence: _Sentence) -> bool:
    _, _, after = sentence.paragraph.partition(words)
    return bool(rule.then.search(after))


def _on_page(rule: Rule, everything: list[_Sentence], whole: str) -> Iterator[Finding]:
    if not all(pattern.search(whole) for pattern in rule.also):
        return
    missing = tuple(n.name for n in rule.needs if not n.pattern.search(whole))
    if not missing:
        return
    start, rest = 0, iter(everything)
    sentence = next(rest, None)
    for match in rule.pattern.finditer(whole):
        while match.start() > start + len(sentence.masked):
            start += len(sentence.masked) + 1
            sentence = next(rest)
        if rule.negation == "none" or not _is_negated(whole[start : match.start()]):
            words = match.group().split("\n")[0].strip(" ")
            yield _finding(rule, sentence, words, missing)
            return


def _finding(rule: Rule, sentence: _Sentence, words: str, missing=()) -> Finding:
    return Finding(
        rule=rule.id,
        group=rule.group,
        severity=rule.severity,
        field=sentence.piece.field,
        words=words,
        why=rule.why,
        instead=rule.instead,
        wording=sentence.text,
        missing=missing,
    )
