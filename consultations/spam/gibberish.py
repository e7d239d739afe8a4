"""Whether letters were struck or drawn at random instead of written.

It looks at words of Latin letters alone, and goes by what no language that is written
in them does: long runs of consonants, pairs of letters that never meet, rows of the
keyboard, capitals strewn about. Names and words of Poland, Wales or Vietnam pass.
"""

import re

from clinic.words import fold

SHORTEST = 5
_WORD = re.compile(r"[^\W\d_]+")
_RUN = re.compile(r"[bcdfghjklmnpqrstvwxz]+")
_NEVER = re.compile(
    r"q[^uia]|j[bcdfghklmnpqrstvwxz]|[bcdfgkpvwxz]x|x[bdgjkmnqrsvz]|[fhmvwxz]q"
    r"|v[bcfghmpqtwxz]|w[vxz]|[bcdgpqvwx]j|[fghkqvwx]z|[cdjmqwxz]v|k[fgqx]|[fjqvx]w"
    r"|[gjqvwz]k|p[qvxz]|[cfgv]p|[hjqvxz]f|[jqvwxz]m|[jqxvw]g|[jqvx]b|d[kpqx]|[jqvxz]h"
    r"|z[cdgnprst]|l[qrxz]|r[qx]|m[xqzkgj]|n[bx]|h[gkpx]|t[gkqx]|b[gkpqz]|g[dvx]"
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_STRUCK = {
    row[i : i + 4]
    for straight in _ROWS
    for row in (straight, straight[::-1])
    for i in range(len(row) - 3)
} - {"tyui", "rewq", "poiu"} | {"poiu", "rewq", "qaz", "wsx", "edc"}
_STREWN = re.compile(r"[a-z][A-Z]")


def share(text: str) -> float:
    """Return which share of a text's letters stands in words that nobody writes."""
    words = _WORD.findall(text)
    letters = sum(len(word) for word in words)
    odd = sum(len(word) for word in words if is_odd(word))
    return odd / letters if letters else 0.0


def is_odd(word: str) -> bool:
    """Say whether a word looks struck at random."""
    if len(word) < SHORTEST:
        return False
    low = fold(word)
    if not (low.isascii() and low.isalpha()):
        return False
    if len(_STREWN.findall(word)) >= 2 and len(_NEVER.findall(low)) >= 1:
        return True
    if any(row in low for row in _STRUCK):
        return True
    longest = max((len(run) for run in _RUN.findall(low)), default=0)
    # "Angstschweiss" runs to eight; letters struck at random hold nearly no vowel.
    vowels = sum(c in "aeiouy" for c in low)
    if (longest >= 6 and vowels / len(low) < 0.25) or not vowels:
        return True
    return len(_NEVER.findall(low)) / len(low) >= 0.2
