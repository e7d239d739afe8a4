"""What the guard finds on a page, a snippet or a setting, and what of it is open."""

from clinic.claims.engine import Finding, find
from clinic.claims.pieces import citations, pieces
from clinic.claims.rules import STOP
from clinic.claims.said import sentence_for
from clinic.models.evidence import ClaimEvidence


def findings(thing) -> list[Finding]:
    """Return everything the guard finds in a model's instance, as it is in memory."""
    return find(pieces(thing), kind_of(thing), citations(thing))


def kind_of(thing) -> str:
    """Return the name by which rules know the type of a page or snippet."""
    return thing._meta.model_name


def page_findings(page) -> list[Finding]:
    """Return everything the guard finds on a page, hints included."""
    return findings(page)


def open_findings(page) -> list[Finding]:
    """Return what stops publication: no hint, and nobody vouched for the wording."""
    stopped = [found for found in findings(page) if found.severity == STOP]
    if not stopped:
        return []
    covered = ClaimEvidence.objects.covering(page)
    return [found for found in stopped if ClaimEvidence.key(found) not in covered]


def refusals(page) -> list[str]:
    """Return why a text may not go out, a sentence for each open finding."""
    return [sentence_for(found) for found in open_findings(page)]
