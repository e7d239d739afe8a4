"""Builds a tree of the parts of a page, whatever its source closes or forgets.

Only what stands for itself (a paragraph, a table, a quote) holds other nodes. Tags
inside a line stay where they are, as marks that begin and end, since they cross each
other and whole paragraphs in what people write.
"""

from dataclasses import dataclass, field

from articles.imports.content.markup import BREAKS, OBJECTS, Reader
from articles.imports.content.shortcodes import CLOSED, OPENED, Shortcode

# Deeper than anything people write; what is deeper still loses its boxes, no words.
DEEPEST = 60
_VOID = "area base br col embed hr img input link meta param source track wbr"
VOID = frozenset(_VOID.split())
ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
# What a start tag closes, up to the box that bounds it.
_CLOSES = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"tr"}, {"table"}),
    **dict.fromkeys(ROW_GROUPS, (ROW_GROUPS, {"table"})),
}


@dataclass
class Element:
    """A box with what stands in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


@dataclass
class Mark:
    """The beginning or the end of a tag inside a line."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    begins: bool = True


@dataclass
class Comment:
    """A comment, which is where the block editor names its blocks."""

    text: str


@dataclass
class Gap:
    """The end of a box that never began: a reader sees two words there."""

    tag: str


@dataclass
class ShortcodeEnd:
    """Where a shortcode with a text of its own ends."""

    shortcode: Shortcode


Node = str | Element | Mark | Comment | Gap | ShortcodeEnd


def is_blank(node: Node) -> bool:
    """Say whether a reader sees nothing where this node stands."""
    if isinstance(node, str):
        return not node.strip()
    return isinstance(node, Comment | Mark | Gap)


class TreeBuilder(Reader):
    """Puts what the reader meets into a tree."""

    def __init__(self, shortcodes: list[Shortcode] = ()):
        super().__init__()
        self.root = Element("#root")
        self._open = [self.root]
        self._shortcodes = shortcodes

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in reversed(attrs)}
        if tag in (OPENED, CLOSED):
            self._shortcode(tag, self._shortcodes[int(attributes["n"])])
            return
        in_quote = tag == "cite" and self._open[-1].tag == "blockquote"
        if tag not in BREAKS and not in_quote:
            self._add(Mark(tag, attributes))
            return
        self._close_before(tag)
        element = Element(tag, attributes)
        if tag in VOID:
            self._add(element)
        else:
            self._push(element)

    def handle_endtag(self, tag):
        opened = [element.tag for element in self._open]
        if tag == "br":
            self._add(Element("br"))
        elif tag == "cite" and "blockquote" in opened and self._close_cite():
            pass
        elif tag not in BREAKS:
            self._add(Mark(tag, begins=False))
        elif tag in opened[1:]:
            while self._open.pop().tag != tag:
                pass
        else:
            self._add(Gap(tag))

    def handle_text(self, text):
        self._add(text)

    def handle_comment(self, data):
        self._add(Comment(data))

    def _add(self, node: Node) -> None:
        self._open[-1].children.append(node)

    def _push(self, element: Element) -> None:
        if len(self._open) >= DEEPEST:
            self._add(Gap(element.tag))
            return
        self._add(element)
        self._open.append(element)

    def _close_before(self, tag: str) -> None:
        if self._open[-1].tag == "p" and tag not in VOID | OBJECTS:
            self._open.pop()
        closes, bounds = _CLOSES.get(tag, ((), ()))
        for position in reversed(range(1, len(self._open))):
            if self._open[position].tag in bounds or not closes:
                return
            if self._open[position].tag in closes:
                del self._open[position:]
                return

    def _close_cite(self) -> bool:
        if self._open[-1].tag != "cite":
            return False
        self._open.pop()
        return True

    def _shortcode(self, tag: str, shortcode: Shortcode) -> None:
        if tag == OPENED:
            element = Element("#shortcode", {"shortcode": shortcode})
            self._add(element)
            if shortcode.paired and len(self._open) < DEEPEST:
                self._open.append(element)
        else:
            for position in reversed(range(1, len(self._open))):
                if self._open[position].attributes.get("shortcode") is shortcode.opener:
                    del self._open[position:]
                    break
            self._add(ShortcodeEnd(shortcode))


def build_tree(html: str, shortcodes: list[Shortcode]) -> Element:
    """Return the tree of HTML in which shortcodes are marked."""
    builder = TreeBuilder(shortcodes)
    builder.read(html)
    return builder.root
