"""The cookie by which a browser finds the request it sent within the last hour.

It holds the submission key alone, signed; nothing of what was typed.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from consultations import inbox
from consultations.models import ConsultationRequest

COOKIE = "consultation_request"
COOKIE_AGE = 60 * 60


def remember(response: HttpResponse, key: str, request: HttpRequest) -> None:
    """Let this browser see and correct the request for an hour."""
    response.set_signed_cookie(
        COOKIE,
        key,
        salt=COOKIE,
        max_age=COOKIE_AGE,
        path=reverse("request_consultation"),
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )


def sent_key(request: HttpRequest) -> str | None:
    return request.get_signed_cookie(
        COOKIE, default=None, salt=COOKIE, max_age=COOKIE_AGE
    )


def request_of(key: str) -> ConsultationRequest | None:
    """Return the request of a submission key, with all that came in with it so far."""
    inbox.open_for(key)
    return ConsultationRequest.for_key(key)


def sent_from_here(request: HttpRequest) -> ConsultationRequest | None:
    key = sent_key(request)
    return request_of(key) if key else None
