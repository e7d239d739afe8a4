"""Where the library that does the signing in is told what this clinic wants."""

import time
from io import BytesIO
from itertools import chain

import qrcode
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathFillImage

from clinic.bare import whom_to_call
from clinic.client_address import client_address
from clinic.encryption import decrypt, encrypt
from clinic_site.sign_in.backend import StaffBackend
from clinic_site.sign_in.known_device import has_known_devices, known_device

STRONG_TYPES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


OWN_TRIES = "5/5m/key"
AUTHENTICATE_STAGE = "allauth.mfa.stages.AuthenticateStage"
SECOND_STEP_STAGE = "clinic_site.sign_in.stages.SecondStepStage"
DEVICE_STAGE = "clinic_site.sign_in.stages.DeviceStage"


def too_many_tries() -> str:
    """Say so, with the longest anybody waits and whom to ask."""
    return _(
        "Too many tries. Wait 5 minutes, then try again. If you cannot wait, ask the "
        "clinic’s manager or ring %(phone)s."
    ) % {"phone": whom_to_call()["phone_display"]}


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the clinic: nobody signs up, nobody leaves this host."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_client_ip(self, request) -> str:
        """Return the address as the limits of the request form see it."""
        return str(client_address(request) or "unknown")

    def validation_error(self, code, *args):
        """Say when to try again and whom to ask, where there were too many tries."""
        if code != "too_many_login_attempts":
            return super().validation_error(code, *args)
        return ValidationError(too_many_tries(), code=code)

    def pre_authenticate(self, request, **credentials) -> None:
        self.count_try(request, **credentials)

    def count_try(self, request, user=None, **credentials) -> None:
        """Count a try against the limit that it falls under, or refuse it.

        A session that is locked, and a computer on which the second step was taken, are
        counted by themselves: nobody elsewhere, and nobody on the same network, uses
        their tries up.
        """
        own = self._counted_apart(request, user, **credentials)
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed",
            config={"login_failed": OWN_TRIES} if own else None,
            key=own or self._get_login_attempts_cache_key(request, **credentials),
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def forgive_try(self) -> None:
        """Take back the try that turned out right."""
        self._rollback_login_failed_rl_usage()

    def _counted_apart(self, request, user=None, **credentials) -> str:
        if request.user.is_authenticated:
            return f"session:{request.session.session_key}"
        if user is None and has_known_devices(request):
            login = credentials.get("email") or credentials.get("username") or ""
            person = Q(username=login) | Q(email__iexact=login)
            user = get_user_model().objects.filter(person).first()
        device = known_device(request, user) if user else None
        return f"device:{user.pk}:{device.since}:{device.number}" if device else ""

    def get_login_stages(self) -> list[str]:
        """Ask for the second step by our own rule, then about the computer."""
        ours = {AUTHENTICATE_STAGE: [SECOND_STEP_STAGE, DEVICE_STAGE]}
        found = (ours.get(stage, [stage]) for stage in super().get_login_stages())
        return list(chain.from_iterable(found))

    def is_safe_url(self, url: str) -> bool:
        return url_has_allowed_host_and_scheme(
            url,
            allowed_hosts={self.request.get_host()},
            require_https=self.request.is_secure(),
        )

    def pre_login(self, request, user, **kwargs):
        # A passkey comes here without having passed the backend.
        if not StaffBackend().user_can_authenticate(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def login(self, request, user):
        """Open a session, together with what its opening has to be recorded as.

        The alarm of the emergency account stands in the same transaction: whoever
        signs in with it is told of, or is not signed in.
        """
        try:
            with transaction.atomic():
                super().login(request, user)
                request.session.save()
        except BaseException:
            # An error page may keep what the session held when it failed.
            request.session.clear()
            request.user = AnonymousUser()
            raise

    def respond_user_inactive(self, request, user):
        messages.error(request, _("This account cannot sign in."))
        return redirect("account_login")

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("sign_in_home")

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Take a sign-in of the last minutes as proof; do not ask for it again."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        user = self.request.user
        records = get_authentication_records(self.request, user)
        fresh = bool(records) and (
            time.time() - records[-1]["at"] < account_settings.REAUTHENTICATION_TIMEOUT
        )
        return not (fresh and app == "allauth.mfa")


class SecondStepAdapter(DefaultMFAAdapter):
    """Second steps, with their secrets encrypted under the site's own keys."""

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        return whom_to_call()["clinic_name"]

    def build_totp_svg(self, url: str) -> str:
        # On a white ground: a camera reads no black code on a dark page.
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def can_delete_authenticator(self, authenticator) -> bool:
        """Keep the last second step while one is required."""
        if not settings.SECOND_STEP_REQUIRED:
            return True
        others = Authenticator.objects.filter(
            user=authenticator.user, type__in=STRONG_TYPES
        ).exclude(pk=authenticator.pk)
        return others.exists()
