"""Every address at which an export's things stood, and where each leads from now on."""

from articles.imports.addresses.keeping import keep, take_back

__all__ = ["keep", "take_back"]
