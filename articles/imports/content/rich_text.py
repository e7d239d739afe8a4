"""Writes runs of text as the rich text that Wagtail's editor stores.

A run is a text with its marks (link, bold ...); "\n" in it is a line break.
"""

import re
from dataclasses import dataclass
from html import escape
from itertools import groupby

import nh3


@dataclass(frozen=True)
class Link:
    """Where words lead: to an address, or to a page or document of this site."""

    address: str
    page: int | None = None
    document: int | None = None

    def __str__(self):
        """Return the attributes that Wagtail stores it with."""
        if self.page is not None:
            return f'linktype="page" id="{self.page}"'
        if self.document is not None:
            return f'linktype="document" id="{self.document}"'
        return f'href="{escape(self.address)}"'


# A text with its marks; a link's value is a Link, that of any other mark is empty.
Run = tuple[dict[str, Link | str], str]

MARK_ORDER = ("a", "b", "i", "sub", "sup")
ALLOWED_TAGS = {"p", "ul", "ol", "li", "br", *MARK_ORDER}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}
_SPACES = re.compile(r"[ \t\f]+")
_LINE_END = re.compile(r" ?\n ?")


def stored(html: str) -> str:
    """Return HTML as it may stand in the database: the editor's tags, nothing else."""
    html = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes={"a": {"href", "id", "linktype"}},
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
    )
    # Wagtail's editor stumbles over a tag that is never closed.
    return html.replace("<br>", "<br/>")


def has_words(runs: list[Run]) -> bool:
    """Say whether a reader would see anything."""
    return any(text.strip() for _, text in runs)


def _split(runs: list[Run]) -> list[list[Run]]:
    """Split runs where two line breaks follow each other."""
    parts: list[list[Run]] = [[]]
    breaks = 0
    for marks, text in runs:
        for piece in re.split(r"( ?\n ?)", text):
            if piece.strip(" ") == "\n":
                breaks += 1
            elif piece.strip(" "):
                if breaks > 1:
                    parts.append([])
                elif breaks and parts[-1]:
                    parts[-1].append(({}, "\n"))
                breaks = 0
                parts[-1].append((marks, piece))
            elif piece and not breaks:
                parts[-1].append((marks, piece))
    return [part for part in parts if has_words(part)]


def paragraphs(runs: list[Run]) -> list[str]:
    """Return the HTML of each paragraph that these runs make."""
    return [f"<p>{_line(part)}</p>" for part in _split(runs)]


def _line(runs: list[Run]) -> str:
    """Return the HTML of the runs of one paragraph."""
    return _LINE_END.sub("<br/>", _marked(runs, MARK_ORDER).strip(" \n"))


def _item(runs: list[Run]) -> str:
    """Return the HTML of the runs of one list item, which has lines alone."""
    return "<br/>".join(_line(part) for part in _split(runs))


def _marked(runs: list[Run], order: tuple[str, ...]) -> str:
    if not order:
        return _SPACES.sub(" ", "".join(escape(text, quote=False) for _, text in runs))
    tag, others = order[0], order[1:]
    html = ""
    for value, group in groupby(runs, key=lambda run: run[0].get(tag)):
        inner = _marked(list(group), others)
        if value is None:
            html += inner
        else:
            html += f"<{tag} {value}".rstrip() + f">{inner}</{tag}>"
    return html


def bullets(items) -> str:
    """Return one list; an item's path names the lists around it, outermost first."""
    html, opened = "", []
    for path, runs in items:
        # A list directly inside a list, without an item around it, is one level deep.
        depth = min(len(path), len(opened) + 1)
        while len(opened) > depth:
            html += f"</li></{opened.pop()}>"
        # Where a list inside an item is followed by one of the other kind, Wagtail's
        # editor drops the second when it saves: they become one list.
        if len(opened) == depth and (depth > 1 or opened[-1] == path[-1]):
            html += f"</li>\n<li>{_item(runs)}"
            continue
        if len(opened) == depth:
            html += f"</li></{opened.pop()}>"
        # The line end parts the words for whoever strips the tags.
        html += f"\n<{path[-1]}>\n<li>{_item(runs)}"
        opened.append(path[-1])
    while opened:
        html += f"</li></{opened.pop()}>"
    return html.strip()
