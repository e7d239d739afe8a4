"""What a text becomes here, and what its reader asks of whoever stores it."""

from collections import Counter
from dataclasses import dataclass, field


class Finder:
    """Knows what else comes in with a text; this one knows nothing.

    Whoever stores what was read subclasses it and overrides what it can answer.
    `footnotes` is what WordPress keeps beside the text under that name, as JSON.
    """

    footnotes = ""

    def picture(self, source: str, attachment: int | None) -> int | None:
        """Return the key of the ClinicImage that a picture became.

        `source` is its address as written (of any size variant, empty where only a
        number is given) and `attachment` its number in WordPress's library. None
        stands for a picture that is missing.
        """
        return None

    def picture_text(self, source: str, attachment: int | None) -> tuple[str, str]:
        """Return a picture's text alternative and caption as its library has them."""
        return "", ""

    def attached(self, number: int | None) -> list[int]:
        """Return the numbers of the pictures that were uploaded with a post, in order.

        None stands for the post of this text.
        """
        return []

    def page(self, href: str) -> int | None:
        """Return the key of the page that an address will be, None for any other."""
        return None

    def document(self, href: str) -> int | None:
        """Return the key of the document that a file became, None for any other."""
        return None

    def pattern(self, number: int) -> str | None:
        """Return the HTML of a block that many posts share, None for an unknown one."""
        return None


@dataclass
class Body:
    """The blocks of a page's body, and what had no place in them.

    `blocks` are pairs of a block's type and its value in the JSON form that the
    blocks of `clinic.blocks` take. `words` are those that a reader of the source
    sees; with each change of `changed` (words in, words out, why) made in turn they
    are the words of the blocks.
    """

    blocks: list[tuple[str, object]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    # What has no block, by name: “shortcode contact-form-7”, “block core/archives”.
    unmapped: Counter[str] = field(default_factory=Counter)
    pictures_missing: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    changed: list[tuple[str, str, str]] = field(default_factory=list)
    # Before which block “read more” and each page break stood.
    more_at: int | None = None
    page_breaks: list[int] = field(default_factory=list)
    # What an editor should look at, in sentences.
    notes: list[str] = field(default_factory=list)

    def note(self, other: "Body") -> None:
        """Keep what was noted of a box, without its blocks."""
        self.unmapped.update(other.unmapped)
        for name in ("pictures_missing", "links", "changed", "notes"):
            getattr(self, name).extend(getattr(other, name))
