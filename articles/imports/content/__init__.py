"""Turns the HTML of other systems into the blocks of a body and loses no word.

The source's order is kept and every text ends up in some block. The reader's words are
counted by a second, much simpler pass (`plain_text`), so that an import can prove that
nothing fell out. Nothing here writes into the database.
"""

from articles.imports.content.body import Body, Finder
from articles.imports.content.markup import WITHOUT_CONTROLS
from articles.imports.content.reading import read_body, read_html
from articles.imports.content.words import body_words, explains, plain_text

__all__ = [
    "WITHOUT_CONTROLS",
    "Body",
    "Finder",
    "body_words",
    "explains",
    "plain_text",
    "read_body",
    "read_html",
]
