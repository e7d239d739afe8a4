"""Moves text into places that hold plain words: captions, cells, quotes."""

import re
from html import unescape

from articles.imports.content.body import Body
from articles.imports.content.words import one_line

_PROSE_ALONE = re.compile(r"<(?:ul|ol)>")
_LINK = re.compile(r"<a ([^>]*)>")
_RAISED = re.compile(r"<su[bp]>")


def plain_line(body: Body) -> str | None:
    """Return paragraphs as one line, None where a box holds anything else."""
    if any(
        kind != "paragraph" or _PROSE_ALONE.search(value) for kind, value in body.blocks
    ):
        return None
    return one_line("\n".join(value for _kind, value in body.blocks))


def note_losses(body: Body, where: str) -> None:
    """Note of a box what plain words cannot hold: links, raised and lowered figures."""
    text = "\n".join(value for kind, value in body.blocks if kind == "paragraph")
    for attributes in _LINK.findall(text):
        # What leads to something here is known by a number, which tells nobody much.
        inside = attributes.startswith("linktype=")
        href = attributes.removeprefix('href="').removesuffix('"')
        leads_to = "to this site" if inside else unescape(href)
        body.unmapped[f"link in {where} {leads_to}"] += 1
    if _RAISED.search(text):
        body.unmapped[f"superscript or subscript in {where}"] += 1
