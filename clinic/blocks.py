"""What a page's body is made of; the same blocks for articles and clinic pages."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import (
    TypedTableBlock,
    TypedTableBlockValidationError,
)
from wagtail.images.blocks import ImageChooserBlock

INLINE = ["bold", "italic", "link", "document-link"]
PROSE = [*INLINE, "ul", "ol", "superscript", "subscript"]


class HeadingBlock(blocks.StructBlock):
    """A heading of the first or second level below the page's title."""

    text = blocks.CharBlock(label=_("Text"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("h2", _("Section")), ("h3", _("Part of a section"))],
        default="h2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "blocks/heading.html"
        description = _("Begins a section; the contents list is made from these.")
        preview_value = {"text": "What happens at a visit", "level": "h2"}
        form_classname = "struct-block heading-block"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text, with lists; [1] points to the first reference."""

    def __init__(self, **kwargs):
        kwargs.setdefault("features", PROSE)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/paragraph.html"
        description = _("Paragraphs and lists. Write [1] to point to reference 1.")
        preview_value = "<p>The infusion runs for about 40 minutes.</p>"


class PictureBlock(blocks.StructBlock):
    """A picture with words for those who cannot see it, or marked as decoration."""

    image = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(
        label=_("Text for people who cannot see it"), required=False, max_length=250
    )
    decorative = blocks.BooleanBlock(
        label=_("Decoration only"),
        required=False,
        help_text=_("Tick only when the page loses nothing without the picture."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)
    source = blocks.CharBlock(
        label=_("Source"),
        required=False,
        max_length=250,
        help_text=_("Who made it. Left empty, the credit in the library is shown."),
    )

    def clean(self, value):
        """Ask for a text alternative unless the picture is mere decoration."""
        cleaned = super().clean(value)
        if not cleaned["decorative"] and not cleaned["alt_text"].strip():
            raise blocks.StructBlockValidationError(
                block_errors={
                    "alt_text": ValidationError(
                        _("Say what the picture shows, or tick “Decoration only”.")
                    )
                }
            )
        return cleaned

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/image.html"
        description = _("A picture with a text alternative, a caption and a source.")


class TableBlock(TypedTableBlock):
    """Rows of plain words; headings name the columns, the first column the rows."""

    text = blocks.CharBlock(label=_("Text"), required=False, max_length=300)

    def clean(self, value):
        """Ask for the cells without which nobody can hear what a cell is about."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        found = []
        if not cleaned.caption.strip():
            found.append(_("Give the table a caption that says what it shows."))
        if len(cleaned.columns) < 2 or not cleaned.row_data:
            found.append(_("A table needs at least two columns and one row."))
        if not all(column["heading"].strip() for column in cleaned.columns):
            found.append(_("Give every column a heading."))
        if not all(_names_itself(row["values"]) for row in cleaned.row_data):
            found.append(_("Fill in the first cell of every row: it names the row."))
        if found:
            raise TypedTableBlockValidationError(non_block_errors=found)
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"
        description = _("Headings on top; the first column names each row.")
        preview_value = {
            "columns": [
                {"type": "text", "heading": _("Effect")},
                {"type": "text", "heading": _("How many people")},
            ],
            "rows": [{"values": ["Drowsy", "56 in 100"]}],
            "caption": _("What people felt"),
        }


def _names_itself(cells: list) -> bool:
    return bool(cells) and bool(str(cells[0]).strip())


class CalloutBlock(blocks.StructBlock):
    """A boxed note: a key point, a safety note, or when to get help."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("key", _("Key point")),
            ("safety", _("Safety")),
            ("help", _("When to get help")),
        ],
        default="key",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=[*INLINE, "ul"])

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blocks/callout.html"
        description = _("A note set apart from the text.")
        preview_value = {
            "kind": "help",
            "title": "When to get help now",
            "text": "<p>In an emergency call 911.</p>",
        }


def ends_in_help(body) -> bool:
    """Return whether the last block of a body is a callout on when to get help."""
    last = body[-1] if body else None
    return bool(last and last.block_type == "callout" and last.value["kind"] == "help")


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who said them."""

    text = blocks.TextBlock(label=_("Words"))
    source = blocks.CharBlock(label=_("Who said it"), max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"
        description = _("A short quotation with its source.")
        preview_value = {"text": "Ask me anything.", "source": "The infusion nurse"}


class RequestButtonBlock(blocks.StructBlock):
    """A way to the request form from within a page, which the form remembers."""

    label = blocks.CharBlock(
        label=_("Label"), default=_("Request A Consultation"), max_length=60
    )

    class Meta:
        icon = "mail"
        label = _("Request button")
        template = "blocks/request_button.html"
        description = _("Leads to the request form, which remembers this page.")
        preview_value = {"label": "Request A Consultation"}


class BodyBlock(blocks.StreamBlock):
    """Everything a page's body may hold; there is no raw HTML on purpose."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = PictureBlock()
    table = TableBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    request_button = RequestButtonBlock()
