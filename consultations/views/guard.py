"""What every view of the public side does when it cannot go on."""

from functools import wraps

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from clinic.bare import bare_page
from consultations import limits
from consultations.fields import printable


def keeps_the_text(view):
    """Answer with the phone number and the person's own text when we cannot take it.

    So it is when the database is away, and when a place sends far more than people do:
    that is told before anything is read, encrypted or looked up. What these pages
    show is for one person and one moment: nothing keeps it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            wait = limits.seconds_to_wait(request) if request.method == "POST" else 0
            response = (
                too_many(request, wait) if wait else view(request, *args, **kwargs)
            )
        except (OperationalError, InterfaceError):
            response = database_away(request)
        response["Referrer-Policy"] = "same-origin"
        patch_vary_headers(response, ["Cookie"])
        return response

    return never_cache(sensitive_post_parameters()(guarded))


def typed_by(request: HttpRequest) -> str:
    """Return what the visitor wrote, to copy from a page that cannot send it."""
    return printable(request.POST.get("message", ""))


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """Answer a flood without the database: when to try again, the phone, the text."""
    minutes = -(-wait // 60)
    response = bare_page(
        request,
        "consultations/too_many.html",
        429,
        typed=typed_by(request),
        minutes=minutes,
    )
    response["Retry-After"] = str(wait)
    # `limits` says once that a place is refused; a line for each would be a flood too.
    response._has_been_logged = True
    return response


def database_away(request: HttpRequest) -> HttpResponse:
    """Answer without the database: phone number, crisis line, the text to copy."""
    posted = request.method == "POST"
    typed = typed_by(request) if posted else ""
    return bare_page(request, "503.html", 503, posted=posted, typed=typed)
