"""The demo is meant to be honest: what the guard finds in it is counted and printed."""

import pytest
from wagtail.models import Page

from articles.models import Topic
from clinic.claims.engine import Piece, find
from clinic.claims.pages import kind_of
from clinic.claims.pieces import citations, pieces
from clinic.claims.rules import BY_ID
from clinic.claims.text import normal, sentences
from clinic.models import BasePage, ClinicImage, ClinicSettings, GlossaryTerm, Price
from tests.clinic.claims.dishonest import BY_RULE
from tests.clinic.claims.twin import as_data, found_by_javascript, page_of

pytestmark = pytest.mark.django_db

# Labelled by hand: the page, the rule and the words that it is right to find there.
# There are none: every page was read, and what was wrong in it was mended.
LABELLED: set[tuple[str, str, str]] = set()
# Where a page has all it needs, one more sentence is no finding of the whole page.
BY_SENTENCE = [rule for rule in BY_ID.values() if rule.kind != "page"]


@pytest.fixture
def things():
    """Return what the demo shows: pages, topics, terms, prices, pictures, settings."""
    pages = [p for p in Page.objects.live().specific() if isinstance(p, BasePage)]
    return pages + [
        thing
        for model in (Topic, GlossaryTerm, Price, ClinicImage, ClinicSettings)
        for thing in model.objects.all()
    ]


def test_misses_and_false_alarms_are_counted(things):
    found, planted, missed, count = set(), 0, [], 0
    for thing in things:
        read, kind = pieces(thing), kind_of(thing)
        count += sum(len(sentences(normal(piece.text))) for piece in read)
        found |= {
            (str(thing), f.rule, f.words) for f in find(read, kind, citations(thing))
        }
        samples = [
            (rule.id, text)
            for rule in BY_SENTENCE
            if rule.reads(kind)
            for text in BY_RULE[rule.id]
        ]
        dirty = [*read, *(Piece(text, text) for _, text in samples)]
        caught = {(f.rule, f.field) for f in find(dirty, kind, citations(thing))}
        planted += len(samples)
        missed += [sample for sample in samples if sample not in caught]
    alarms = found - LABELLED
    unseen = LABELLED - found

    print(  # noqa: T201
        f"\nClaims guard on the demo: {len(things)} texts, {count} sentences; "
        f"{len(LABELLED)} claims labelled, {len(unseen)} of them missed; "
        f"{len(alarms)} false alarms; {planted} claims planted, {len(missed)} missed."
    )
    assert len(things) > 25
    assert count > 500
    assert alarms == set()
    assert unseen == set()
    assert missed == []


def test_both_engines_find_the_same_in_the_demo(things):
    pages = [page_of(pieces(t), kind_of(t), citations(t)) for t in things]
    for page in pages:
        page["pieces"].append(Piece("Planted", "A safe cure.")._asdict())

    assert found_by_javascript(pages) == [
        [
            as_data(found)
            for found in find(
                [Piece(**piece) for piece in page["pieces"]],
                page["kind"],
                page["citations"],
            )
        ]
        for page in pages
    ]
