"""Finds the words of the glossary in a text, and links the first of each.

Which words a page holds is worked out when it is published; a reader's page only puts
the links into the few texts that are known to hold one.
"""

import re
from html import escape

from django.urls import reverse

# What stands in these is not the page's own running text, or is a link already.
_LEFT_ALONE = {"a", "sup", "sub", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^>]*>")

# Where running text stands: the names of the rich texts of each kind of block. A note
# on when to get help is left out on purpose: nothing leads away from it.
_RUNNING = {
    "paragraph": lambda value: [value],
    "callout": lambda value: [] if value["kind"] == "help" else [value["text"]],
    "steps": lambda value: [step["text"] for step in value["steps"]],
    "questions": lambda value: [one["answer"] for one in value["questions"]],
}


def running_text(child) -> list[str]:
    """Return the markup of a block's running texts, in reading order."""
    texts = _RUNNING.get(child.block_type, lambda value: [])(child.value)
    return [text.source for text in texts if text]


class Links:
    """Terms that wait for their first occurrence, in the order they were met."""

    def __init__(self, terms):
        self.terms = sorted(terms, key=lambda term: -len(term.term))
        self.waiting = set(range(len(self.terms)))
        self.found: list = []
        names = (f"({_name_pattern(term.term)})" for term in self.terms)
        self._names = re.compile(
            rf"(?<![\w-])(?:{'|'.join(names)})(?:s|es)?(?![\w-])", re.IGNORECASE
        )

    def put_into(self, markup: str) -> str:
        """Return markup with a link at the first occurrence of each waiting term."""
        pieces, position, closed = [], 0, []
        for tag in _TAG.finditer(markup):
            text = markup[position : tag.start()]
            pieces += [text if closed else self._linked(text), tag.group()]
            position = tag.end()
            name = tag[2].lower()
            if name in _LEFT_ALONE and not tag[1]:
                closed.append(name)
            elif tag[1] and closed and closed[-1] == name:
                closed.pop()
        rest = markup[position:]
        return "".join([*pieces, rest if closed else self._linked(rest)])

    def _linked(self, text: str) -> str:
        if not self.waiting or not text.strip():
            return text
        return self._names.sub(self._link, text)

    def _link(self, match: re.Match) -> str:
        at = match.lastindex - 1
        if at not in self.waiting:
            return match.group()
        self.waiting.remove(at)
        self.found.append(self.terms[at])
        anchor = self.terms[at].anchor
        return f'<a href="{reverse("glossary")}#{anchor}">{match.group()}</a>'


def _name_pattern(name: str) -> str:
    words = [re.escape(escape(word, quote=False)) for word in name.split()]
    pattern = r"\s+".join(words)
    # “IV” is not the word “iv”, “OCD” not a slip of the finger.
    return f"(?-i:{pattern})" if name.isupper() else pattern


def find_words(body, terms) -> list[tuple]:
    """Return (term, block) for the first occurrence of each term, in reading order."""
    terms = list(terms)
    if not terms:
        return []
    links, found = Links(terms), []
    for child in body:
        before = len(links.found)
        for markup in running_text(child):
            links.put_into(markup)
        found += [(term, child) for term in links.found[before:]]
    return found
