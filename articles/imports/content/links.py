"""Where the links of a text lead once it is here."""

import re
from html import unescape

from django.utils.text import slugify

from articles.imports.content.body import Body
from articles.imports.content.rich_text import Link
from articles.imports.content.tree import Element, Mark

PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|hei[cf]|bmp|svg)$", re.I)
_SAFE = re.compile(r"(?:https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])", re.I)
_ANCHOR = re.compile(r'<a href="#([^"]+)">')
_UPLOAD = re.compile(r"/wp-content/uploads/[^?#]+", re.I)


def link_to(walker, href: str) -> Link | None:
    """Return the link for an address, None where it is dangerous or leads nowhere."""
    if not href or not _SAFE.match(href):
        return None
    body, finder = walker.body, walker.finder
    body.links.append(href)
    page = finder.page(href)
    if page is not None:
        return Link(href, page=page)
    document = finder.document(href)
    if document is not None:
        return Link(href, document=document)
    upload = _UPLOAD.search(href)
    if upload and not PICTURE_FILE.search(upload.group()):
        body.unmapped[f"file {href}"] += 1
    return Link(href)


def headed(heading: Element) -> dict[str, str]:
    """Return the words of a heading by each anchor that it has."""
    words, anchors = [], [heading.attributes.get("id", "")]
    for node in heading.children:
        if isinstance(node, str):
            words.append(node)
        elif isinstance(node, Mark):
            anchors += [node.attributes.get(name, "") for name in ("id", "name")]
    text = " ".join("".join(words).split())
    return {anchor: text for anchor in anchors if anchor and text}


def lead_to_headings(body: Body, anchors: dict[str, str]) -> None:
    """Lead links within the text to the anchors that its headings have here."""
    headings = {value["text"] for kind, value in body.blocks if kind == "heading"}
    now = {
        anchor: slugify(text)
        for anchor, text in anchors.items()
        if text in headings and slugify(text)
    }

    def lead(match: re.Match) -> str:
        anchor = unescape(match[1])
        return f'<a href="#{now.get(anchor, match[1])}">'

    body.blocks[:] = [
        (kind, _ANCHOR.sub(lead, value) if kind == "paragraph" else value)
        for kind, value in body.blocks
    ]
