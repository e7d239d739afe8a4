"""The claims guard: what the clinic does not say in public, and who may allow it."""

from clinic.claims.engine import Finding
from clinic.claims.pages import findings, open_findings, page_findings, refusals

__all__ = ["Finding", "findings", "open_findings", "page_findings", "refusals"]
