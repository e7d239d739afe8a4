"""The order of what was found: computed here, so that every database agrees.

A word counts by how rare it is and by where it stands: title, heading, summary and
topic before running text. Words that stand close together, in one heading or one
paragraph, count once more; a page that answers only part of a question stands behind
one that answers all of it. A question for somebody prefers the pages of people.
"""

import math
from dataclasses import dataclass

from clinic.models import SearchEntry
from clinic_site.search.question import Group, Phrase

TITLE, HEADING, SUMMARY, TOPIC, BODY = 5.0, 2.5, 2.0, 1.5, 2.0
# A title or heading of these words and no others says more than one that has them too.
SHARE = 0.5
CLOSENESS = 1.0
LOOKED_AT_CLOSELY = 30
# What a word counts that every page holds.
LEAST_RARE = 0.25
# A page of the kind that is asked for counts so much more.
KIND = 2.0
# Where the best answer scores 1, what scores less than this is no answer.
FLOOR = 0.1
USUAL_LENGTH = 400


class Roots:
    """The columns of an entry, spaced so that whole words can be looked up."""

    def __init__(self, entry: SearchEntry):
        self.entry = entry
        self.title = f" {entry.title_roots} "
        self.topics = _spaced(entry.topic_roots)
        self.summary = _spaced(entry.summary_roots)
        self.headings = _spaced(entry.heading_roots)
        self.body = _spaced(entry.body_roots)
        # Most ways to say a thing are on no page: one look tells.
        self.whole = "".join(
            (self.title, self.topics, self.summary, self.headings, self.body)
        )
        self.title_length = self.title.count(" ") - 1
        self.length = USUAL_LENGTH * 0.7 + self.body.count(" ") * 0.3


@dataclass
class _Ranked:
    """A page with its score, and how well it holds each thing that was asked for."""

    page: Roots
    hits: list[float]
    score: float = 0.0


def _spaced(column: str) -> str:
    return f" {column} ".replace("\n", " \n ")


def rank(
    pages: list[Roots], groups: list[Group], total: int, kind: str = ""
) -> list[SearchEntry]:
    """Return the entries of pages that answer, best first, out of so many in total."""
    found = []
    ways = [
        [(f" {' '.join(way)} ", way, weight) for way, weight in group.ways]
        for group in groups
    ]
    for page in pages:
        hits = [
            max(weight * _place(page, phrase, way) for phrase, way, weight in some)
            for some in ways
        ]
        if any(hits):
            found.append(_Ranked(page, hits))
    weights = _rarity(found, len(groups), total)
    whole = sum(weights)
    for ranked in found:
        pairs = list(zip(weights, ranked.hits, strict=True))
        share = sum(weight for weight, hit in pairs if hit) / whole
        ranked.score = sum(w * hit for w, hit in pairs) * (0.2 + 0.8 * share * share)
        if ranked.page.entry.kind == kind:
            ranked.score *= KIND
    found.sort(key=_order)
    if len(groups) > 1:
        for ranked in found[:LOOKED_AT_CLOSELY]:
            ranked.score += CLOSENESS * _closeness(ranked.page, groups, weights)
    found.sort(key=_order)
    least = found[0].score * FLOOR if found else 0
    return [ranked.page.entry for ranked in found if ranked.score >= least]


def _order(ranked: _Ranked):
    return (-ranked.score, ranked.page.entry.name, ranked.page.entry.pk)


def _rarity(found: list[_Ranked], number: int, total: int) -> list[float]:
    return [
        max(LEAST_RARE, math.log((total + 1) / (0.5 + _holding(found, i))))
        for i in range(number)
    ]


def _holding(found: list[_Ranked], number: int) -> float:
    """Return how many pages hold a thing, one that only mentions it counted in part."""
    hits = [ranked.hits[number] for ranked in found]
    return sum(hits) / max(hits) if any(hits) else 0.0


def _place(page: Roots, phrase: str, way: Phrase) -> float:
    """Return how well a page holds a phrase, 0 where it does not."""
    if phrase not in page.whole:
        if len(way) > 1 and all(f" {word} " in page.body for word in way):
            return BODY / 4
        return 0.0
    score = 0.0
    if phrase in page.title:
        score += TITLE * _alone(way, page.title_length)
    if phrase in page.headings:
        lines = [line for line in page.headings.split("\n") if phrase in line]
        score += HEADING * _alone(way, min(line.count(" ") - 1 for line in lines))
    if phrase in page.summary:
        score += SUMMARY
    if phrase in page.topics:
        score += TOPIC
    often = page.body.count(phrase)
    if often:
        often = often * USUAL_LENGTH / page.length
        score += BODY * often / (often + 1.5)
    return score


def _alone(way: Phrase, length: int) -> float:
    """Return how much of a title or heading of so many words a phrase is."""
    return 1 - SHARE + SHARE * min(1.0, len(way) / length)


def _closeness(page: Roots, groups: list[Group], weights: list[float]) -> float:
    """Return the weight of what stands together, in a title, heading or paragraph."""
    said = [[f" {' '.join(way)} " for way, _ in group.ways] for group in groups]
    ways = [[phrase for phrase in some if phrase in page.whole] for some in said]

    def held(line: str) -> float:
        pairs = zip(weights, ways, strict=True)
        present = [w for w, phrases in pairs if any(p in line for p in phrases)]
        return sum(present) if len(present) > 1 else 0.0

    paragraph = max(map(held, page.body.split("\n")), default=0.0)
    heading = max(map(held, page.headings.split("\n")), default=0.0)
    return paragraph + heading + held(page.title) + _in_a_row(page, groups)


def _in_a_row(page: Roots, groups: list[Group]) -> float:
    """Return how many neighbors in the question are neighbors on the page."""
    pairs = zip(groups, groups[1:], strict=False)
    rows = [f" {' '.join(a.said + b.said)} " for a, b in pairs]
    return sum(
        any(row in part for part in (page.title, page.headings, page.body))
        for row in rows
    ) / len(rows)
