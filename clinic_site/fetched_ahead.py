"""Lets a browser fetch a page of this site while a reader is about to open it.

Said in a header, so that a page carries nothing for it. Only pages that are the same
for everybody are named: nothing that is somebody's own, that counts what it shows, that
writes, or whose address holds what somebody typed.
"""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from clinic_site.headers import (
    CMS,
    DESK,
    DOCUMENTS,
    FORM,
    SEARCH,
    SIGN_IN,
    STYLEGUIDE,
)

NEVER = (CMS, DESK, SIGN_IN, STYLEGUIDE, DOCUMENTS, SEARCH, FORM)
NEVER += ("/media/", "/static/", "/share/", "/health/", "/metrics")

RULES = {
    "prefetch": [
        {
            "source": "document",
            "where": {
                "and": [
                    {"href_matches": "/*"},
                    {"not": {"href_matches": [f"{path}*" for path in NEVER]}},
                    # An address with a query may hold what somebody typed.
                    {"not": {"href_matches": "/*\\?(.+)"}},
                    {"not": {"selector_matches": "[download], [rel~=nofollow]"}},
                ]
            },
            # A pointer that rests on a link or presses it; not every link in sight.
            "eagerness": "moderate",
        }
    ]
}


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def speculation_rules(request: HttpRequest) -> JsonResponse:
    """Say which links may be fetched ahead."""
    return JsonResponse(RULES, content_type="application/speculationrules+json")
