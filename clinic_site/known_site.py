"""Spares pages the query for the site that they belong to."""

from wagtail.views import serve

from clinic.models.found import site_of


class KnownSiteMiddleware:
    """Tell Wagtail the site of a page's request, which each process keeps in mind."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if view is serve:
            request._wagtail_site = site_of(request)
