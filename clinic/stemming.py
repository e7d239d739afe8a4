"""English endings taken off, after M. F. Porter's algorithm of 1980, but for "-ment".

No package that is installed does this, and the two databases do it differently.
"""

import re

_VOWEL = "(?:[aeiou]|(?<![aeiou])y)"
_CONSONANT = "(?:[^aeiouy]|(?<=[aeiou])y|^y)"
_HAS_VOWEL = re.compile("[aeiou]|(?<=[^aeiou])y")
_MEASURE = re.compile(f"{_VOWEL}+{_CONSONANT}+")
_SHORT = re.compile("[^aeiou][aeiouy][^aeiouwxy]$")

_STEP_2 = {
    "ational": "ate",
    "tional": "tion",
    "enci": "ence",
    "anci": "ance",
    "izer": "ize",
    "bli": "ble",
    "alli": "al",
    "entli": "ent",
    "eli": "e",
    "ousli": "ous",
    "ization": "ize",
    "ation": "ate",
    "ator": "ate",
    "alism": "al",
    "iveness": "ive",
    "fulness": "ful",
    "ousness": "ous",
    "aliti": "al",
    "iviti": "ive",
    "biliti": "ble",
}
_STEP_3 = {
    "icate": "ic",
    "ative": "",
    "alize": "al",
    "iciti": "ic",
    "ical": "ic",
    "ful": "",
    "ness": "",
}
_SUFFIXES = "al ance ence er ic able ible ant ement ment ent ou ism ate iti ous ive ize"
_STEP_4 = _SUFFIXES.split()


def _measure(base: str) -> int:
    """Return how many times a vowel is followed by a consonant."""
    return len(_MEASURE.findall(base))


def _longest(word: str, endings) -> str:
    """Return the longest of the endings that the word has, or nothing."""
    return max((e for e in endings if word.endswith(e)), key=len, default="")


def stem(word: str) -> str:
    """Return the word without its ending: "infusions" and "infused" give "infus"."""
    if len(word) < 3:
        return word
    word = _without_past(_without_plural(word))
    if word.endswith("y") and _HAS_VOWEL.search(word[:-1]):
        word = f"{word[:-1]}i"
    for table in (_STEP_2, _STEP_3):
        ending = _longest(word, table)
        if ending and _measure(word[: -len(ending)]) > 0:
            word = word[: -len(ending)] + table[ending]
    return _without_final_e(_without_suffix(word))


def _without_plural(word: str) -> str:
    if word.endswith("sses") or word.endswith("ies"):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _without_past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    ending = _longest(word, ("ed", "ing"))
    base = word[: -len(ending)] if ending else word
    if not ending or not _HAS_VOWEL.search(base):
        return word
    if base.endswith(("at", "bl", "iz")):
        return f"{base}e"
    if len(base) > 1 and base[-1] == base[-2] and base[-1] not in "aeioulsz":
        return base[:-1]
    if _measure(base) == 1 and _SHORT.search(base):
        return f"{base}e"
    return base


def _without_suffix(word: str) -> str:
    # Porter keeps "treatment" apart from "treat", which nobody who searches means.
    if word.endswith("ment") and len(word) >= 9:
        return word[:-4]
    ending = _longest(word, _STEP_4)
    if not ending and word.endswith(("sion", "tion")):
        ending = "ion"
    if ending and _measure(word[: -len(ending)]) > 1:
        return word[: -len(ending)]
    return word


def _without_final_e(word: str) -> str:
    if word.endswith("e"):
        base = word[:-1]
        if _measure(base) > 1 or (_measure(base) == 1 and not _SHORT.search(base)):
            word = base
    if word.endswith("ll") and _measure(word) > 1:
        word = word[:-1]
    return word
