"""Words: headings, running text, boxed notes, quotations."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

INLINE = ["bold", "italic", "link", "document-link"]
PROSE = [*INLINE, "ul", "ol", "superscript", "subscript"]


class HeadingBlock(blocks.StructBlock):
    """A heading of the first or second level below the page's title."""

    text = blocks.CharBlock(
        label=_("Text"),
        max_length=160,
        help_text=_("What the section answers, in a few words; no [1] here."),
    )
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("h2", _("Section")), ("h3", _("Part of a section"))],
        default="h2",
        help_text=_("A part stands inside the section above it."),
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
        # In Meta it would stay unseen: the form asks the field.
        kwargs.setdefault(
            "help_text",
            _(
                "Short paragraphs read best. [1] points to the first reference of the "
                "page, [1, 3] to two of them."
            ),
        )
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/paragraph.html"
        description = _("Paragraphs and lists. Write [1] to point to reference 1.")
        preview_value = "<p>The infusion runs for about 40 minutes.</p>"


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
        help_text=_(
            "“When to get help” adds 988 and 911 by itself, and nothing that sells "
            "may stand beside it."
        ),
    )
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=120,
        help_text=_("What the note is about, understood without the text around it."),
    )
    text = blocks.RichTextBlock(
        label=_("Text"),
        features=[*INLINE, "ul"],
        help_text=_("A few sentences. [1] points to the first reference."),
    )

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blocks/callout.html"
        description = _("A note set apart: a key point, safety, when to get help.")
        preview_value = {
            "kind": "help",
            "title": "When to get help now",
            "text": "<p>In an emergency call 911.</p>",
        }


class QuoteBlock(blocks.StructBlock):
    """Somebody's words, with who said them."""

    text = blocks.TextBlock(
        label=_("Words"),
        help_text=_("Exactly as they were said, without quotation marks."),
    )
    source = blocks.CharBlock(
        label=_("Who said it"),
        max_length=200,
        help_text=_("A person or a publication; [1] points to the first reference."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blocks/quote.html"
        description = _("A short quotation with its source.")
        preview_value = {"text": "Ask me anything.", "source": "The infusion nurse"}
