"""Python and JavaScript find the same, whatever they are given."""

import time

import pytest

from clinic.claims.engine import Piece, find
from clinic.claims.rules import RULES
from tests.clinic.claims.dishonest import BY_RULE
from tests.clinic.claims.honest import CITATIONS, EVERY
from tests.clinic.claims.twin import as_data, found_by_javascript, page_of

KINDS = ["articlepage", "servicepage", "standardpage", "glossaryterm", ""]
HOSTILE = {
    "nothing": "",
    "spaces": " \t\n\u00a0\u2003" * 2000,
    "dots": "." * 50_000,
    "quotes": "\"'" * 20_000,
    "one word": "a" * 100_000,
    "words without an end": "safe " * 10_000,
    "denied for ever": "not safe and " * 5_000,
    "prices": "$480" * 10_000,
    "numbers": "$" + "1," * 30_000,
    "brackets": "[1" * 20_000 + "]" * 20_000,
    "side effects": "side effects " * 5_000,
    "effects alone": "nausea " * 5_000,
    "sprays": "spravato " * 5_000,
    "titles": 'study "' * 5_000,
    "questions": "is " * 10_000 + "?",
    "NUL": "Ketamine\x00 is sa\x00fe.\x00",
    "hidden signs": "Ketamine is sa\u200bf\u00ade. A cu\u2060re!",
    "wide letters": "Ｋｅｔａｍｉｎｅ ｃｕｒｅｓ ｄｅｐｒｅｓｓｉｏｎ．",
    "mathematical letters": "\U0001d42c\U0001d41a\U0001d41f\U0001d41e and cured",
    "emoji": "Safe \U0001f600\U0001f468\u200d\U0001f469 cure \U0001f3fd breakthrough.",
    "half a sign": "Safe \ud83d cure \ude00 breakthrough.",
    "Cyrillic": "Кетамин безопасен. Это не cure. " * 200,
    "Arabic": "الكيتامين آمن تماما. It is safe. " * 200,
    "Chinese": "氯胺酮是安全的。它可以治愈抑郁症。safe。" * 200,
    "Turkish": "İYİ SAFE ısı ſafe Kure CURE ẞ",
    "Thai": "คีตามีนปลอดภัย " * 500,
    "combining": "s\u0301afe cu\u0308re e\u0301 " * 100,
    "dashes": "non‑addictive – life–saving—risk‐free −",
    "line ends": "Ketamine\r\nis safe.\u2028A cure\u2029\x0b\x0c\x85Breakthrough",
    "markup": "<p>safe &amp; <b>cure</b></p>",
    "everything": "\n".join(text for texts in BY_RULE.values() for text in texts),
    "everything in one": " ".join(text for texts in BY_RULE.values() for text in texts),
}


def pages() -> list[dict]:
    texts = [*EVERY, *(text for texts in BY_RULE.values() for text in texts)]
    found = []
    for kind in KINDS:
        for citations in ([], CITATIONS):
            found += [page_of([Piece("Text", t)], kind, citations) for t in texts]
            pieces = [Piece(f"Field {n}", t, n % 3 > 0) for n, t in enumerate(texts)]
            found.append(page_of(pieces, kind, citations))
    return found


def by_python(page: dict) -> list[dict]:
    pieces = [Piece(**piece) for piece in page["pieces"]]
    return [as_data(found) for found in find(pieces, page["kind"], page["citations"])]


def test_both_find_the_same_in_every_sample():
    read = pages()
    found = [by_python(page) for page in read]

    assert found == found_by_javascript(read)
    # Nothing at all would be the same, too.
    assert {f["rule"] for page in found for f in page} == {rule.id for rule in RULES}


def test_both_find_the_same_in_hostile_text():
    read = [page_of([Piece("Text", text)]) for text in HOSTILE.values()]

    for name, mine, script in zip(
        HOSTILE, map(by_python, read), found_by_javascript(read), strict=True
    ):
        assert mine == script, name


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_seconds(name):
    # The one thing that is timed: a pattern that backtracks takes minutes, not seconds.
    began = time.perf_counter()
    find([Piece("Text", HOSTILE[name])], "articlepage", CITATIONS)
    assert time.perf_counter() - began < 10


def test_hidden_signs_hide_nothing():
    for name in ("NUL", "hidden signs", "wide letters", "mathematical letters"):
        rules = {f.rule for f in find([Piece("Text", HOSTILE[name])], "articlepage")}
        assert rules & {"safe", "cure"}, name
