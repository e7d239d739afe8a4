from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.core import context
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.encryption import decrypt, encrypt
from clinic_site.sign_in.known_device import known_device

CODE_DIGITS = 6
SEALED_SECRET = "second_step_secret"  # noqa: S105 - the name of a session key


class SignInForm(LoginForm):
    """Name or e-mail address, and password, with labels instead of placeholders."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Username or e-mail address")
        login.widget.attrs.update(
            autocomplete="username", autocapitalize="none", spellcheck="false"
        )
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class NewPasswordForm(ChangePasswordForm):
    """The password now and the new one twice, with labels instead of placeholders."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your password now")
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password, once more")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class EnrolTotpForm(ActivateTOTPForm):
    """The first code of an authenticator app.

    Until that code is there the new secret waits in the session, which is a row of
    the database: it is sealed on the way in and opened on the way out.
    """

    def __init__(self, *args, **kwargs):
        session = context.request.session
        if sealed := session.get(SEALED_SECRET):
            session[SECRET_SESSION_KEY] = decrypt(sealed)
        super().__init__(*args, **kwargs)
        session[SEALED_SECRET] = encrypt(session.pop(SECRET_SESSION_KEY))
        code = self.fields["code"]
        code.label = _("Six-digit code from the app")
        code.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")
        code.widget.attrs.pop("placeholder", None)


class Digits:
    """A code of the app or a recovery code: digits, both of them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(inputmode="numeric")
        self.fields["code"].widget.attrs.pop("placeholder", None)

    def clean_code(self):
        """Count tries on a known computer apart from those of anybody elsewhere."""
        if not known_device(context.request, self.user):
            return super().clean_code()
        adapter = get_adapter()
        adapter.count_try(context.request, user=self.user)
        code = self.cleaned_data["code"]
        typed = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
        for one in Authenticator.objects.filter(user=self.user, type__in=typed):
            if one.wrap().validate_code(code):
                adapter.forgive_try()
                self.authenticator = one
                return code
        raise mfa_adapter().validation_error("incorrect_code")


class CodeForm(Digits, AuthenticateForm):
    """The second step of signing in."""


class CodeOnceMoreForm(Digits, ReauthenticateForm):
    """The same, asked again before something important."""


class NewKeyForm(AddWebAuthnForm):
    """A passkey or security key, in words for people who never heard of either."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call it")
        self.fields["name"].help_text = _("So that you know it again: My phone.")
        if alone := self.fields.get("passwordless"):
            alone.label = _("Let this key sign me in alone, without my password")
            alone.help_text = _(
                "It then asks for your fingerprint, your face or a PIN each time."
            )


class UnlockForm(forms.Form):
    """What proves that it is still the same person: one field, one press.

    On a computer that this person's second step is known on, the code of their app
    does as well as the password.
    """

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request, data=None):
        super().__init__(data)
        self.request, self.app = request, None
        # Nothing is set up to type a code from on a computer that nobody knows.
        if known_device(request, request.user):
            self.app = Authenticator.objects.filter(
                user=request.user, type=Authenticator.Type.TOTP
            ).first()
        self.by_code = False
        field = self.fields["password"]
        if self.app:
            field.label = _("Password, or the code your app shows")
        field.widget.attrs["autofocus"] = True

    def clean_password(self):
        """Refuse what is neither; too many tries are refused by the adapter."""
        typed, adapter = self.cleaned_data["password"], get_adapter()
        if self.app and len(typed) == CODE_DIGITS and typed.isdecimal():
            adapter.count_try(self.request, user=self.request.user)
            if self.app.wrap().validate_code(typed):
                adapter.forgive_try()
                self.by_code = True
                return typed
            raise ValidationError(_("That is not the code your app shows now."))
        if not adapter.reauthenticate(self.request.user, typed):
            raise adapter.validation_error("incorrect_password")
        return typed

    def save(self) -> None:
        """Note how the person proved who they are."""
        if self.by_code:
            post_authentication(self.request, self.app, reauthenticated=True)
        else:
            reauthenticate_by_password(self.request)
