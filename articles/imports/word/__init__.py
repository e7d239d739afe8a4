"""Brings a Word document in: opened with care, read by mammoth, stored as a draft."""

from articles.imports.word.opening import WordFileError
from articles.imports.word.reading import (
    Document,
    Picture,
    document_body,
    read_document,
)
from articles.imports.word.storing import Stored, store_document

__all__ = [
    "Document",
    "Picture",
    "Stored",
    "WordFileError",
    "document_body",
    "read_document",
    "store_document",
]
