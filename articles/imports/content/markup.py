"""How HTML is read here, however broken it is, and which tags part words."""

import re
from html.parser import HTMLParser

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
LISTS = frozenset({"ul", "ol"})
CELLS = frozenset({"td", "th", "dt", "dd"})
_BLOCKS = (
    "address article aside blockquote body caption center details dialog dir div dl "
    "fieldset figcaption figure footer form head header hgroup hr html legend main "
    "menu nav option p pre section summary table tbody tfoot thead title tr"
)
BLOCKS = frozenset(_BLOCKS.split())
# No block, but a reader sees two words where one of these stands between them.
_OBJECTS = "audio button embed iframe img input object select svg textarea video"
OBJECTS = frozenset(_OBJECTS.split())
BREAKS = BLOCKS | LISTS | CELLS | OBJECTS | HEADINGS.keys() | {"li", "br"}
# What stands in these is read by browsers, never by people.
SILENT = frozenset({"script", "style"})

_COMMENT_END = re.compile(r"--\s*>")
_BACKGROUND = re.compile(r"background-image\s*:\s*url\(\s*[\"']?([^\"')]+)", re.I)
# The comment that begins or ends a block of the block editor.
BLOCK_BOUND = re.compile(r"\s*/?wp:")

# Neither XML nor PostgreSQL takes these; those that part words become a space.
WITHOUT_CONTROLS = {
    **dict.fromkeys([*range(0x09), *range(0x0E, 0x1C), 0xFFFE, 0xFFFF]),
    **dict.fromkeys([0x0B, 0x0C, *range(0x1C, 0x20)], " "),
}


def is_button(tag: str, attributes: dict[str, str | None]) -> bool:
    """Say whether a link is drawn as a button, apart from the words before it."""
    return tag == "a" and "wp-block-file__button" in (attributes.get("class") or "")


def background_of(attributes: dict[str, str | None]) -> str:
    """Return the address of the picture that a cover has behind it, "" for none."""
    if not (attributes.get("class") or "").startswith("wp-block-cover"):
        return ""
    found = _BACKGROUND.search(attributes.get("style") or "")
    return found[1].strip() if found else ""


def cleaned(html: str) -> str:
    """Return text with line ends of one kind and no control characters."""
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    return html.translate(WITHOUT_CONTROLS)


def prepared(html: str) -> str:
    """Return HTML cleaned, and what never ends in it written as the text it is.

    The parser would look for the end of each such tag and comment through all of the
    rest: a short text made for it would keep the machine busy for hours.
    """
    html = cleaned(html)
    tags_end = html.rfind(">") + 1
    comments_end = max((end.end() for end in _COMMENT_END.finditer(html)), default=0)
    middle = html[comments_end:tags_end].replace("<!--", "&lt;!--")
    return html[:comments_end] + middle + html[tags_end:].replace("<", "&lt;")


class Reader(HTMLParser):
    """Reads HTML however broken it is."""

    def read(self, html: str) -> None:
        """Read text that has been through `prepared`."""
        self.feed(html)
        self.close()

    def handle_startendtag(self, tag, attrs):
        # As browsers do: only the start counts in "<br/>" and in "<b/>".
        self.handle_starttag(tag, attrs)

    def parse_marked_section(self, i, report=1):
        # Word leaves "<![...]>" behind, which the base class gives up on.
        return self.parse_bogus_comment(i, report)

    def handle_data(self, data):
        if self.cdata_elem not in SILENT:
            self.handle_text(data.translate(WITHOUT_CONTROLS))
