"""Who may sign in at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class StaffBackend(AuthenticationBackend):
    """Refuse whoever was disabled, and demo accounts outside a demo site.

    Django asks it again with every request, so a session that is already open ends
    as well.
    """

    def user_can_authenticate(self, user) -> bool:
        refused_demo = user.is_demo and not settings.DEMO
        return super().user_can_authenticate(user) and not refused_demo

    def _check_password(self, user, password):
        # allauth would tell a disabled person with the right password so; here a
        # refusal looks like any wrong password.
        if user is None:
            return None
        self._did_check_password = True
        right = user.check_password(password)
        return user if right and self.user_can_authenticate(user) else None
