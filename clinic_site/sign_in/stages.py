"""The steps of signing in after the password."""

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import LoginStage
from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.stages import AuthenticateStage
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from clinic_site.sign_in.known_device import known_device, remember_device

SPARED = "known_device"


class SecondStepStage(AuthenticateStage):
    """Ask for the second step, once in twelve hours on a computer that is known."""

    def _should_handle(self, request) -> bool:
        if not super()._should_handle(request):
            return False
        device = known_device(request, self.login.user)
        if device is None or not device.is_fresh:
            return True
        record_authentication(
            request, self.login.user, SPARED, second_step_at=device.second_step_at
        )
        return False


class DeviceStage(LoginStage):
    """After a second step, ask once whether the computer is the clinic's own."""

    key = "known_device"
    urlname = "known_device"

    def handle(self):
        asked = self.controller.get_stage(SecondStepStage.key)
        if not asked or not asked.state.get("authentication_required"):
            return None, True
        if known_device(self.request, self.login.user):
            # The answer that gets the cookie is not made yet.
            self.request.known_device_of = self.login.user
            return None, True
        return headed_redirect_response("known_device"), True


@method_decorator(
    login_stage_required(stage=DeviceStage.key, redirect_urlname="account_login"),
    name="dispatch",
)
class DeviceView(TemplateView):
    """Whether to know this computer again."""

    template_name = "account/known_device.html"

    def post(self, request):
        """Go on, with or without remembering."""
        stage = request._login_stage
        response = stage.exit()
        if request.POST.get("remember") == "yes":
            remember_device(request, response, stage.login.user)
        return response
