"""Whether the same text came before: told by a keyed digest, never by the text."""

from clinic.encryption import lookup_digest
from clinic.words import tokens
from consultations.spam.score import Typed

KEPT_SECONDS = 3 * 24 * 60 * 60
# Shorter ones are the same by chance: "I would like to know what it costs".
SHORTEST = 60
# With more around it a link is meant for us: many ask about the same insurer's page.
WORDS_AROUND_A_LINK = 3


def digest(typed: Typed) -> dict[str, int]:
    """Return the digest of a text and for how many seconds to keep it.

    What changes from copy to copy does not count: the name, digits, links, case and
    punctuation. A text too short to tell by has no digest; one of links alone goes by
    where they lead.
    """
    names = set(tokens(typed.name))
    words = [w for w in tokens(typed.prose) if w.isalpha() and w not in names]
    text = " ".join(words)
    if _weight(text) < SHORTEST:
        if not typed.links or len(typed.words) > WORDS_AROUND_A_LINK:
            return {}
        text = " ".join(sorted(set(typed.hosts)))
    return {f"repeat:{lookup_digest('spam repeat', text)[:40]}": KEPT_SECONDS}


def _weight(text: str) -> int:
    """Count letters; those of other scripts say twice as much each."""
    return sum(1 if letter.isascii() else 2 for letter in text)
