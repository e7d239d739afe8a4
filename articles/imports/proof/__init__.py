"""Proof of what an import brought in: every word, picture, link and address counted."""

from articles.imports.proof.difference import difference

__all__ = ["difference"]
