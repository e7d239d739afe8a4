"""Rich text as plain words and back, with its inline markup kept where words allow."""

import re
from dataclasses import dataclass
from html import escape, unescape

from clinic.review.words import tokens, word_moves

_BOUNDARY = re.compile(
    r"<(/?)(p|ul|ol|li|h[1-6]|blockquote|div|hr|embed|table|thead|tbody|tr|td|th)"
    r"\b[^>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
# What may stand inside of a line of words.
INLINE = {"a", "b", "strong", "i", "em", "sup", "sub", "code", "s", "u", "br"}
# Stands alone and holds no words.
_THINGS = {"embed", "hr"}


@dataclass(frozen=True)
class Run:
    """A stretch of rich text between two tags of blocks: one line to read."""

    start: int
    end: int
    element: str
    markup: str

    @property
    def words(self) -> str:
        """Return the words as they are read, a line break as a new line."""
        return "".join(char for char, _stack in letters(self.markup)).strip()

    @property
    def is_plain(self) -> bool:
        """Tell whether the run is words and known inline markup, well nested."""
        if self.element in _THINGS:
            return False
        held: list[str] = []
        for closing, name, _rest in _TAG.findall(self.markup):
            name = name.lower()
            if name not in INLINE:
                return False
            if closing and (not held or held.pop() != name):
                return False
            if not closing and name != "br":
                held.append(name)
        return not held


def runs(source: str) -> list[Run]:
    """Cut rich text into its paragraphs, list items and headings, in order."""
    found, elements, start = [], [], 0
    for match in [*_BOUNDARY.finditer(source), None]:
        end = match.start() if match else len(source)
        run = Run(start, end, elements[-1] if elements else "", source[start:end])
        if run.words:
            found.append(run)
        if match is None:
            break
        start, name = match.end(), match[2].lower()
        if name in _THINGS:
            if not match[1]:
                found.append(Run(match.start(), match.end(), name, match[0]))
        elif not match[1]:
            elements.append(name)
        elif name in elements:
            while elements.pop() != name:
                pass
    return found


def letters(markup: str) -> list[tuple[str, tuple]]:
    """Return each character with the tags around it, the outermost first."""
    found, stack, position = [], [], 0
    for match in [*_TAG.finditer(markup), None]:
        text = markup[position : match.start() if match else len(markup)]
        text = unescape(text).replace("\xa0", " ").replace("\n", " ")
        found += [(char, tuple(stack)) for char in text]
        if match is None:
            break
        position, name = match.end(), match[2].lower()
        if name == "br":
            found.append(("\n", tuple(stack)))
        elif not match[1]:
            # Where a tag stands tells two links side by side from one.
            stack.append((match.start(), name, match[0]))
        elif name in [held[1] for held in stack]:
            while stack.pop()[1] != name:
                pass
    return found


def marks(markup: str) -> list[str]:
    """Say which words carry which markup: what a change of words does not show."""
    around: dict[tuple, str] = {}
    for char, stack in letters(markup):
        for tag in stack:
            around[tag] = around.get(tag, "") + char
    found = [f"{_named(tag)} “{words.strip()}”" for tag, words in around.items()]
    return found + [
        _thing(name.lower(), rest)
        for _closing, name, rest in _TAG.findall(markup)
        if name.lower() not in INLINE
    ]


def _named(tag: tuple) -> str:
    _position, name, text = tag
    return _thing(name, text) if name == "a" else f"<{name}>"


def _thing(name: str, attributes: str) -> str:
    shown = dict(_ATTRIBUTE.findall(attributes))
    shown.pop("data-block-key", None)
    values = " ".join(unescape(value) for value in shown.values())
    return f"<{name} {values}>" if values else f"<{name}>"


def rewritten(markup: str, words: str) -> str:
    """Return the run with other words; those that stay keep their markup.

    A word in place of others takes what was around all of them, an added one what is
    around both its neighbors.
    """
    old = letters(markup)
    before, after = tokens("".join(char for char, _stack in old)), tokens(words)
    starts = _starts(before)
    new: list[tuple[str, tuple]] = []
    for move in word_moves(before, after):
        left, right = starts[move.i1], starts[move.i2]
        if move.tag == "equal":
            new += old[left:right]
            continue
        if move.tag == "insert":
            beside = old[left - 1 : left] + old[right : right + 1]
            stacks = [stack for _char, stack in beside]
            stacks = stacks if len(stacks) == 2 else [()]
        else:
            stacks = [stack for _char, stack in old[left:right]]
        around = _common(stacks)
        new += [(char, around) for char in "".join(after[move.j1 : move.j2])]
    return _written(new)


def _starts(found: list[str]) -> list[int]:
    starts = [0]
    for token in found:
        starts.append(starts[-1] + len(token))
    return starts


def _common(stacks: list[tuple]) -> tuple:
    shared = stacks[0] if stacks else ()
    for stack in stacks[1:]:
        length = 0
        while length < min(len(shared), len(stack)) and shared[length] == stack[length]:
            length += 1
        shared = shared[:length]
    return shared


def _written(characters: list[tuple[str, tuple]]) -> str:
    pieces, held = [], ()
    for char, stack in [*characters, ("", ())]:
        shared = _common([held, stack])
        pieces += [f"</{tag[1]}>" for tag in reversed(held[len(shared) :])]
        pieces += [tag[2] for tag in stack[len(shared) :]]
        pieces.append("<br/>" if char == "\n" else escape(char, quote=False))
        held = stack
    return "".join(pieces)
