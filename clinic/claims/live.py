"""The guard in Wagtail's content checks: an editor reads findings while typing.

The preview carries the page's text piece by piece, as the server reads it, with the
rules; a script in it finds what the server would find and marks where it stands.
"""

from functools import cache

from wagtail.admin.userbar import ContentCheckerItem

from clinic.claims.pages import kind_of
from clinic.claims.pieces import citations, pieces
from clinic.claims.rules import DATA, RULES
from clinic.claims.said import why
from clinic.models.evidence import ClaimEvidence

SELECTOR = "h1, h2, h3, p, li, dt, dd, td, th, summary, figcaption, caption, img"


def check_id(rule) -> str:
    """Return the name of a rule among Wagtail's checks."""
    return f"claims-{rule.id}"


@cache
def _checks() -> list[dict]:
    return [{"id": check_id(rule)} for rule in RULES]


@cache
def _axe_rules() -> list[dict]:
    return [
        {
            "id": check_id(rule),
            "impact": "critical" if rule.severity == "stop" else "minor",
            "selector": SELECTOR,
            "excludeHidden": False,
            "tags": ["claims"],
            "any": [check_id(rule)],
            "enabled": True,
        }
        for rule in RULES
    ]


class ClaimsCheckerItem(ContentCheckerItem):
    """Wagtail's checks with the guard's rules among them."""

    template_name = "clinic/claims/checker_item.html"

    def __init__(self, page, *, in_editor=False):
        super().__init__(in_editor=in_editor)
        self.page = page

    def get_axe_run_only(self, request):
        """Return the names of Wagtail's rules and ours."""
        return [*super().get_axe_run_only(request), *map(check_id, RULES)]

    def get_axe_custom_rules(self, request):
        """Return Wagtail's rules and one for each of ours."""
        return [*super().get_axe_custom_rules(request), *_axe_rules()]

    def get_axe_custom_checks(self, request):
        """Return Wagtail's checks and one for each of our rules."""
        return [*super().get_axe_custom_checks(request), *_checks()]

    def get_axe_messages(self, request):
        """Return what each rule says: what it found, why, and what to write."""
        ours = {
            check_id(rule): {
                "error_name": rule.title,
                "help_text": f"{why(rule)} {rule.instead}",
            }
            for rule in RULES
        }
        return super().get_axe_messages(request) | ours

    def get_context_data(self, parent_context):
        context = super().get_context_data(parent_context)
        context["claims"] = {
            "rules": DATA,
            "pieces": [piece._asdict() for piece in pieces(self.page)],
            "kind": kind_of(self.page),
            "citations": citations(self.page),
            "allowed": ClaimEvidence.objects.allowed_wordings(self.page),
        }
        return context

    class Media:
        js = ["js/claims.js", "js/claims_preview.js"]
