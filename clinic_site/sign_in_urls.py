"""Addresses of signing in: only what staff need, everything else is absent."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path, register_converter
from django.views.generic import RedirectView

from clinic_site.errors import no_such_page
from clinic_site.sign_in import lock_views as lock
from clinic_site.sign_in.joining import join
from clinic_site.sign_in.stages import DeviceView
from clinic_site.sign_in.views import (
    EnrolAppView,
    EnrolKeyView,
    PasskeyView,
    RemoveKeyView,
    SignInView,
    forget_devices,
    sign_in_home,
    to_sign_in,
)
from consultations.views import OwnTokenConverter

register_converter(OwnTokenConverter, "staff_token")

# Stand before the admins' own addresses: their sign-in forms know no second step and
# no limit of attempts. The last four are Wagtail's: lists of people, who are kept at
# the desk, where each step is on record; a form for private pages; a page that fails on
# purpose.
admin_login_urlpatterns = [
    path("cms/login/", to_sign_in, name="cms_login"),
    path("admin/login/", to_sign_in, name="desk_login"),
    path(
        "admin/password_change/",
        RedirectView.as_view(pattern_name="account_change_password"),
        name="desk_password_change",
    ),
    re_path("^cms/users/", no_such_page, name="cms_users"),
    re_path("^cms/bulk/clinic/user/", no_such_page, name="cms_users_at_once"),
    path("_util/login/", to_sign_in, name="private_page_login"),
    path("cms/failwhale/", no_such_page, name="cms_failwhale"),
]

urlpatterns = [
    path("", sign_in_home, name="sign_in_home"),
    path("join/<staff_token:token>/", join, name="staff_join"),
    path("login/", SignInView.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("someone-else/", lock.someone_else, name="someone_else"),
    path("lock/", lock.LockView.as_view(), name="desk_lock"),
    path("lock/now/", lock.lock_now, name="desk_lock_now"),
    path("lock/state/", lock.state, name="desk_state"),
    path("held/", lock.HeldPostsView.as_view(), name="held_posts"),
    path("held/<int:pk>/", lock.HeldPostView.as_view(), name="held_post"),
    path("device/", DeviceView.as_view(), name="known_device"),
    path("device/forget/", forget_devices, name="forget_devices"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", EnrolAppView.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "2fa/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("2fa/keys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/keys/add/", EnrolKeyView.as_view(), name="mfa_add_webauthn"),
    path("2fa/keys/login/", PasskeyView.as_view(), name="mfa_login_webauthn"),
    path(
        "2fa/keys/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "2fa/keys/<int:pk>/remove/", RemoveKeyView.as_view(), name="mfa_remove_webauthn"
    ),
]
