"""Whether the same text came before: told by a keyed digest, never by the text."""

from django.core.cache import cache

from clinic.encryption import lookup_digest
from clinic.words import tokens
from consultations.spam.score import Typed

KEPT_SECONDS = 3 * 24 * 60 * 60
# Shorter ones are the same by chance: "I would like to know what it costs".
SHORTEST = 60
# With more around it a link is meant for us: many ask about the same insurer's page.
WORDS_AROUND_A_LINK = 3


def keys(typed: Typed, submission_key: str) -> dict[str, int]:
    """Return the keys to count a text by, and for how many seconds to keep them.

    One stands for the text, one for the text under its submission key. What changes
    from copy to copy does not count: the name, digits, links, case and punctuation. A
    text too short to tell by has no keys; one of links alone goes by where they lead.
    """
    names = set(tokens(typed.name))
    words = [w for w in tokens(typed.prose) if w.isalpha() and w not in names]
    text = " ".join(words)
    if _weight(text) < SHORTEST:
        if not typed.links or len(typed.words) > WORDS_AROUND_A_LINK:
            return {}
        text = " ".join(sorted(set(typed.hosts)))
    return dict.fromkeys([_key(text), _key(f"{submission_key}\0{text}")], KEPT_SECONDS)


def forget(typed: Typed) -> None:
    """Stop counting a text that was erased.

    What it was counted by under its submission key nobody can tell any more; that runs
    out by itself within three days.
    """
    cache.delete_many(list(keys(typed, "")))


def copies(counts: tuple[int, ...]) -> int:
    """Return how many requests held a text, from the counts of its keys in order.

    A form that is sent again, by a double click or from a slow line, is one request.
    """
    if not all(counts) or not counts:
        return 0
    of_the_text, of_this_request = counts
    return of_the_text - of_this_request + 1


def _key(text: str) -> str:
    return f"repeat:{lookup_digest('spam repeat', text)[:40]}"


def _weight(text: str) -> int:
    """Count letters; those of other scripts say twice as much each."""
    if text.isascii():
        return len(text)
    return sum(1 if letter.isascii() else 2 for letter in text)
