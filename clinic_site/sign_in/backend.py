"""Who may sign in at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import Q


class StaffBackend(AuthenticationBackend):
    """Refuse whoever was disabled, and demo accounts outside a demo site.

    Django asks it again with every request, so a session that is already open ends
    as well.
    """

    def user_can_authenticate(self, user) -> bool:
        refused_demo = user.is_demo and not settings.DEMO
        return super().user_can_authenticate(user) and not refused_demo

    def get_all_permissions(self, user_obj, obj=None):
        """Ask once for a person's own permissions and those of their roles."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj)
        if not hasattr(user_obj, "_perm_cache"):
            own = Q(user=user_obj) | Q(group__user=user_obj)
            found = Permission.objects.filter(own).order_by()
            names = found.values_list("content_type__app_label", "codename").distinct()
            user_obj._perm_cache = {f"{app}.{name}" for app, name in names}
        return user_obj._perm_cache

    def authenticate(self, request, **credentials):
        """Return whoever the name and the password belong to, hashing once."""
        self._right: dict[int, bool] = {}
        return super().authenticate(request, **credentials)

    def _check_password(self, user, password):
        # allauth would tell a disabled person with the right password so; here a
        # refusal looks like any wrong password.
        if user is None:
            return None
        self._did_check_password = True
        # By name and by address it is the same person: hashing twice would take longer
        # than for somebody unknown, and so tell who works here.
        if user.pk not in self._right:
            self._right[user.pk] = user.check_password(password)
        right = self._right[user.pk]
        return user if right and self.user_can_authenticate(user) else None
