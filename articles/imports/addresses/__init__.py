"""Every address at which an export's things stood, and where each leads from now on."""

from articles.imports.addresses.keeping import keep, take_back
from articles.imports.addresses.stood import of_author, of_post, of_term

__all__ = ["keep", "of_author", "of_post", "of_term", "take_back"]
