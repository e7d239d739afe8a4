"""What a page lacks that can be told from the page alone."""

from collections.abc import Iterator
from pathlib import PurePath

from django.utils.translation import gettext as _
from wagtail.blocks import StructBlock
from wagtail.images.blocks import ImageChooserBlock

from clinic.models.register import FindingKind, Standing
from clinic.register.links import Judged, citing_relations
from clinic.register.stored import stored_blocks
from clinic.review.authors import is_reviewer

Told = tuple[FindingKind, str]
# A file's name says nothing to whoever cannot see the picture.
_FILE_NAMES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".heic"}
PLACES = 3


def findings_of(page, approval, standing: str, links: list[Judged]) -> Iterator[Told]:
    """Tell what a live page lacks; what has to be compared is told elsewhere.

    `approval` is the one of the text that is live, or None.
    """
    broken = [link for link in links if link.fault]
    if broken:
        yield FindingKind.BROKEN_LINK, named([link.in_words() for link in broken])
    citing = citing_relations(type(page))
    if citing and not any(getattr(page, name).all() for name in citing):
        yield FindingKind.NO_REFERENCES, ""
    if page.needs_review and (who := missing_reviewer(approval, standing)) is not None:
        yield FindingKind.NO_REVIEWER, who
    if not page.description.strip():
        yield FindingKind.NO_DESCRIPTION, ""
    bare = pictures_without_words(page)
    if bare:
        yield FindingKind.MISSING_ALT, named(bare)


def named(places: list[str], many: int | None = None) -> str:
    """Return the first few of many in one line, with how many more there are.

    `many` says how many there are where only the first of them are given.
    """
    shown = ", ".join(places[:PLACES])
    more = (len(places) if many is None else many) - PLACES
    if more > 0:
        shown = _("%(places)s and %(more)d more") % {"places": shown, "more": more}
    return shown[:500]


def missing_reviewer(approval, standing: str) -> str | None:
    """Say why nobody stands for the text now, None where somebody does."""
    if standing in (Standing.NEVER, Standing.CHANGED):
        return ""
    reviewer = approval.reviewed_by
    if not is_reviewer(reviewer):
        return _("%(person)s reviews no more") % {"person": reviewer}
    return None


def pictures_without_words(page) -> list[str]:
    """Name the pictures of a page that say nothing to whoever cannot see them."""
    found = []
    for field, block, raw in stored_blocks(page):
        if _is_pictured(block, raw) and not raw.get("decorative"):
            name = str(field.verbose_name)
            if not says_something(raw.get("alt_text")) and name not in found:
                found.append(name)
    image = page.share_image
    if image is not None and not says_something(image.description):
        found.append(_("the page's own picture (its description in the library)"))
    return found


def _is_pictured(block, raw) -> bool:
    return (
        isinstance(block, StructBlock)
        and "alt_text" in block.child_blocks
        and any(
            isinstance(child, ImageChooserBlock) and raw.get(name)
            for name, child in block.child_blocks.items()
        )
    )


def says_something(words: str | None) -> bool:
    """Return whether these are words about a picture, and not its file's name."""
    words = (words or "").strip()
    return bool(words) and PurePath(words).suffix.lower() not in _FILE_NAMES
