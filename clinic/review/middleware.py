"""A refusal of the review gate, told where somebody pressed: nothing typed is lost."""

from django.http import HttpResponseForbidden, JsonResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from clinic.review.gate import NotApproved


class NotApprovedMiddleware:
    """Lead whoever pressed back to the page with the reasons; programs get a 403."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, NotApproved):
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return HttpResponseForbidden(str(exception), content_type="text/plain")
        if "text/html" not in request.headers.get("accept", "text/html"):
            return JsonResponse({"detail": str(exception)}, status=403)
        for reason in exception.reasons:
            messages.error(request, reason)
        return redirect("wagtailadmin_pages:edit", exception.page_id)
