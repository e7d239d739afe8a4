"""The way in and where it leads; allauth does the checking."""

from allauth.account.views import LoginView
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    RemoveWebAuthnView,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.roles import DESK_ROLES
from clinic_site.demo.accounts import DEMO_PASSWORD, demo_sign_ins
from clinic_site.sign_in.known_device import has_known_devices
from clinic_site.sign_in.second_step import EnrollingView


def may_enter(user, path: str) -> bool:
    """Say whether the admin at this address lets the person in at all."""
    if path.startswith("/cms/"):
        return user.has_perm("wagtailadmin.access_admin")
    if path.startswith("/admin/"):
        return user.is_active and user.is_staff
    return True


class NetworkLimit:
    """Refuse what comes too often from one network, unless the computer is known.

    `network_rate` is how often, in the library's way of writing it.
    """

    network_rate = "30/m/ip"

    def dispatch(self, request, *args, **kwargs):
        if not has_known_devices(request):
            refused = ratelimit.consume_or_429(
                request,
                app="clinic_site",
                action=type(self).__name__,
                config={type(self).__name__: self.network_rate},
            )
            if refused:
                return refused
        return super().dispatch(request, *args, **kwargs)


class PasskeyView(NetworkLimit, LoginWebAuthnView):
    """Sign in with a passkey alone."""

    network_rate = "10/m/ip"


class SignInView(NetworkLimit, LoginView):
    """The one sign-in page."""

    def dispatch(self, request, *args, **kwargs):
        # An admin sends whoever it refuses here; sending them back would go on for
        # ever, so they are told instead.
        if request.user.is_authenticated:
            wanted = self.get_authenticated_redirect_url()
            if not may_enter(request.user, wanted):
                return render(request, "account/no_access.html", status=403)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context["demo_sign_ins"] = demo_sign_ins()
            context["demo_password"] = DEMO_PASSWORD
        return context


class EnrolAppView(EnrollingView, ActivateTOTPView):
    """Set up an authenticator app."""


class EnrolKeyView(EnrollingView, AddWebAuthnView):
    """Add a passkey or a security key."""


class RemoveKeyView(RemoveWebAuthnView):
    """Remove a passkey, unless it is the last second step and one is required."""

    def form_valid(self, form):
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(
                self.request, adapter.error_messages["cannot_delete_authenticator"]
            )
            return redirect("mfa_index")
        return super().form_valid(form)


def to_sign_in(request):
    """Send whoever an admin turned away to the one sign-in page, and back after it."""
    url = reverse("account_login")
    wanted = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    ):
        url = f"{url}?{urlencode({'next': wanted})}"
    return redirect(url)


@login_required
@require_POST
def forget_devices(request):
    """Have the second step asked again on every computer of this person."""
    request.user.forget_devices()
    messages.success(
        request, _("Done. Each computer asks for your second step the next time.")
    )
    return redirect("mfa_index")


@login_required
def sign_in_home(request):
    """Lead each person to the place where their work is."""
    user = request.user
    if user.is_staff and user.has_role(*DESK_ROLES):
        return redirect("admin:index")
    if user.has_perm("wagtailadmin.access_admin"):
        return redirect("wagtailadmin_home")
    if user.is_staff:
        return redirect("admin:index")
    raise PermissionDenied
