"""How much a text looks as if it was sent to many: points, each with its sign.

Nothing is learned and nothing kept: the same text always gets the same points, and
each sign can be told to whoever asks why a request was set aside.
"""

import re
import unicodedata
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from consultations.models import QuarantineReason
from consultations.spam import gibberish
from consultations.spam.words import (
    DISPOSABLE_DOMAINS,
    LINK_HOSTS,
    selling_phrases,
)

# Chosen by measurement, see docs/decisions.md: from here on a request is set aside.
THRESHOLD = 4
MOST_FOR_MILD_WORDS = 2
MOST_FOR_WORDS = 8

# Repetitions are bounded: a text of 5,000 letters must not cost their square.
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_ENDINGS = (
    "com|net|org|info|biz|edu|gov|ru|cn|io|co|me|us|uk|de|fr|ly|top|xyz|shop|site|online|"
    "store|club|live|pro|link|click|win|bet|vip|example"
)
_LINK = re.compile(
    r"https?://\S+|www\.\S+|"
    rf"\b[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,6}}\.(?:{_ENDINGS})\b(?:/\S*)?",
    re.IGNORECASE,
)
_BBCODE = re.compile(r"\[/?(url|img|link|b|i|u|size|color)\b[^\]]{0,300}\]", re.I)
_HTML = re.compile(
    r"</?(a|b|i|p|br|div|span|h\d|strong|font|img|iframe|script|table|ul|li)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.I,
)
_TARGET = re.compile(r"(?:href|src|url|link|img)\s*=\s*[\"']?([^\s\"'>\]]+)", re.I)
_PRICE = re.compile(r"[$€£¥₽]\s?\d|\d\s?(?:%|[$€£₽]|usd|eur|dollars|euros?\b)", re.I)
_LETTERS = re.compile(r"[^\W\d_]+")


class Typed:
    """What a person typed, taken apart."""

    def __init__(self, *, name: str, email: str, message: str):
        self.name = name
        self.email = email
        self.message = message

    @cached_property
    def markup(self) -> list[str]:
        """Return the names of the tags in it."""
        found = _BBCODE.findall(self.message) + _HTML.findall(self.message)
        return [tag.lower() for tag in found]

    @cached_property
    def bare(self) -> str:
        """Return the message without mail addresses and tags."""
        text = _ADDRESS.sub(" ", self.message)
        for tags in (_BBCODE, _HTML):
            text = tags.sub(lambda tag: f" {_hidden_link(tag[0])} ", text)
        return text

    @cached_property
    def links(self) -> list[str]:
        return _LINK.findall(self.bare)

    @cached_property
    def prose(self) -> str:
        """Return the message without its links."""
        return _LINK.sub(" ", self.bare)

    @cached_property
    def words(self) -> list[str]:
        return _LETTERS.findall(self.prose)

    @property
    def hosts(self) -> list[str]:
        """Return where its links lead."""
        return [host_of(link) for link in self.links]


def _hidden_link(tag: str) -> str:
    """Return the address inside a tag."""
    found = re.search(
        r"(?:href|src|url|link|img)\s*=\s*[\"']?([^\s\"'>\]]+)", tag, re.I
    )
    return found[1] if found else ""


def host_of(link: str) -> str:
    """Return the host of a link; empty where it has none that can be read."""
    try:
        host = urlsplit(link if "://" in link else f"//{link}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def weigh(typed: Typed) -> dict[str, int]:
    """Return the signs that a text shows, with their points."""
    signs = {
        QuarantineReason.SELLING: _selling(typed),
        QuarantineReason.LINKS: _links(typed),
        QuarantineReason.HIDDEN_LINK: 2 * any(h in LINK_HOSTS for h in typed.hosts),
        QuarantineReason.LINK_AS_NAME: 4 * bool(_LINK.search(typed.name)),
        QuarantineReason.MARKUP: _markup(typed),
        QuarantineReason.SCRIPTS: _scripts(typed),
        QuarantineReason.GIBBERISH: _gibberish(typed),
        QuarantineReason.DISPOSABLE: 2 * is_disposable(typed.email),
    }
    return {sign.value: points for sign, points in signs.items() if points}


def _selling(typed: Typed) -> int:
    found = selling_phrases(typed.prose)
    found |= selling_phrases(_LINK.sub(" ", typed.name))
    mild = sum(points for points in found.values() if points == 1)
    plain = sum(points for points in found.values() if points > 1)
    # A price or a link is what a seller's words lead up to.
    leads_up = plain > 1 and bool(typed.links or _PRICE.search(typed.prose))
    return min(plain + min(mild, MOST_FOR_MILD_WORDS) + leads_up, MOST_FOR_WORDS)


def _links(typed: Typed) -> int:
    """Weigh links against the words around them; one link in a letter says little."""
    number = len(typed.links)
    if not number:
        return 0
    points = min(number, 4)
    if not typed.words:
        points += 3
    elif len(typed.words) < 3:
        points += 2
    elif len(typed.words) > 40 * number:
        points -= 1
    return points


def _markup(typed: Typed) -> int:
    if not typed.markup:
        return 0
    return 4 if {"a", "url", "img", "link", "iframe"} & set(typed.markup) else 3


def _scripts(typed: Typed) -> int:
    """Weigh scripts that do not belong together; people do mix two of them."""
    if typed.bare.isascii():
        return 0
    scripts = set()
    for word in _LETTERS.findall(typed.bare):
        if word.isascii():
            scripts.add("LATIN")
            continue
        inside = {script_of(letter) for letter in word}
        if "LATIN" in inside and inside & {"CYRILLIC", "GREEK"}:
            return 3
        scripts |= inside
    return int(len(scripts - {"HIRAGANA", "KATAKANA"}) > 2)


@lru_cache(maxsize=4_000)
def script_of(letter: str) -> str:
    """Return the script of a letter as Unicode names it."""
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0].partition("-")[0]


def _gibberish(typed: Typed) -> int:
    letters = sum(len(word) for word in typed.words)
    points = 0
    if letters >= 8 and gibberish.share(typed.prose) >= 0.6:
        points += 4
    if gibberish.share(typed.name) >= 0.6:
        points += 2
    return points


def is_disposable(email: str) -> bool:
    """Say whether an address belongs to a service for throwing away."""
    domain = email.rpartition("@")[2].strip().casefold()
    parts = domain.split(".")
    return any(".".join(parts[at:]) in DISPOSABLE_DOMAINS for at in range(len(parts)))
