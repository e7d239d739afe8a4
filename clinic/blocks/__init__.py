"""What a page's body is made of; the same blocks for articles and clinic pages."""

from clinic.blocks.body import RARE, BodyBlock
from clinic.blocks.facts import FactBlock, PricesBlock
from clinic.blocks.lists import QuestionsBlock, StepsBlock
from clinic.blocks.offers import RequestButtonBlock, ServiceCardBlock
from clinic.blocks.pictures import FigureBlock, PictureBlock
from clinic.blocks.price import PriceBlock
from clinic.blocks.table import TableBlock
from clinic.blocks.text import (
    INLINE,
    PROSE,
    CalloutBlock,
    HeadingBlock,
    ParagraphBlock,
    QuoteBlock,
)
from clinic.blocks.video import VideoBlock

__all__ = [
    "INLINE",
    "PROSE",
    "RARE",
    "BodyBlock",
    "CalloutBlock",
    "FactBlock",
    "FigureBlock",
    "HeadingBlock",
    "ParagraphBlock",
    "PictureBlock",
    "PriceBlock",
    "PricesBlock",
    "QuestionsBlock",
    "QuoteBlock",
    "RequestButtonBlock",
    "ServiceCardBlock",
    "StepsBlock",
    "TableBlock",
    "VideoBlock",
]
