"""Reads the HTML of a post into blocks: walks its tree and asks who knows each part."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from articles.imports.content import comments, embeds, pictures, quotes, tables
from articles.imports.content.body import Body, Finder
from articles.imports.content.flow import Flow
from articles.imports.content.links import headed, lead_to_headings, link_to
from articles.imports.content.markup import (
    CELLS,
    HEADINGS,
    LISTS,
    OBJECTS,
    is_button,
    prepared,
)
from articles.imports.content.shortcodes import Marked, mark
from articles.imports.content.tree import (
    Comment,
    Element,
    Gap,
    Mark,
    Node,
    ShortcodeEnd,
    build_tree,
)
from articles.imports.content.words import plain_text, source_words

# What the editor keeps inside a line, and the tag that it stores it with.
MARKS = {
    "a": "a",
    "b": "b",
    "strong": "b",
    "i": "i",
    "em": "i",
    "sub": "sub",
    "sup": "sup",
}
STRUCK = frozenset({"s", "del", "strike"})
BLOCK_EDITOR = "<!-- wp:"


def read_body(html: str, finder: Finder) -> Body:
    """Return the blocks of a post written with the block editor or the classic one."""
    return read_html(html, finder, classic=BLOCK_EDITOR not in html)


def read_html(
    html: str, finder: Finder, *, classic: bool = False, shortcodes: bool = True
) -> Body:
    """Return the blocks of HTML; in `classic` text line ends are paragraphs.

    Where there are no `shortcodes`, words in brackets are words.
    """
    html = prepared(html)
    marked = mark(html, classic=classic) if shortcodes else Marked(html)
    walker = Walker(Shared(finder), classic=classic)
    walker.walk(build_tree(marked.html, marked.shortcodes).children)
    body = walker.flow.end()
    lead_to_headings(body, walker.shared.anchors)
    for name, count in marked.unknown.items():
        body.unmapped[f"shortcode {name}"] += count
    if shortcodes:
        body.words = source_words(html, classic=classic)
    else:
        body.words = plain_text(html).split()
    return body


@dataclass
class Shared:
    """What all boxes of one text know."""

    finder: Finder
    # Numbers of the patterns that are being read: one may name itself.
    patterns: frozenset[int] = frozenset()
    # Addresses of pictures and frames, which lazy loading writes twice.
    seen: set[str] = field(default_factory=set)
    without_scripts: bool = False
    # The words of each heading by the anchor that it had.
    anchors: dict[str, str] = field(default_factory=dict)


class Walker:
    """Walks the nodes of one box and writes what they are into its flow."""

    def __init__(self, shared: Shared, *, classic: bool, around: Flow | None = None):
        self.shared = shared
        self.finder = shared.finder
        self.classic = classic
        self.flow = Flow(
            classic=classic,
            marks=around.marks if around else [],
            preformatted=bool(around and around.preformatted),
        )

    @property
    def body(self) -> Body:
        return self.flow.body

    def walk(self, nodes: Iterable[Node]) -> None:
        """Read nodes in turn."""
        for node in nodes:
            if isinstance(node, str):
                self.flow.text(node)
            elif isinstance(node, Mark):
                self._mark(node)
            elif isinstance(node, Comment):
                comments.read(self, node.text)
            elif isinstance(node, Gap):
                self.part(node.tag)
            elif isinstance(node, ShortcodeEnd):
                embeds.end_shortcode(self, node.shortcode)
            else:
                HANDLERS.get(node.tag, Walker.element)(self, node)

    def inner(self, nodes: Iterable[Node]) -> Body:
        """Return what nodes come to by themselves."""
        walker = Walker(self.shared, classic=self.classic, around=self.flow)
        walker.walk(nodes)
        return walker.flow.end()

    def pattern(self, number: int) -> Body | None:
        """Return what a block that many posts share comes to, None for an unknown."""
        if number in self.shared.patterns:
            return None
        html = self.finder.pattern(number)
        if html is None:
            return None
        classic = BLOCK_EDITOR not in html
        marked = mark(prepared(html), classic=classic)
        shared = replace(self.shared, patterns=self.shared.patterns | {number})
        walker = Walker(shared, classic=classic)
        walker.walk(build_tree(marked.html, marked.shortcodes).children)
        return walker.flow.end()

    def shown_already(self, source: str) -> bool:
        """Say whether this is the copy for readers without scripts of what was met."""
        again = self.shared.without_scripts and source in self.shared.seen
        self.shared.seen.add(source)
        return again

    def change(self, before: str, after: str, why: str) -> None:
        """Note that words differ on purpose."""
        if before or after:
            self.body.changed.append((before, after, why))

    def element(self, element: Element) -> None:
        """Read a box that is no block of its own."""
        tag, flow = element.tag, self.flow
        if tag in HEADINGS:
            self.shared.anchors |= headed(element)
            flow.begin_heading(HEADINGS[tag])
        elif tag in LISTS:
            self._list(element)
            return
        elif tag == "li" and flow.lists:
            flow.end_text()
        elif tag == "br":
            flow.line_break()
            return
        else:
            self.part(tag)
            pictures.read_background(self, element)
        flow.preformatted += tag == "pre"
        self.walk(element.children)
        flow.preformatted -= tag == "pre"
        if tag in HEADINGS or (tag == "li" and flow.lists):
            flow.end_text()
        else:
            self.part(tag)

    def _list(self, element: Element) -> None:
        start = element.attributes.get("start", "")
        if element.tag == "ol" and (start not in ("", "1")):
            self.body.unmapped[f"list that begins at {start}"] += 1
        if "reversed" in element.attributes:
            self.body.unmapped["list that counts down"] += 1
        self.flow.begin_list(element.tag)
        self.walk(element.children)
        self.flow.end_list()

    def part(self, tag: str) -> None:
        """Note that a box of this kind begins or ends here."""
        if tag in OBJECTS:
            self.flow.gap()
        elif tag != "cite":
            self.flow.part(line=tag in CELLS)

    def _mark(self, node: Mark) -> None:
        tag = MARKS.get(node.tag)
        if node.tag in STRUCK and node.begins:
            self.body.unmapped["struck-out text"] += 1
        if node.tag == "noscript":
            self.shared.without_scripts = node.begins
        if not tag:
            pass
        elif not node.begins:
            self.flow.end_mark(tag)
        elif tag != "a":
            self.flow.begin_mark(tag)
        else:
            self.flow.end_mark("a")
            if is_button(node.tag, node.attributes):
                self.flow.gap()
            href = re.sub(r"[\t\n]", "", node.attributes.get("href", "").strip())
            # The block editor's footnotes: the way back has no place here.
            is_note = node.attributes.get("id") == f"{href[1:]}-link"
            if not is_note and (link := link_to(self, href)):
                self.flow.begin_mark("a", link)
        self.flow.after_inline()


HANDLERS = {
    "#shortcode": embeds.read_shortcode,
    "audio": embeds.read_media,
    "blockquote": quotes.read_quote,
    "details": quotes.read_details,
    "div": quotes.read_division,
    "embed": embeds.read_frame,
    "figure": pictures.read_figure,
    "form": comments.read_form,
    "iframe": embeds.read_frame,
    "img": pictures.read_picture,
    "object": embeds.read_frame,
    "p": embeds.read_paragraph,
    "table": tables.read_table,
    "video": embeds.read_media,
}
