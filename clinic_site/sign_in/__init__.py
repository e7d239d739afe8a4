"""How staff get in: one page, one password, one second step, for both admins."""

from clinic_site.sign_in.adapters import SecondStepAdapter, StaffAccountAdapter
from clinic_site.sign_in.backend import StaffBackend
from clinic_site.sign_in.forms import (
    CodeForm,
    CodeOnceMoreForm,
    EnrolTotpForm,
    NewKeyForm,
    NewPasswordForm,
    SignInForm,
)
from clinic_site.sign_in.idle import IdleLockMiddleware
from clinic_site.sign_in.second_step import SecondStepMiddleware

__all__ = [
    "CodeForm",
    "CodeOnceMoreForm",
    "EnrolTotpForm",
    "IdleLockMiddleware",
    "NewKeyForm",
    "NewPasswordForm",
    "SecondStepAdapter",
    "SecondStepMiddleware",
    "SignInForm",
    "StaffAccountAdapter",
    "StaffBackend",
]
