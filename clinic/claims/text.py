"""How the guard reads a text: the same signs, paragraphs and sentences everywhere.

`clinic_site/static/js/claims.js` does the same in an editor's browser, step by step;
a test compares what both find. Who changes one changes the other.
"""

import re
import unicodedata

from clinic.claims.rules import READING, compiled

_REPLACE = [(compiled(pattern), sign) for pattern, sign in READING["replace"]]
_SENTENCE_END = compiled(READING["sentence_end"])
_NOT_AN_END = compiled(READING["not_an_end"])
_QUOTED_TITLE = compiled(READING["quoted_title"])
_CUT = compiled(READING["cut"])
# Two of JavaScript's code units or half of one: both would count and cut it otherwise.
_BEYOND = re.compile("[\ud800-\udfff\U00010000-\U0010ffff]")
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}

# The end of a paragraph is looked back at for an abbreviation, and no further.
LOOK_BACK = 12


def normal(text: str) -> str:
    """Return the text with one kind of quote, dash, space and line end."""
    text = _BEYOND.sub("\ufffd", unicodedata.normalize("NFKC", text))
    for pattern, sign in _REPLACE:
        text = pattern.sub(sign, text)
    return text.strip(" \n")


def lowered(text: str) -> str:
    """Return the text with A to Z in lower case: other letters differ by language."""
    return text.translate(_LOWER)


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph, each with the references set after it."""
    found, start = [], 0
    for end in _SENTENCE_END.finditer(paragraph):
        after = paragraph[end.end() + 1 : end.end() + 2]
        before = paragraph[max(start, end.start() - LOOK_BACK) : end.start()]
        goes_on = "a" <= after <= "z" or (
            end.group().startswith(".") and _NOT_AN_END.search(before)
        )
        if after and goes_on:
            continue
        found.append(paragraph[start : end.end()].strip(" "))
        start = end.end()
    found.append(paragraph[start:].strip(" "))
    return [sentence for sentence in found if sentence]


def titles_in(citations: list[str]) -> list[str]:
    """Return what in these references may be a title: parts of five words or more."""
    parts = {
        lowered(part).strip(" .")
        for citation in citations
        for part in _CUT.split(normal(citation).replace("\n", " "))
    }
    long_enough = (p for p in parts if p.count(" ") + 1 >= READING["title_words"])
    return sorted(long_enough, key=lambda part: (-len(part), part))


def without_titles(text: str, titles: list[str]) -> str:
    """Return the text with a blank quotation where a title stands.

    Those are the titles of the page's own references, and what is quoted right after
    words like “a study called”.
    """
    for title in titles:
        low, kept, at = lowered(text), [], 0
        while (hit := low.find(title, at)) >= 0:
            kept += [text[at:hit], '""']
            at = hit + len(title)
        text = "".join([*kept, text[at:]])
    return _QUOTED_TITLE.sub('""', text)
