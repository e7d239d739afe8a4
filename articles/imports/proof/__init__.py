"""Proof of what an import brought in: every word, picture, link and address counted."""

from articles.imports.proof.difference import difference
from articles.imports.proof.files import write
from articles.imports.proof.report import report, to_read, worklist
from articles.imports.proof.sheet import page
from articles.imports.proof.weighing import weigh, weigh_links

__all__ = [
    "difference",
    "page",
    "report",
    "to_read",
    "weigh",
    "weigh_links",
    "worklist",
    "write",
]
