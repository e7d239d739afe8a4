"""Reads a WordPress export (WXR 1.2) item by item; knows nothing of the database."""

from articles.imports.wordpress.export_file import ExportFileError
from articles.imports.wordpress.items import (
    Term,
    TermUse,
    WordPressPost,
    WordPressSite,
)
from articles.imports.wordpress.reading import read_export

__all__ = [
    "ExportFileError",
    "Term",
    "TermUse",
    "WordPressPost",
    "WordPressSite",
    "read_export",
]
