"""Where the links of a text lead once it is here."""

import re

from articles.imports.content.rich_text import Link

PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|hei[cf]|bmp|svg)$", re.I)
_SAFE = re.compile(r"(?:https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])", re.I)
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
