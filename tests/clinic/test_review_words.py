"""Words compared and rewritten: what changed, and what keeps its markup."""

import pytest

from clinic.review import words
from clinic.review.markup import marks, rewritten, runs
from clinic.review.words import INSERTED, REMOVED, SAME, compared


def shown(old: str, new: str) -> str:
    signs = {SAME: "{}", REMOVED: "-{}-", INSERTED: "+{}+"}
    return "".join(signs[op].format(text) for op, text in compared(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("A slow drip.", "A slow drip.", "A slow drip."),
        ("A slow drip.", "A quiet drip.", "A -slow-+quiet+ drip."),
        ("A slow drip.", "A slow, quiet drip.", "A slow+, quiet+ drip."),
        ("One two three", "One three", "One -two -three"),
        ("", "All new", "+All new+"),
        ("All old", "", "-All old-"),
        ("Ask us", "Ask us\nor call", "Ask us+\nor call+"),
        # A lone space between two changed words is no island of sameness.
        ("red blue", "pink green", "-red blue-+pink green+"),
    ],
)
def test_words_are_compared_one_by_one(old, new, expected):
    assert shown(old, new) == expected


def test_both_versions_can_be_read_back_from_the_comparison():
    old = "It may help some people. [1] It is not for everyone; ask us first."
    new = "It can help some people. [1, 2] Ask us first: it is not for all."
    segments = compared(old, new)
    assert "".join(t for op, t in segments if op != REMOVED) == new
    assert "".join(t for op, t in segments if op != INSERTED) == old


def test_huge_texts_are_compared_as_one_change(monkeypatch):
    asked = []
    matcher = words.SequenceMatcher
    monkeypatch.setattr(
        words, "SequenceMatcher", lambda *a: asked.append(a) or matcher(*a)
    )
    old = "start " + "a b c d " * 5_000 + "end"
    new = "start " + "d c e f " * 5_000 + "end"
    segments = compared(old, new)
    assert not asked
    assert [op for op, _text in segments] == [SAME, REMOVED, INSERTED, SAME]


RICH = (
    '<p data-block-key="a">Many sleep <b>soundly</b>. [1]</p>'
    '<ul><li data-block-key="b">Rest<ul><li>Water</li></ul></li></ul>'
    '<embed embedtype="image" id="7"/><h3>Later</h3>'
)


def test_rich_text_is_cut_into_its_lines():
    found = [(run.element, run.words, run.is_plain) for run in runs(RICH)]
    assert found == [
        ("p", "Many sleep soundly. [1]", True),
        ("li", "Rest", True),
        ("li", "Water", True),
        ("embed", "", False),
        ("h3", "Later", True),
    ]


def test_runs_stand_where_they_say():
    assert all(RICH[run.start : run.end] == run.markup for run in runs(RICH))


LINKED = (
    'See <a linktype="page" id="3">our prices</a> or <b>call <i>us</i></b> &amp; ask.'
)


@pytest.mark.parametrize(
    ("markup", "new", "expected"),
    [
        (LINKED, "See our prices or call us & ask.", LINKED),
        (
            LINKED,
            "Read our prices or call us & ask.",
            LINKED.replace("See", "Read"),
        ),
        (
            LINKED,
            "See our low prices or call us & ask.",
            LINKED.replace("our prices", "our low prices"),
        ),
        (
            LINKED,
            "See our fees or call us & ask.",
            LINKED.replace("our prices", "our fees"),
        ),
        # What replaces words of two kinds takes what they share.
        (
            LINKED,
            "See our prices or phone & ask.",
            LINKED.replace("call <i>us</i>", "phone"),
        ),
        # A link goes with the last of its words.
        (
            LINKED,
            "See or call us & ask.",
            LINKED.replace('<a linktype="page" id="3">our prices</a> ', ""),
        ),
        ("5 &lt; 7", "5 < 8", "5 &lt; 8"),
        ("One<br/>two", "One\nthree", "One<br/>three"),
        ("Plain", "<b>Plain</b>", "&lt;b&gt;Plain&lt;/b&gt;"),
        # Added at an end it is outside of what ends there.
        ("<b>Now</b>", "Now or never", "<b>Now</b> or never"),
    ],
)
def test_words_that_stay_keep_their_markup(markup, new, expected):
    assert rewritten(markup, new) == expected


def test_two_links_side_by_side_stay_two():
    markup = '<a href="/a/">one</a><a href="/b/"> two</a>'
    assert rewritten(markup, "one two") == markup


def test_marks_say_what_words_do_not():
    assert marks('<b>Call</b> <a href="https://a.example/?x&amp;y">us</a>') == [
        "<b> “Call”",
        "<a https://a.example/?x&y> “us”",
    ]
