"""Grade and LIX against figures worked out by hand."""

import pytest

from clinic.readability import measure, measure_page, sentences_of, words_of
from clinic.syllables import syllables
from tests.factories import make_article

BY_HAND = {
    # silent e, plurals, past tense
    "the": 1,
    "take": 1,
    "while": 1,
    "table": 2,
    "times": 1,
    "doses": 2,
    "changes": 2,
    "rules": 1,
    "called": 1,
    "slowed": 1,
    "treated": 2,
    "handled": 2,
    "likely": 2,
    "movement": 2,
    "sometimes": 2,
    "before": 2,
    # vowels said apart, and those that are not
    "anxiety": 4,
    "psychiatrist": 4,
    "social": 2,
    "patient": 2,
    "experience": 4,
    "serious": 3,
    "cautious": 2,
    "period": 3,
    "infusion": 3,
    "usual": 3,
    "quality": 3,
    "frequent": 2,
    "trying": 2,
    "beyond": 2,
    "mechanism": 4,
    "didn’t": 2,
    "don’t": 1,
    # the words of this field
    "ketamine": 3,
    "esketamine": 4,
    "anesthetic": 4,
    "antidepressant": 5,
    "depression": 3,
    "bladder": 2,
    "off-label": 3,
    # letter by letter, or said
    "FDA": 3,
    "PTSD": 4,
    "NICE": 1,
    "I": 1,
    # read in full
    "mg": 3,
    "Dr": 2,
    "0.5": 4,
    "40": 2,
    "73": 4,
    "911": 6,
    "1,000": 3,
    "$480": 7,
}


@pytest.mark.parametrize("word", BY_HAND)
def test_syllables_are_counted_as_they_are_said(word):
    assert syllables(word) == BY_HAND[word]


def test_grade_and_lix_are_those_worked_out_by_hand():
    # 15 words in 3 sentences; one syllable each but for table (2) and any (2).
    found = measure(
        ["You sit in a chair. A nurse is by the table.", "Stop at any time."]
    )
    assert (found.words, found.sentences, found.syllables) == (15, 3, 17)
    assert found.long_words == 0
    assert found.grade == pytest.approx(0.39 * 5 + 11.8 * 17 / 15 - 15.59)
    assert found.lix == pytest.approx(5.0)


def test_long_words_weigh_in_lix():
    # 8 words, one sentence; infusions, minutes, nervous have more than six letters.
    found = measure(["Infusions of forty minutes make some people nervous."])
    assert (found.words, found.sentences, found.long_words) == (8, 1, 3)
    assert found.lix == pytest.approx(8 + 100 * 3 / 8)


def test_easy_and_hard_are_told_apart():
    easy = measure(["You sit in a chair. A nurse is near. You can stop at any time."])
    hard = measure(
        [
            "Pharmacological interventions demonstrating neuroplasticity necessitate "
            "multidisciplinary collaboration, notwithstanding considerable uncertainty "
            "regarding longitudinal tolerability."
        ]
    )
    assert easy.grade < 3 < 15 < hard.grade
    assert easy.lix < 30 < 60 < hard.lix
    assert easy.is_plain and not hard.is_plain


def test_nothing_written_yet_measures_nothing():
    found = measure(["", " ", "[1, 2]"])
    assert (found.words, found.grade, found.lix, found.longest) == (0, 0.0, 0.0, ())


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("The dose was 0.5 mg/kg. It ran for 40 minutes.", 2),
        ("Dr. Vale asks. You answer.", 2),
        ("Some drugs, e.g. opioids, slow the breath.", 1),
        ("Call us from 9 a.m. on Monday.", 1),
        ("We open at 9 a.m. Call us then.", 2),
        ("Berman et al. found it first.", 1),
        ("Is it for me? Ask! “It may not be.” Then rest.", 4),
        ("It fades. [3] So we plan. [1, 2]", 2),
        ("A line without a full stop", 1),
        ("One thing matters: rest.", 1),
    ],
)
def test_sentences_end_where_a_reader_ends_them(line, count):
    assert len(sentences_of(line)) == count


def test_words_are_numbers_and_compounds_too_but_no_citations():
    assert words_of("Half of 1,000 people’s off-label 0.5 mg/kg doses [1, 12].") == [
        *("Half", "of", "1,000", "people’s", "off-label", "0.5", "mg", "kg", "doses")
    ]


def test_each_list_item_is_a_sentence_of_its_own():
    found = measure(["a list of drugs", "the name of your doctor"])
    assert found.sentences == 2


def test_longest_sentences_come_first_and_are_three():
    found = measure(["One. Two words. Now three words. Then there are five words."])
    assert found.longest == (
        "Then there are five words.",
        "Now three words.",
        "Two words.",
    )


@pytest.mark.django_db
def test_headings_titles_and_tables_are_no_sentences():
    table = {
        "caption": "A caption of a table",
        "columns": [
            {"type": "text", "heading": "Effect"},
            {"type": "text", "heading": "People"},
        ],
        "rows": [{"values": ["Drowsy", "Many"]}],
    }
    note = {"kind": "key", "title": "A title", "text": "<p>Bring a coat.</p>"}
    page = make_article(
        "A title is not measured",
        summary="Four words are here.",
        live=False,
        key_points=[("point", "Rest well.")],
        body=[
            ("heading", {"level": "h2", "text": "A heading that nobody counts"}),
            ("paragraph", "<p>One two three. [1]</p><ul><li>four</li></ul>"),
            ("table", table),
            ("callout", note),
            ("quote", {"text": "Ask me anything.", "source": "The nurse"}),
        ],
    )
    # 4 + 2 + 3 + 1 + 3 + 3
    assert measure_page(page).words == 16
    assert measure_page(page).sentences == 6
