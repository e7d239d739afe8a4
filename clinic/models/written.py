"""What every page does with its text of blocks."""

from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.blocks.base import get_error_json_data

from clinic.blocks import RARE
from clinic.blocks.body import is_crisis
from clinic.citations import labelled_words, mistakes
from clinic.glossary import Links
from clinic.models.glossary_use import GlossaryUse, links_by_block

# Kinds of blocks with a picture, and how many blocks are on the first screen.
PICTURES = frozenset({"image", "figure"})
LEADING = 2


class Written:
    """A page that may have a body of blocks; one without has empty answers."""

    # What an editor is told in a preview; empty for readers.
    preview_notes: list[str] = []

    @property
    def blocks(self) -> list:
        """Return the blocks of the page's text in order."""
        return list(getattr(self, "body", None) or [])

    @property
    def leading_pictures(self) -> dict[str, bool]:
        """Return the picture that is seen before anybody scrolls, by its block's id."""
        pictures = (b.id for b in self.blocks[:LEADING] if b.block_type in PICTURES)
        return dict.fromkeys(islice(pictures, 1), True)

    @cached_property
    def has_rare_blocks(self) -> bool:
        """Return whether the text needs the styles that few pages need."""
        return any(block.block_type in RARE for block in self.blocks)

    @cached_property
    def video_origins(self) -> list[str]:
        """Return the hosts whose frames this page may show after a press on play."""
        found = (b.value.origin for b in self.blocks if b.block_type == "video")
        return sorted({origin for origin in found if origin})

    @property
    def ends_in_crisis(self) -> bool:
        """Return whether the last words say when to get help."""
        return bool(self.blocks) and is_crisis(self.blocks[-1])

    @cached_property
    def glossary_uses(self) -> list[GlossaryUse]:
        """Return the words to explain, as they were worked out at publication."""
        return GlossaryUse.objects.on(self) if self.blocks and self.pk else []

    @property
    def word_links(self) -> dict[str, Links]:
        """Return the links to put into each block, by its id."""
        return links_by_block(self.glossary_uses)

    def unfinished(self) -> list[str]:
        """Return why this text may not be published yet, each a sentence.

        What a form refuses when it is submitted counts here, too: other ways to go
        live have no form.
        """
        found = []
        if self.blocks:
            try:
                self.body.stream_block.clean(self.body)
            except ValidationError as error:
                found += self._sentences(get_error_json_data(error))
        return found + self.citation_mistakes()

    def _sentences(self, errors: dict) -> list[str]:
        """Return the sentences in the errors of the text, each with its block."""
        found = list(errors.get("messages", []))
        for index, inner in errors.get("blockErrors", {}).items():
            place = {"number": index + 1, "kind": self.blocks[index].block.label}
            found += [
                _("Block %(number)d, “%(kind)s”: %(why)s") % {**place, "why": why}
                for why in _flat(inner)
            ]
        return found

    def citation_mistakes(self) -> list[str]:
        """Return where the numbers in the text and the list of references differ."""
        if not hasattr(self, "sources"):
            return []
        values = {name: getattr(self, name) for name in self.reader_fields}
        return mistakes(labelled_words(type(self), values), self.sources.count())

    def serve(self, request, *args, **kwargs):
        """Show the page, and say which frames it may show."""
        response = super().serve(request, *args, **kwargs)
        response.frame_origins = self.video_origins
        return response

    def serve_preview(self, request, mode_name):
        """Show an unpublished text with its words explained and its mistakes named."""
        self.glossary_uses = GlossaryUse.found_in(self)
        self.preview_notes = self.citation_mistakes()
        response = super().serve_preview(request, mode_name)
        response.frame_origins = self.video_origins
        return response


def _flat(errors: dict | list | str) -> list[str]:
    """Return the sentences in the errors of nested blocks, each once."""
    if isinstance(errors, str):
        return [errors]
    parts = errors.values() if isinstance(errors, dict) else errors
    found = [sentence for part in parts for sentence in _flat(part)]
    return list(dict.fromkeys(found))
