"""Where the library that does the signing in is told what this clinic wants."""

import time
from io import BytesIO

import qrcode
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from clinic.bare import whom_to_call
from clinic.client_address import client_address
from clinic.encryption import decrypt, encrypt
from clinic_site.sign_in.backend import StaffBackend

STRONG_TYPES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class StaffAccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the clinic: nobody signs up, nobody leaves this host."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_client_ip(self, request) -> str:
        """Return the address as the limits of the request form see it."""
        return str(client_address(request) or "unknown")

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
