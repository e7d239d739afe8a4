import pytest

from clinic.stemming import stem
from clinic.words import distance, fold, grams, indexed, root, roots, tokens


@pytest.mark.parametrize(
    ("forms", "common"),
    [
        ("infusion infusions infused infusing", "infus"),
        ("depression depressed depressing depressions", "depress"),
        ("treat treats treated treating treatment treatments", "treat"),
        ("cost costs costing", "cost"),
        ("study studies studying", "studi"),
        ("drive driving drives", "drive"),
        ("happy happiness", "happi"),
        ("hop hopping hopped", "hop"),
    ],
)
def test_forms_of_a_word_have_one_root(forms, common):
    assert {stem(word) for word in forms.split()} == {common}


@pytest.mark.parametrize(
    ("one", "other"), [("cost", "coast"), ("safe", "self"), ("dose", "doze")]
)
def test_different_words_keep_different_roots(one, other):
    assert root(one) != root(other)


def test_accents_capitals_and_apostrophes_make_no_difference():
    assert fold("Café") == fold("CAFE\u0301") == "cafe"
    assert tokens("Don’t") == tokens("don't") == tokens("DONT") == ["dont"]
    assert tokens("the reviewer’s name") == ["the", "reviewer", "name"]
    assert tokens("ſtraße") == tokens("STRASSE")


def test_filler_is_left_out_unless_it_is_asked_for():
    assert roots("How much does it cost?") == ["cost"]
    assert roots("How much", filler=True) == ["how", "much"]


def test_index_holds_ascii_alone_and_marks_titles():
    assert indexed("药").isascii()
    assert indexed("药") != indexed("药物")
    assert indexed("sleep") != indexed("sleep", in_title=True)


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("ketmine", "ketamine", 1),
        ("ketamien", "ketamine", 1),
        ("depresion", "depression", 1),
        ("pstd", "ptsd", 1),
        ("same", "same", 0),
        ("cat", "dog", 3),
        ("antidepresent", "antidepressant", 2),
    ],
)
def test_distance_counts_slips_of_the_finger(one, other, slips):
    assert distance(one, other, 3) == distance(other, one, 3) == slips


def test_distance_gives_up_past_its_limit():
    assert distance("abcdefgh", "zyxwvuts", 2) == 3


def test_grams_know_where_a_word_begins_and_ends():
    assert grams("iv") == {"^iv", "iv$"}
