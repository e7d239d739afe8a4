"""Pictures, with words for whoever cannot see them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model

from clinic.blocks.chosen import ChosenPicture

# What a camera or a disk calls a picture says nothing of what it shows.
_FILE_NAME = re.compile(
    r"\.(jpe?g|png|gif|webp|avif|hei[cf]|tiff?|bmp|svg)$"
    r"|^(img|dscn?|dscf|pxl|image|photo|picture|screen ?shot|untitled|scan)"
    r"[\W_]*\d[\d\W_]*$"
    r"|^\S*_\S*$",
    re.IGNORECASE,
)


def is_file_name(words: str, image=None) -> bool:
    """Say whether words are what a file is called: photo.jpg, IMG_2041, lobby_v2."""
    words = words.strip()
    if _FILE_NAME.search(words):
        return True
    if image is None:
        return False
    stem = image.filename.rpartition(".")[0]
    # A file that is called “Waiting room” may well show just that: only what no
    # sentence looks like is held against the file's own name.
    same = words.casefold() in (stem.casefold(), image.title.casefold())
    return same and bool(re.search(r"[\d-]", words))


class LibraryPictureBlock(blocks.StructBlock):
    """What is shown with a picture from the library; for blocks to build on."""

    def get_preview_value(self):
        """Return the preview with the newest picture of the library."""
        value = super().get_preview_value()
        value["image"] = get_image_model().objects.order_by("-pk").first()
        return value

    def get_preview_context(self, value, parent_context=None):
        """Ask for a drawing where the library is still empty."""
        context = super().get_preview_context(value, parent_context)
        return {**context, "stand_in": True}


class PictureBlock(LibraryPictureBlock):
    """A picture with words for those who cannot see it, or marked as decoration."""

    image = ChosenPicture(
        label=_("Picture"), help_text=_("From the library, or uploaded into it.")
    )
    alt_text = blocks.CharBlock(
        label=_("Text for people who cannot see it"),
        required=False,
        max_length=250,
        help_text=_(
            "What the picture tells a reader here, in one sentence; never the name "
            "of the file."
        ),
    )
    decorative = blocks.BooleanBlock(
        label=_("Decoration only"),
        required=False,
        help_text=_("Tick only when the page loses nothing without the picture."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"),
        required=False,
        max_length=250,
        help_text=_("Shown below it; [1] points to the first reference."),
    )
    source = blocks.CharBlock(
        label=_("Source"),
        required=False,
        max_length=250,
        help_text=_("Who made it. Left empty, the credit in the library is shown."),
    )

    def clean(self, value):
        """Ask for a text alternative unless the picture is mere decoration."""
        cleaned = super().clean(value)
        if self.is_deferred_validation or cleaned["decorative"]:
            return cleaned
        words = (cleaned["alt_text"] or "").strip()
        if not words:
            _refuse_words(_("Say what the picture shows, or tick “Decoration only”."))
        if is_file_name(words, cleaned["image"]):
            _refuse_words(_("This is the name of a file. Say what the picture shows."))
        return cleaned

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/image.html"
        description = _("A picture with a text alternative, a caption and a source.")
        preview_value = {
            "image": None,
            "alt_text": "Light over still water",
            "decorative": False,
            "caption": "What the room looks out on.",
            "source": "",
        }


class FigureBlock(LibraryPictureBlock):
    """A chart or drawing that states facts: what it says in words, and its source."""

    image = ChosenPicture(
        label=_("Picture"), help_text=_("A chart, a diagram or a scan.")
    )
    alt_text = blocks.CharBlock(
        label=_("What it shows, in words"),
        max_length=250,
        help_text=_(
            "For people who cannot see it: the finding itself, like “Scores fall "
            "within a day and rise again by day 14”."
        ),
    )
    caption = blocks.CharBlock(
        label=_("Caption"),
        max_length=250,
        help_text=_("What to see in it; [1] points to the first reference."),
    )
    source = blocks.CharBlock(
        label=_("Source"),
        max_length=250,
        help_text=_("Where the figures come from; [1] points to the first reference."),
    )

    def clean(self, value):
        """Refuse the name of a file as a text alternative."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if is_file_name(cleaned["alt_text"], cleaned["image"]):
            _refuse_words(_("This is the name of a file. Say what the figure shows."))
        return cleaned

    class Meta:
        icon = "view"
        label = _("Figure")
        template = "blocks/figure.html"
        description = _("A chart or diagram that states facts, with its source.")
        preview_value = {
            "image": None,
            "alt_text": "Scores fall within a day and rise again by day 14",
            "caption": "How long one infusion lasts.",
            "source": "Lindqvist 2024",
        }


def _refuse_words(why) -> None:
    raise blocks.StructBlockValidationError(
        block_errors={"alt_text": ValidationError(why)}
    )
