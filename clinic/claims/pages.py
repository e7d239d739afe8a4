"""What the guard finds on a page, a snippet or a setting, and what of it is open."""

from django.utils.translation import gettext as _

from clinic.claims.engine import Finding, find
from clinic.claims.pieces import citations, pieces
from clinic.claims.rules import STOP
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


def sentence_for(found: Finding) -> str:
    """Return a finding in one line: where, which words, why, and what to do."""
    return _("%(field)s says “%(words)s”. %(why)s %(instead)s") % {
        "field": found.field,
        "words": found.words,
        "why": _why(found),
        "instead": found.instead,
    }


def _why(found: Finding) -> str:
    if not found.missing:
        return found.why
    lacking = _("Missing: %(parts)s.") % {"parts": ", ".join(found.missing)}
    return f"{found.why} {lacking}"
