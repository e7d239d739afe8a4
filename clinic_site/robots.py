"""What search engines may read."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

# The search and the form may be found, what somebody asked or sent there may not.
CLOSED = [
    "/admin/",
    "/cms/",
    "/accounts/",
    "/styleguide/",
    "/search/?",
    "/request-a-consultation/?",
    "/request-a-consultation/received/",
    "/request-a-consultation/details/",
    "/request-a-consultation/yours/",
]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Name the parts that are no use to a search engine, and the sitemap."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
