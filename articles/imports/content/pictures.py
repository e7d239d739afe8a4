"""Reads pictures, whatever WordPress wraps around them."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from articles.imports.content.body import Body
from articles.imports.content.links import PICTURE_FILE
from articles.imports.content.markup import background_of, cleaned, prepared
from articles.imports.content.plain import note_losses, plain_line
from articles.imports.content.tree import Element, build_tree, is_blank
from articles.imports.content.words import one_line

LONGEST_ALT = LONGEST_CAPTION = 250
# What takes a caption: where it stands in the block's value, and how long it may be.
CAPTIONED = {
    "image": ("caption", LONGEST_CAPTION),
    "table": ("caption", LONGEST_CAPTION),
    "video": ("title", 140),
}
_NUMBER = re.compile(r"\bwp-image-(\d{1,18})\b")
_EMOJI = frozenset({"emoji", "wp-smiley"})
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-orig-file")


def read_picture(walker, img: Element) -> None:
    """Put a picture in its place, or note that it is missing."""
    attributes = img.attributes
    source = _source(attributes)
    walker.flow.gap()
    if _EMOJI & set(img.classes) and attributes.get("alt"):
        words = " ".join(cleaned(attributes["alt"]).split())
        walker.flow.text(words)
        walker.flow.gap()
        walker.change("", words, _("was drawn as a picture"))
    elif not attributes.keys() - {"alt"} and not attributes.get("alt"):
        # A place for a picture that nobody chose.
        pass
    elif attributes.get("width") == attributes.get("height") == "1":
        walker.body.unmapped[f"tracking picture {source}"] += 1
    elif not walker.shown_already(source):
        place(walker, source, _number(attributes), attributes.get("alt"))
        _note_link(walker)


def read_background(walker, box: Element) -> None:
    """Put the picture in its place that a cover draws behind its words."""
    if source := background_of(box.attributes):
        alt = box.attributes.get("aria-label")
        place(walker, cleaned(source).strip(), _number(box.attributes), alt)


def place(
    walker,
    source: str,
    attachment: int | None,
    alt: str | None,
    caption: str = "",
) -> bool:
    """Put a picture in its place; False where it is missing, which is noted."""
    finder, body = walker.finder, walker.body
    key = finder.picture(source, attachment)
    if key is None:
        told = source or f"attachment {attachment}"
        told = told if len(told) <= 400 else f"{told[:60]}…"
        body.pictures_missing.append(told)
        if alt:
            body.notes.append(
                _("The picture %(picture)s is missing; it showed: %(alt)s")
                % {"picture": told, "alt": alt}
            )
        return False
    # The block editor writes an empty text wherever nobody wrote one.
    alt = " ".join(cleaned(alt or finder.picture_text(source, attachment)[0]).split())
    if len(alt) > LONGEST_ALT:
        body.notes.append(
            _("The text for people who cannot see a picture was cut: %(alt)s")
            % {"alt": alt}
        )
        alt = alt[: LONGEST_ALT - 1].rpartition(" ")[0] + "…"
    value = {"image": key, "alt_text": alt, "decorative": False}
    walker.flow.add("image", {**value, "caption": caption, "source": ""})
    return True


def _source(attributes: dict[str, str]) -> str:
    source = attributes.get("src", "")
    if not source or source.startswith("data:"):
        lazy = (attributes.get(name) for name in _LAZY)
        source = next(filter(None, lazy), source)
    return cleaned(source).strip()


def _number(attributes: dict[str, str]) -> int | None:
    found = _NUMBER.search(attributes.get("class", ""))
    written = found[1] if found else attributes.get("data-id", "")
    written = written or attributes.get("data-attachment-id", "")
    return int(written) if re.fullmatch(r"[0-9]{1,18}", written) else None


def _note_link(walker) -> None:
    """Note where a press on a picture led; one to its own file says nothing."""
    for tag, link in walker.flow.marks:
        if tag == "a" and not PICTURE_FILE.search(link.address.partition("?")[0]):
            walker.body.unmapped[f"link around a picture {link.address}"] += 1


def read_figure(walker, figure: Element) -> None:
    """Read a figure: what it shows and, where it comes last, its caption."""
    shown = list(figure.children)
    trailing = []
    while shown and is_blank(shown[-1]):
        trailing.insert(0, shown.pop())
    is_caption = (
        shown and isinstance(shown[-1], Element) and shown[-1].tag == "figcaption"
    )
    if not is_caption:
        walker.element(figure)
        return
    caption = shown.pop()
    walker.part(figure.tag)
    add_caption(walker, walker.inner(shown), walker.inner([caption]))
    walker.walk(trailing)
    walker.part(figure.tag)


def add_caption(walker, shown: Body, caption: Body) -> None:
    """Put what is shown in its place, the caption with it or, failing that, below."""
    words = plain_line(caption)
    if words and len(shown.blocks) == 1 and shown.blocks[0][0] in CAPTIONED:
        kind, value = shown.blocks[0]
        name, longest = CAPTIONED[kind]
        if not value[name] and len(words) <= longest:
            value[name] = words
            note_losses(caption, "a caption")
            walker.flow.take(shown)
            walker.body.note(caption)
            return
    walker.flow.take(shown)
    walker.flow.take(caption)


def read_caption(walker, element: Element) -> None:
    """Read [caption], in the way it is written now and the one with an attribute."""
    shortcode = element.attributes["shortcode"]
    old = shortcode.attributes.get("caption", "")
    walker.change(
        one_line(shortcode.written), "", _("a caption stands below its picture")
    )
    walker.part("div")
    body = walker.inner(element.children)
    if old:
        caption = walker.inner(build_tree(prepared(old), []).children)
        words = plain_line(caption)
        caption.changed = [("", one_line(old), _("stood in the shortcode"))]
        if words is not None:
            add_caption(walker, body, caption)
            return
    first, rest = body.blocks[:1], body.blocks[1:]
    if rest:
        shown = Body(blocks=first)
        body.blocks = rest
        add_caption(walker, shown, body)
    else:
        walker.flow.take(body)
    walker.part("div")


def in_gallery(
    attributes: dict[str, str], attached: Callable[[int | None], list[int]]
) -> list[int]:
    """Return the numbers of the pictures that [gallery] shows.

    Where it lists none, these are the pictures uploaded with the post.
    """
    listed = _numbers(attributes.get("ids") or attributes.get("include", ""))
    if listed:
        return listed
    post = _numbers(attributes.get("id", ""))
    without = _numbers(attributes.get("exclude", ""))
    shown = [n for n in attached(post[0] if post else None) if n not in without]
    return shown[::-1] if attributes.get("order", "").upper() == "DESC" else shown


def _numbers(written: str) -> list[int]:
    return [int(number) for number in re.findall(r"[0-9]{1,18}", written)]


def read_gallery(walker, shortcode) -> None:
    """Read [gallery]: each of its pictures with the caption of the library."""
    numbers = in_gallery(shortcode.attributes, walker.finder.attached)
    if not numbers:
        walker.body.unmapped["shortcode gallery without ids"] += 1
    for number in numbers:
        caption = one_line(walker.finder.picture_text("", number)[1])
        short = caption if len(caption) <= LONGEST_CAPTION else ""
        placed = place(walker, "", number, None, short)
        if caption and not (placed and short):
            markup = caption.replace("&", "&amp;").replace("<", "&lt;")
            walker.flow.add("paragraph", f"<p>{markup}</p>")
        walker.change("", caption, _("stands with the picture in the library"))
