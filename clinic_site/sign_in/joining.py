"""The page behind a one-time link: a person chooses the password they sign in with."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from clinic.models import OneTimeLink, User
from consultations.views.yours import OwnToken, hides_its_address


class JoinForm(SetPasswordMixin, forms.Form):
    """A new password, twice, by the rules for passwords."""

    password1, password2 = SetPasswordMixin.create_password_fields(
        label1=_("New password"), label2=_("New password, once more")
    )

    def __init__(self, *args, user: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        self.validate_passwords("password1", "password2")
        self.validate_password_for_user(self.user, "password2")
        return super().clean()


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@hides_its_address
@sensitive_post_parameters()
@sensitive_variables()
def join(request: HttpRequest, token: OwnToken) -> HttpResponse:
    """Let the person of a link set a password, then lead them to their second step.

    Looking uses nothing up: programs that scan mail open every link. A link that is
    wrong, used, withdrawn or too old gets one and the same page.
    """
    link = OneTimeLink.objects.of_token(token.value)
    if link is None:
        return no_such_link(request)
    person = link.user
    joins = not person.is_active
    form = JoinForm(request.POST or None, user=person)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "person": person, "joins": joins}
        return render(request, "account/join.html", context)
    if not person.set_password_by_link(link, form.cleaned_data["password1"]):
        return no_such_link(request)
    enrols = settings.SECOND_STEP_REQUIRED and not person.has_second_step
    where = "mfa_activate_totp" if enrols else "sign_in_home"
    login = Login(user=person, redirect_url=reverse(where))
    return perform_password_login(request, {"username": person.username}, login)


def no_such_link(request: HttpRequest) -> HttpResponse:
    """Say that a link opens nothing, and nothing about why."""
    return render(request, "account/join_gone.html", status=404)
