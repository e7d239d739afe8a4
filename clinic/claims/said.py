"""What the guard says to people, in sentences."""

from django.utils.translation import gettext as _

from clinic.claims.engine import Finding
from clinic.claims.rules import BY_ID, HINT, Rule


def why(rule: Rule, missing=()) -> str:
    """Return why a rule stands there, with what this page lacks."""
    parts = [_("A hint, it stops nothing."), rule.why]
    if rule.severity != HINT:
        parts.pop(0)
    if missing:
        parts.append(_("Missing: %(parts)s.") % {"parts": ", ".join(missing)})
    return " ".join(parts)


def sentence_for(found: Finding) -> str:
    """Return a finding in a few sentences: where, which words, why, what to do."""
    return _("%(field)s says “%(words)s”. %(why)s %(instead)s") % {
        "field": found.field,
        "words": found.words,
        "why": why(BY_ID[found.rule], found.missing),
        "instead": found.instead,
    }
