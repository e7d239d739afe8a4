"""How many syllables an English word has when it is said aloud.

A count by rule, as every readability program makes it: each run of vowels is one
syllable; a silent e is taken off; two vowels that are said apart are added. A number
counts as it is read aloud, an abbreviation letter by letter, as Kincaid and others
counted in 1975. Over a whole page the few words it gets wrong even out.
"""

import re

# A figure with its thousands and decimals, and a dollar sign that is read with it.
NUMBER = r"\$?\d+(?:,\d{3})*(?:\.\d+)?"

_NUMBER = re.compile(NUMBER)
_VOWELS = re.compile(r"[aeiouy]+")
# Read in full.
_UNITS = {"mg": 3, "kg": 3, "ml": 4, "mm": 4, "dr": 2, "mr": 2, "mrs": 2, "vs": 2}
# Words that no rule gets right.
_KNOWN = {
    "area": 3,
    "areas": 3,
    "every": 2,
    "idea": 3,
    "ideas": 3,
    "maybe": 2,
    "nausea": 3,
    "people": 2,
    "someone": 2,
    "being": 2,
    "seizure": 2,
    "therefore": 2,
    "element": 3,
}
_SILENT = (
    # take, while, the; but not the "le" of table
    re.compile(r"(?:[^aeiouyl]|[aeiouy]l|ll)e$"),
    # times, rules; but not doses, changes, tables
    re.compile(r"(?:[^aeiouylsxzcgh]|[aeiouy]l|ll|th)es$"),
    # called, slowed; but not treated, handled
    re.compile(r"(?:[^aeioutdyl]|[aeiouy]l|ll)ed$"),
    # likely, careful, movement
    re.compile(r"[^aeiouy]e(?:ly|ful|fully|less|ments?|ness|ty)$"),
)
# something, sometimes, guideline: the first half of a compound ends in a silent e.
_INNER = re.compile(r"[^aeiouy]e(?=(?:thing|times?|where|lines?)$)")
_APART = (
    re.compile(r"(?<![cstg])ia(?!ge)"),  # psychiatrist; not social, marriage
    re.compile(r"io(?![nu])"),  # period, violent; not infusion
    re.compile(r"(?<![cgtx])iou|uou"),  # serious; not cautious
    re.compile(r"iu|iet|scien"),  # medium, anxiety, science
    re.compile(r"(?<![ct])ien(?:ce|t)"),  # experience; not patient
    re.compile(r"[^aeiouy]ier$"),  # easier
    re.compile(r"(?<![gq])u(?:a|en)"),  # usual, influence; not quality, frequent
    re.compile(r"creat|^react|^real[^m]|theor|eo$|flui|ruin|suici"),
    re.compile(r"[aeiouy]ing|[aeiou]y[aeou]"),  # trying, beyond
    re.compile(r"ism$"),  # mechanism
    re.compile(r"[^aeiouy]n[’']t$"),  # didn't
)
_ONES = [2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2]
_TENS = [0, 0, 2, 2, 2, 2, 2, 3, 2, 2]
_SCALES = [(1_000_000, 2), (1_000, 2), (100, 2)]


def syllables(word: str) -> int:
    """Return how many syllables a word or a number has, at least 1."""
    if _NUMBER.fullmatch(word):
        return _of_figure(word)
    return sum(_of_part(part) for part in word.split("-") if part) or 1


def _of_part(word: str) -> int:
    lower = word.lower()
    if lower in _UNITS:
        return _UNITS[lower]
    if lower in _KNOWN:
        return _KNOWN[lower]
    # FDA is spelled, NICE is said; so is a word all in capitals.
    if word.isupper() and (len(word) < 4 or not _VOWELS.search(lower)):
        return sum(3 if letter == "W" else 1 for letter in word)
    count = len(_VOWELS.findall(lower))
    count -= any(silent.search(lower) for silent in _SILENT)
    count -= bool(_INNER.search(lower))
    count += sum(len(apart.findall(lower)) for apart in _APART)
    return max(count, 1)


def _of_figure(figure: str) -> int:
    whole, _, decimals = figure.lstrip("$").replace(",", "").partition(".")
    count = _of_number(int(whole)) + sum(_ONES[int(digit)] for digit in decimals)
    # "point" and "dollars"
    return count + bool(decimals) + 2 * figure.startswith("$")


def _of_number(number: int) -> int:
    for size, name in _SCALES:
        if number >= size:
            rest = number % size
            return _of_number(number // size) + name + (_of_number(rest) if rest else 0)
    if number < 20:
        return _ONES[number]
    return _TENS[number // 10] + (_ONES[number % 10] if number % 10 else 0)
