"""Finds the shortcodes of WordPress and tells those that are understood from the rest.

Those that are understood are marked in the source by tags that no source can hold, so
that whoever reads it meets them in their place.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

# Tags with a control character in their name: the source is cleaned of those before.
OPENED = "x\x01"
CLOSED = "y\x01"
CAPTIONS = frozenset({"caption", "wp_caption"})
UNDERSTOOD = CAPTIONS | {"audio", "embed", "gallery", "video", "vimeo", "youtube"}
# Stands for an address on a line of its own, which WordPress shows as what it leads to.
ADDRESS = "address"
ESCAPED = "escaped"

_NAME = r"[A-Za-z][\w-]*"
_TOKEN = re.compile(
    rf"""
    <!--.*?-->
    | <(?P<silent>script|style)\b.*?(?:</(?P=silent)\s*>|\Z)
    | <(?=[A-Za-z/!?])[^>]*>
    | ^[ \t]*(?P<url>https?://[^\s<>"\[\]]+)[ \t]*$
    | \[(?P<escaped>\[?)(?P<end>/?)(?P<name>{_NAME})(?P<rest>(?:[\s=/][^\[\]]*)?)\]\]?
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE | re.MULTILINE,
)
_ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))|"([^"]*)"|([^\s"']+)"""
)
_LOOKS_LIKE_ONE = re.compile(r"[\w-]+\s*=\s*[\"'&\d\w]")


@dataclass(eq=False)
class Shortcode:
    """One shortcode, or the end of one."""

    name: str
    written: str
    attributes: dict[str, str] = field(default_factory=dict)
    # What stands without a name, as the address in [youtube https://...].
    values: list[str] = field(default_factory=list)
    paired: bool = False
    opener: "Shortcode | None" = None

    @property
    def is_end(self) -> bool:
        return self.opener is not self


@dataclass
class Marked:
    """A source in which the shortcodes that are understood are marked."""

    html: str
    shortcodes: list[Shortcode] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


def mark(html: str, *, classic: bool) -> Marked:
    """Mark the shortcodes of a cleaned source; `classic` addresses on lines, too."""
    tokens = list(_TOKEN.finditer(html))
    found = {at: _shortcode(token, classic) for at, token in enumerate(tokens)}
    found = {at: shortcode for at, shortcode in found.items() if shortcode}
    unknown = _pair(found, tokens)
    pieces, numbered, last = [], [], 0
    for at, shortcode in found.items():
        token = tokens[at]
        tag = CLOSED if shortcode.is_end else OPENED
        end = token.start() + len(shortcode.written)
        start = token.start("url") if shortcode.name == ADDRESS else token.start()
        end = token.end("url") if shortcode.name == ADDRESS else end
        pieces += [html[last:start], f'<{tag} n="{len(numbered)}">']
        numbered.append(shortcode)
        last = end
    pieces.append(html[last:])
    return Marked("".join(pieces), numbered, unknown)


def _shortcode(token: re.Match, classic: bool) -> Shortcode | None:
    """Return what a token may be: one that is understood, known to nobody, escaped."""
    written = token.group()
    if token["url"]:
        return Shortcode(ADDRESS, token["url"]) if classic else None
    if not token["name"]:
        return None
    name = token["name"].lower()
    if token["escaped"] and written.endswith("]]"):
        known = name in UNDERSTOOD or _is_unmistakable(token)
        return Shortcode(ESCAPED, written) if known else None
    if token["escaped"]:
        # One bracket more than it has: it begins at the second.
        return None
    written = written.removesuffix("]") if written.endswith("]]") else written
    attributes, values = _attributes(token["rest"])
    shortcode = Shortcode(name, written, attributes, values)
    if token["end"]:
        shortcode.opener = None
    else:
        shortcode.opener = shortcode
    return shortcode


def _is_unmistakable(token: re.Match) -> bool:
    """Say whether words in brackets can be nothing but a shortcode."""
    name, rest = token["name"], token["rest"]
    if "<" in rest:
        return False
    alone = not rest.strip(" /") and re.search("[-_]", name)
    return bool(token["end"] or alone or _LOOKS_LIKE_ONE.search(rest))


def _attributes(rest: str) -> tuple[dict[str, str], list[str]]:
    attributes, values = {}, []
    for match in _ATTRIBUTE.finditer(rest.strip().removesuffix("/")):
        name, *named = match.groups()[:4]
        if name:
            attributes[name.lower()] = unescape(next(filter(None, named), ""))
        else:
            values.append(unescape(match[5] or match[6] or ""))
    return attributes, values


def _pair(found: dict[int, Shortcode], tokens: list[re.Match]) -> Counter[str]:
    """Lead ends to their beginnings; take out, and count, what is not understood."""
    waiting: dict[str, list[Shortcode]] = {}
    unknown: Counter[str] = Counter()
    ended = {one.name for one in found.values() if one.opener is None}
    for at, shortcode in list(found.items()):
        name = shortcode.name
        if name in (ESCAPED, ADDRESS):
            shortcode.opener = shortcode
        elif name not in UNDERSTOOD:
            if shortcode.opener and (name in ended or _is_unmistakable(tokens[at])):
                unknown[name] += 1
            del found[at]
        elif shortcode.opener:
            waiting.setdefault(name, []).append(shortcode)
        elif waiting.get(name):
            shortcode.opener = waiting[name].pop()
            shortcode.opener.paired = True
        else:
            del found[at]
    return unknown
