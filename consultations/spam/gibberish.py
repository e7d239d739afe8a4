"""Whether letters were struck or drawn at random instead of written.

It looks at words of Latin letters alone, and goes by what no language that is written
in them does: long runs of consonants, pairs of letters that never meet, rows of the
keyboard, capitals strewn about. Names and words of Poland, Wales or Vietnam pass.
"""

import re

from clinic.words import fold

SHORTEST = 5
_WORD = re.compile(r"[^\W\d_]+")
_LONG_RUN = re.compile(r"[bcdfghjklmnpqrstvwxz]{6}")
_VOWEL = re.compile(r"[aeiouy]")
_NEVER = re.compile(
    r"q[^uia]|j[bcdfghklmnpqrstvwxz]|[bcdfgkpvwxz]x|x[bdgjkmnqrsvz]|[fhmvwxz]q"
    r"|v[bcfghmpqtwxz]|w[vxz]|[bcdgpqvwx]j|[fghkqvwx]z|[cdjmqwxz]v|k[fgqx]|[fjqvx]w"
    r"|[gjqvwz]k|p[qvxz]|[cfgv]p|[hjqvxz]f|[jqvwxz]m|[jqxvw]g|[jqvx]b|d[kpqx]|[jqvxz]h"
    r"|z[cdgnprst]|l[qrxz]|r[qx]|m[xqzkgj]|n[bx]|h[gkpx]|t[gkqx]|b[gkpqz]|g[dvx]"
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PIECES = {
    row[i : i + 4]
    for straight in _ROWS
    for row in (straight, straight[::-1])
    for i in range(len(row) - 3)
} - {"tyui", "rewq", "poiu"} | {"poiu", "rewq", "qaz", "wsx", "edc"}
_STRUCK = re.compile("|".join(sorted(_PIECES)))
# What every odd word of plain letters has at least one of.
_SUSPECT = re.compile(
    rf"{_NEVER.pattern}|{_STRUCK.pattern}|{_LONG_RUN.pattern}"
    rf"|(?<![a-z])[b-df-hj-np-tv-xz]{{{SHORTEST}}}"
)
_STREWN = re.compile(r"[a-z][A-Z]")


def share(text: str) -> float:
    """Return which share of a text's letters stands in words that nobody writes."""
    if text.isascii() and not _SUSPECT.search(text.lower()):
        return 0.0
    words = _WORD.findall(text)
    letters = sum(len(word) for word in words)
    odd = sum(len(word) for word in words if is_odd(word))
    return odd / letters if letters else 0.0


def is_odd(word: str) -> bool:
    """Say whether a word looks struck at random."""
    if len(word) < SHORTEST:
        return False
    # A word of plain letters has neither accents nor apostrophes to fold.
    low = word.lower() if word.isascii() else fold(word)
    if not (low.isascii() and low.isalpha()):
        return False
    never = len(_NEVER.findall(low))
    if never and not word.islower() and len(_STREWN.findall(word)) >= 2:
        return True
    if _STRUCK.search(low) or not _VOWEL.search(low):
        return True
    # "Angstschweiss" runs to eight; letters struck at random hold nearly no vowel.
    if _LONG_RUN.search(low) and len(_VOWEL.findall(low)) / len(low) < 0.25:
        return True
    return never / len(low) >= 0.2
