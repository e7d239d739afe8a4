"""The public search: what is asked, what is meant, which pages answer, and where."""

from clinic_site.search.suggestions import suggest
from clinic_site.search.views import search

__all__ = ["search", "suggest"]
