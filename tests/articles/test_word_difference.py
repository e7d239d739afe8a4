"""The difference between the words in and the words out, word by word."""

import random

import pytest

from articles.imports.proof import difference
from articles.imports.proof.difference import MOST_PAIRS


def words(text: str) -> list[str]:
    return text.split()


def made(words_in: list[str], found) -> list[str]:
    """Return what the differences, made in turn, make of the words."""
    out, at = [], 0
    for one in found:
        assert (
            tuple(words_in[one.at_in : one.at_in + len(one.words_in)]) == one.words_in
        )
        out += words_in[at : one.at_in]
        assert len(out) == one.at_out
        out += one.words_out
        at = one.at_in + len(one.words_in)
    return out + words_in[at:]


def test_same_words_differ_nowhere():
    assert difference(words("a b a b"), words("a b a b")) == []
    assert difference([], []) == []


@pytest.mark.parametrize(
    ("out", "place", "gone", "come"),
    [
        ("one three four", 1, "two", ""),
        ("one two three", 3, "four", ""),
        ("two three four", 0, "one", ""),
        ("one two and three four", 2, "", "and"),
        ("one 2 three four", 1, "two", "2"),
        ("", 0, "one two three four", ""),
    ],
)
def test_one_difference_is_told_with_its_place(out, place, gone, come):
    (found,) = difference(words("one two three four"), words(out))
    assert (found.at_in, found.words_in) == (place, tuple(gone.split()))
    assert (found.words_out, found.why) == (tuple(come.split()), "")


def test_order_is_part_of_the_words():
    found = difference(words("rest then call"), words("call then rest"))
    assert made(words("rest then call"), found) == words("call then rest")
    assert found


def test_loss_of_one_of_many_equal_words_is_seen():
    (found,) = difference(["the"] * 500, ["the"] * 499)
    assert len(found.words_in) == 1


@pytest.mark.parametrize("seed", range(30))
def test_differences_turn_the_one_into_the_other(seed):
    chance = random.Random(seed)  # noqa: S311 - only has to vary
    before = [chance.choice("abcdefgh") for _ in range(chance.randint(0, 60))]
    after = [
        chance.choice([word, word, word, "new", word.upper()])
        for word in before
        if chance.random() > 0.1
    ]
    chance.shuffle(after[: len(after) // 4])
    found = difference(before, after)
    assert made(before, found) == after
    assert (found == []) == (before == after)


def test_change_on_purpose_has_its_reason_and_its_place():
    changed = [("[contact]", "", "a form"), ("[year]", "this year", "a date")]
    before = words("call us [contact] or in [year] write")
    found = difference(before, words("call us or in this year write"), changed)
    assert [(one.at_in, one.words_in, one.words_out, one.why) for one in found] == [
        (2, ("[contact]",), (), "a form"),
        (5, ("[year]",), ("this", "year"), "a date"),
    ]


def test_loss_beside_a_change_on_purpose_has_no_reason():
    changed = [("[contact]", "", "a form")]
    before = words("call us [contact] or write a long letter")
    found = difference(before, words("call us or write a letter"), changed)
    assert [(one.words_in, one.why) for one in found] == [
        (("[contact]",), "a form"),
        (("long",), ""),
    ]


def test_change_that_was_not_made_accounts_for_nothing():
    assert difference(words("a b"), words("a b"), [("b", "", "dropped")]) == []
    (found,) = difference(words("a b c"), words("a c"), [("c", "", "dropped")])
    assert found.why == ""


def test_one_reason_covers_one_difference():
    before = words("x one y x two y")
    found = difference(before, words("one two y"), [("x", "", "a mark")])
    assert [one.why for one in found] == ["a mark", ""]


def test_long_texts_with_nothing_in_common_are_told_at_once():
    size = int(MOST_PAIRS**0.5) + 1
    (found,) = difference(["a", "b"] * size, ["c", "d"] * size)
    assert len(found.words_in) == len(found.words_out) == 2 * size
