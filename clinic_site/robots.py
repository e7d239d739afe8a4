"""What search engines may read."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

CLOSED = ["/admin/", "/cms/", "/accounts/", "/search/", "/request-a-consultation/"]


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Name the parts that are no use to a search engine, and the sitemap."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
