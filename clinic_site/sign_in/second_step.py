"""A password alone opens nothing: the second step, asked of every member of staff."""

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from clinic_site.sign_in.adapters import STRONG_TYPES
from clinic_site.sign_in.forms import SEALED_SECRET
from clinic_site.sign_in.idle import hold, is_guarded, tell_of_dropped_secret
from clinic_site.sign_in.known_device import ONCE_IN, remember_device
from clinic_site.sign_in.stages import SPARED

GUARDED = ("/cms/", "/admin/", "/documents/", "/accounts/", "/styleguide/")
ALWAYS_OPEN = {
    "account_login",
    "account_logout",
    "mfa_login_webauthn",
    "someone_else",
}
ENROLLING = {"mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}
ENROLLED = {"mfa_view_recovery_codes", "mfa_download_recovery_codes"}
ENROLLED_HERE = "second_step_enrolled"


def second_step_at(request) -> float:
    """Return when the second step was taken that this session rests on; 0 for never.

    It may have been taken before the session, on a computer where it is known.
    """
    records = get_authentication_records(request, request.user)
    taken = [one["at"] for one in records if one.get("method") == "mfa"]
    spared = [one["second_step_at"] for one in records if one.get("method") == SPARED]
    return max([*taken, *spared], default=0)


def took_second_step(request) -> bool:
    """Say whether this session rests on a second step of the last twelve hours."""
    return time.time() - second_step_at(request) < ONCE_IN.total_seconds()


class EnrollingView:
    """Let this one session see the recovery codes of the step it has just added."""

    def form_valid(self, form):
        response = super().form_valid(form)
        self.request.session[ENROLLED_HERE] = True
        self.request.session.pop(SEALED_SECRET, None)
        return response


class SecondStepMiddleware:
    """Hold back whoever signed in with a password alone, where a second step is due.

    Without one they are led to enrolling; having enrolled, they sign in once more
    with it. On public pages they are anybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # A reader without a session is not asked for one: pages stay cacheable.
        if (
            settings.SECOND_STEP_REQUIRED
            and settings.SESSION_COOKIE_NAME in request.COOKIES
            and request.user.is_authenticated
            and not took_second_step(request)
        ):
            if request.path_info.startswith(GUARDED) and second_step_at(request):
                request.day_is_over = True
            elif request.path_info.startswith(GUARDED):
                held = self._hold(request)
                if held is not None:
                    return held
            else:
                request.user = AnonymousUser()
        response = self.get_response(request)
        if person := getattr(request, "known_device_of", None):
            remember_device(request, response, person)
        return response

    def process_view(self, request, view, args, kwargs):
        """End a session whose second step is twelve hours old; lose nothing sent.

        This is behind the forgery check, so that only forms of this site are kept.
        """
        if not getattr(request, "day_is_over", False):
            return None
        if request.method == "POST" and is_guarded(
            request, request.resolver_match.view_name
        ):
            hold(request)
        # The session ends here and would take its note along.
        tell_of_dropped_secret(request)
        return self._hold(request)

    def _hold(self, request):
        name = _route_name(request)
        if name in ALWAYS_OPEN:
            return None
        if not get_adapter().is_mfa_enabled(request.user, STRONG_TYPES):
            return None if name in ENROLLING else redirect("mfa_activate_totp")
        if name in ENROLLED and request.session.get(ENROLLED_HERE):
            return None
        logout(request)
        messages.info(request, _("Please sign in once more, with your second step."))
        back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        response = redirect("account_login")
        if request.method == "GET" and not request.path_info.startswith("/accounts/"):
            response["Location"] += f"?{back}"
        return response


def _route_name(request) -> str | None:
    try:
        return resolve(request.path_info).url_name
    except Resolver404:
        return None
