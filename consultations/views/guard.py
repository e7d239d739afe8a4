"""What every view of the public side does when it cannot go on."""

import logging
import traceback
from functools import wraps

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from clinic.away import is_away
from clinic.bare import bare_page
from consultations import limits
from consultations.models.receiving import OutcomeUnknown
from consultations.views.sent import sent_key
from consultations.views.unsent import give_back, typed_by

logger = logging.getLogger(__name__)

# Answers of their own, and posts that cannot be read: there is no text to keep.
PASSED_ON = (
    Http404,
    PermissionDenied,
    SuspiciousOperation,
    BadRequest,
    MultiPartParserError,
    UnreadablePostError,
)


def keeps_the_text(view):
    """Answer with the phone number and the person's own text when we cannot take it.

    So it is when the view fails, and when a place sends far more than people do:
    that is told before anything is read, encrypted or looked up. What these pages
    show is for one person and one moment: nothing keeps it.
    """

    @wraps(view)
    @sensitive_variables()
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            wait = limits.seconds_to_wait(request) if request.method == "POST" else 0
            response = (
                too_many(request, wait) if wait else view(request, *args, **kwargs)
            )
        except PASSED_ON:
            raise
        except Exception as error:
            away = is_away(error)
            if request.method != "POST" and not away:
                raise
            # Only class and place: the text of an error may quote what was typed.
            logger.error("%s failed: %s", request.method, _place(error))
            response = _answer(request, error, 503 if away else 500)
        response["Referrer-Policy"] = "same-origin"
        patch_vary_headers(response, ["Cookie"])
        return response

    return never_cache(sensitive_post_parameters()(guarded))


def note_received(request: HttpRequest, reference: str) -> None:
    """Remember that what was posted is stored: whatever fails later, we have it."""
    request.received_reference = reference


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


def _answer(request: HttpRequest, error: Exception, status: int) -> HttpResponse:
    if request.method == "POST":
        reference = getattr(request, "received_reference", "")
        unknown = isinstance(error, OutcomeUnknown)
        return give_back(request, status, reference=reference, unknown=unknown)
    # The cookie is set after the commit alone: who has it has been received.
    return bare_page(request, "503.html", status, sent=bool(sent_key(request)))


def _place(error: Exception) -> str:
    """Return the class of an error and the line it comes from."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {frame.filename}:{frame.lineno}"
