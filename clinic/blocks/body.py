"""All blocks together, and what may not stand side by side."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clinic.blocks.facts import FactBlock, PricesBlock
from clinic.blocks.lists import QuestionsBlock, StepsBlock
from clinic.blocks.offers import RequestButtonBlock, ServiceCardBlock
from clinic.blocks.pictures import FigureBlock, PictureBlock
from clinic.blocks.price import PriceBlock
from clinic.blocks.table import TableBlock
from clinic.blocks.text import (
    CalloutBlock,
    HeadingBlock,
    ParagraphBlock,
    QuoteBlock,
)
from clinic.blocks.video import VideoBlock

# An article seldom has one of these: their styles go with the pages that do.
RARE = frozenset({"steps", "questions", "price", "video"})
SELLING = frozenset({"request_button", "price", "prices", "service_card"})


def is_crisis(child) -> bool:
    """Say whether a block of a body tells when to get help."""
    return child.block_type == "callout" and child.value.get("kind") == "help"


class BodyBlock(blocks.StreamBlock):
    """Everything a page's body may hold; there is no raw HTML on purpose."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = PictureBlock()
    figure = FigureBlock()
    table = TableBlock()
    callout = CalloutBlock()
    quote = QuoteBlock()
    steps = StepsBlock()
    questions = QuestionsBlock()
    price = PriceBlock()
    video = VideoBlock()
    service_card = ServiceCardBlock()
    request_button = RequestButtonBlock()
    prices = PricesBlock()
    fact = FactBlock()

    def clean(self, value):
        """Refuse what sells directly beside what tells people where help is."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        children = list(cleaned)
        errors = {}
        for at, child in enumerate(children):
            beside = children[max(at - 1, 0) : at] + children[at + 1 : at + 2]
            if child.block_type in SELLING and any(map(is_crisis, beside)):
                errors[at] = ValidationError(
                    _(
                        "This stands directly beside “When to get help”. Somebody in "
                        "a crisis must not be sold anything: move it, or put text in "
                        "between."
                    )
                )
        if errors:
            raise blocks.StreamBlockValidationError(block_errors=errors)
        return cleaned
