"""Reads the comments of WordPress: names of blocks, “more”, page breaks."""

import json
import re
from html import escape

from django.utils.translation import gettext as _

from articles.imports.content.markup import BLOCK_BOUND, prepared
from articles.imports.content.tree import build_tree
from articles.imports.content.words import body_words, one_line

_BLOCK = re.compile(
    r"wp:(?P<name>[a-z][\w-]*(?:/[a-z][\w-]*)?)(?:\s+(?P<settings>\{.*\}))?\s*(?P<end>/?)",
    re.DOTALL,
)
_CORE = (
    "audio block button buttons code column columns cover cover-image details embed "
    "file footnotes freeform gallery group heading html image list list-item "
    "media-text missing more nextpage paragraph preformatted pullquote quote separator "
    "shortcode spacer subhead table text-columns verse video"
)
# Those that leave everything that they show in the text around the comment.
UNDERSTOOD = frozenset(f"core/{name}" for name in _CORE.split())
# Their own settings hold what readers see, and nothing of it stands in the text.
_FIELDS = "acf/"


def read(walker, comment: str) -> None:
    """Read one comment, which most often says nothing to readers."""
    body, flow = walker.body, walker.flow
    if BLOCK_BOUND.match(comment):
        flow.between_blocks()
    comment = comment.strip()
    if comment == "nextpage":
        body.page_breaks.append(flow.place())
    elif comment == "more" or comment.startswith("more "):
        if body.more_at is None:
            body.more_at = flow.place()
        if words := " ".join(comment.removeprefix("more").split()):
            body.notes.append(
                _("The words of its “read more” were: %(words)s") % {"words": words}
            )
    elif block := _BLOCK.fullmatch(comment):
        _read_block(walker, block)


def _read_block(walker, block: re.Match) -> None:
    name = block["name"] if "/" in block["name"] else f"core/{block['name']}"
    name = name.replace("core-embed/", "core/embed/")
    settings = _settings(block["settings"])
    if name == "core/block":
        _read_pattern(walker, settings.get("ref"))
    elif name == "core/footnotes":
        _read_footnotes(walker)
    elif name not in UNDERSTOOD and not name.startswith("core/embed/"):
        url = settings.get("url")
        told = f"{name} {url}" if isinstance(url, str) and block["end"] else name
        walker.body.unmapped[f"block {told}"] += 1
        if name.startswith(_FIELDS) and isinstance(settings.get("data"), dict):
            _read_fields(walker, name, settings["data"])


def _settings(written: str | None) -> dict:
    found = _json(written)
    return found if isinstance(found, dict) else {}


def _json(written: str | None):
    try:
        return json.loads(written or "{}")
    except (ValueError, RecursionError):
        return {}


def _read_pattern(walker, number) -> None:
    found = walker.pattern(number) if isinstance(number, int) else None
    if found is None:
        walker.body.unmapped[f"reusable block {number}"] += 1
        return
    found.changed = []
    walker.part("div")
    walker.flow.take(found)
    walker.change(
        "",
        " ".join(body_words(found.blocks)),
        _("stands in a block that several posts share"),
    )


def _read_footnotes(walker) -> None:
    """Put the footnotes that WordPress keeps beside the text where they are shown."""
    notes = _json(walker.finder.footnotes)
    texts = [note.get("content") for note in notes if isinstance(note, dict)]
    texts = [text for text in texts if isinstance(text, str)]
    if not texts:
        walker.body.unmapped["block core/footnotes"] += 1
        return
    items = "".join(f"<li>{text}</li>" for text in texts)
    found = walker.inner(build_tree(prepared(f"<ol>{items}</ol>"), []).children)
    found.changed = []
    walker.flow.take(found)
    walker.change("", " ".join(body_words(found.blocks)), _("stood with the footnotes"))


def _read_fields(walker, name: str, fields: dict) -> None:
    """Keep the sentences that a block draws out of its settings."""
    for field, value in fields.items():
        if field.startswith("_") or not isinstance(value, str):
            continue
        words = one_line(value)
        if " " not in words:
            continue
        walker.part("div")
        walker.flow.add("paragraph", f"<p>{escape(words, quote=False)}</p>")
        walker.change("", words, _("stood in the settings of the block %s") % name)


def read_form(walker, form) -> None:
    """Keep the words of a form, which does nothing here."""
    walker.body.unmapped["form"] += 1
    walker.element(form)
