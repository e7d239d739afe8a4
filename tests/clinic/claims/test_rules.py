"""What each rule stops and what it lets pass."""

import re

import pytest

from clinic.claims import text as text_of
from clinic.claims.engine import Piece, find
from clinic.claims.rules import BY_ID, DATA, GROUPS, RULES, SOURCES, compiled
from tests.clinic.claims.dishonest import BY_RULE
from tests.clinic.claims.honest import CITATIONS, EVERY, TITLES

# Without it every sentence about ketamine and a condition lacks a statement.
OFF_LABEL = Piece("Text", "Giving ketamine for depression is off-label.")
SAMPLES = [(rule, text) for rule, texts in BY_RULE.items() for text in texts]


def rules_found(text: str, kind="articlepage", citations=(), around=()) -> set[str]:
    pieces = [*around, Piece("Text", text)]
    return {found.rule for found in find(pieces, kind, citations)}


def test_there_are_enough_honest_sentences():
    assert len(set(EVERY)) >= 60


@pytest.mark.parametrize("sentence", EVERY)
def test_an_honest_sentence_passes(sentence):
    assert rules_found(sentence, citations=CITATIONS, around=[OFF_LABEL]) == set()


@pytest.mark.parametrize("sentence", TITLES[:3])
def test_the_words_of_a_title_are_stopped_where_nothing_cites_it(sentence):
    assert rules_found(sentence, around=[OFF_LABEL])


@pytest.mark.parametrize(("rule", "text"), SAMPLES)
def test_a_dishonest_sentence_is_stopped(rule, text):
    assert rule in rules_found(text)


def test_every_rule_has_samples():
    assert {rule: len(BY_RULE.get(rule, ())) >= 2 for rule in BY_ID} == dict.fromkeys(
        BY_ID, True
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_why_what_to_do_and_where_it_comes_from(rule):
    assert rule.group in GROUPS
    assert rule.severity in ("stop", "hint")
    assert rule.kind in ("sentence", "paragraph", "page")
    assert rule.negation in ("before", "within", "none")
    assert (
        rule.title and rule.why.endswith(".") and rule.instead.rstrip("”").endswith(".")
    )
    assert rule.source and set(rule.source) <= set(SOURCES)
    assert bool(rule.needs) == (rule.kind == "page")
    assert bool(rule.then) == (rule.kind == "paragraph")


def test_names_of_rules_and_groups_are_used_once():
    assert len(BY_ID) == len(RULES)
    assert {rule.group for rule in RULES} == set(GROUPS)


def patterns(value):
    """Return every string of the file that is a pattern, with its fragments."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("pattern", "then") and isinstance(inner, str):
                yield inner
            elif name in ("unless", "near", "also"):
                yield from inner
            else:
                yield from patterns(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from patterns(inner)


@pytest.mark.parametrize("pattern", sorted(set(patterns(DATA["rules"]))))
def test_a_pattern_keeps_to_what_both_languages_read_alike(pattern):
    whole = compiled(pattern).pattern

    assert whole.isascii()
    # Names, atoms, comments, conditions and flags inside a pattern are Python's own.
    assert not re.search(r"\(\?[P>#(a-zA-Z-]", whole)
    assert not re.search(r"[*+?}]\+", whole), "a possessive quantifier"
    assert not re.search(r"\\[AZpPN'\" -]", whole)
    # A repeated group with a repetition inside takes for ever on some text.
    assert not re.search(r"[*+]\)[*+]", whole)


def test_a_hedge_elsewhere_excuses_nothing():
    assert "cure" in rules_found("It may rain. Ketamine cures depression.")
    assert "safe" in rules_found("This is not a toy. Ketamine is safe.")
    assert "safe" in rules_found("It is not a toy, and it is safe.")


def test_a_reference_excuses_its_own_paragraph_only():
    cited = "Many studies have found a fall in the score [3]."
    assert rules_found(cited) == set()
    assert rules_found("Another thing [3].\nMany studies have found a fall.") == {
        "study"
    }


def test_a_title_leans_on_the_references_of_the_page():
    bare = [Piece("Title", "Many studies have shown a fall", cites=False)]
    body = Piece("Text", "In one trial of 20 people the score fell [1].")

    assert [f.rule for f in find(bare, "articlepage")] == ["study"]
    assert find([*bare, body], "articlepage") == []


def test_a_finding_says_where_and_in_which_sentence():
    text = "The room is quiet. Our very safe drip cures all. Call us."
    found = find([Piece("Summary", text, cites=False)], "articlepage")

    assert [(f.rule, f.field, f.words) for f in found] == [
        ("safe", "Summary", "safe"),
        ("cure", "Summary", "cures"),
    ]
    assert {f.wording for f in found} == {"Our very safe drip cures all."}
    assert found[0].parts == ("Our very ", "safe", " drip cures all.")
    assert found[0].title == "Called safe"
    assert found[0].group_name == "Absolute safety"
    assert "FDA" in found[0].sources[0]


def test_rules_for_some_pages_leave_others_alone():
    assert "effective" in rules_found("It is effective.", "servicepage")
    assert rules_found("The notice is effective in every state.", "standardpage") == (
        set()
    )


def test_what_a_page_lacks_is_named():
    text = "Ketamine\nSide effects: headache, nausea and a risk to your breathing."
    found = {f.rule: f for f in find([OFF_LABEL, Piece("Text", text)], "articlepage")}

    assert found["side-effects"].missing == ("abuse", "bladder", "blood pressure")
    assert found["side-effects"].field == "Text"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One ends. [1] Two begins.", ["One ends. [1]", "Two begins."]),
        ("Dr. Vale asks you.", ["Dr. Vale asks you."]),
        ("Take it, e.g. Monday. Or not!", ["Take it, e.g. Monday.", "Or not!"]),
        ("It costs $4.80 a cup.", ["It costs $4.80 a cup."]),
        ("“Really?” she said. Yes.", ['"Really?" she said.', "Yes."]),
        ("no end", ["no end"]),
        ("", []),
    ],
)
def test_sentences(text, sentences):
    assert text_of.sentences(text_of.normal(text)) == sentences
