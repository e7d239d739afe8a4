"""The lock in front of the desk, what waits behind it, and the way for another."""

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_required
from django.http import (
    HttpResponse,
    HttpResponseBadRequest,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from clinic.models import HeldPost
from clinic.models.held_post import LONGEST_ADDRESS
from clinic_site.sign_in import idle
from clinic_site.sign_in.forms import UnlockForm
from consultations.admin.queue import CAME_FROM, LIST


@method_decorator(
    [sensitive_post_parameters(), login_required],
    name="dispatch",
)
class LockView(View):
    """Who it is and one field; one press leads back to where one was."""

    def get(self, request):
        """Show the lock, or go on where there is none."""
        if not idle.is_locked(request):
            return self._onward()
        return self._page(UnlockForm(request))

    def post(self, request):
        """Unlock with a password, a code or a passkey."""
        if "credential" in request.POST:
            form = ReauthenticateWebAuthnForm(user=request.user, data=request.POST)
        else:
            form = UnlockForm(request, data=request.POST)
        if not form.is_valid():
            return self._refused(form)
        form.save()
        idle.unlock(request)
        idle.tell_of_dropped_secret(request)
        if self._is_asked_by_a_page():
            return JsonResponse({"state": "open"})
        return self._onward()

    def _onward(self):
        held = self.request.session.get(idle.HELD_HERE, [])
        if len(held) == 1:
            return redirect("held_post", held[0])
        if held:
            return redirect("held_posts")
        return redirect(self._next())

    def _next(self) -> str:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        wanted = sent.get(REDIRECT_FIELD_NAME, "")
        return wanted if idle.is_at_the_desk(wanted, self.request) else idle.DESK

    def _is_asked_by_a_page(self) -> bool:
        return self.request.headers.get("Accept") == "application/json"

    def _refused(self, form):
        if self._is_asked_by_a_page():
            words = [error for errors in form.errors.values() for error in errors]
            return JsonResponse({"state": "locked", "said": words})
        if isinstance(form, UnlockForm):
            return self._page(form)
        for words in form.errors.get("credential", []):
            messages.error(self.request, words)
        return self._page(UnlockForm(self.request))

    def _page(self, form):
        context = {
            "form": form,
            "next": self._next(),
            "held": len(self.request.session.get(idle.HELD_HERE, [])),
            "dropped": self.request.session.get(idle.SECRET_DROPPED, False),
        }
        keys = Authenticator.objects.filter(
            user=self.request.user, type=Authenticator.Type.WEBAUTHN
        )
        if keys.exists():
            options = webauthn.begin_authentication(self.request.user)
            context["js_data"] = {"request_options": options}
            context["key_form"] = ReauthenticateWebAuthnForm(user=self.request.user)
        return render(self.request, "account/lock.html", context)


@login_required
@require_POST
def lock_now(request):
    """Lock the desk, for whoever gets up."""
    idle.lock(request)
    return redirect("desk_lock")


def state(request):
    """Tell an open page of the desk whether it may go on showing what it shows.

    A POST says that somebody is typing there; a GET notes nothing.
    """
    user = request.user
    if not user.is_authenticated:
        return JsonResponse({"state": "out"})
    if idle.is_locked(request):
        return JsonResponse({"state": "locked", "who": user.pk})
    if request.method == "POST":
        idle.touch(request)
    return JsonResponse({"state": "open", "who": user.pk})


@require_POST
def someone_else(request):
    """Sign out and ask who it is, with nothing left of the one before."""
    logout(request)
    response = redirect("account_login")
    response.delete_cookie(CAME_FROM, path=reverse(LIST))
    response.delete_cookie("messages")
    return response


@method_decorator([sensitive_post_parameters(), login_required], name="dispatch")
class HeldPostsView(View):
    """What waits for this person to be sent once more."""

    def get(self, request):
        """Show where it was sent and when, not what it says."""
        request.session.pop(idle.HELD_HERE, None)
        waiting = HeldPost.objects.of(request.user).defer("body")
        return render(request, "account/held_posts.html", {"waiting": waiting})

    def post(self, request):
        """Keep what somebody typed on a page that another takes over.

        It is possible while the desk is locked, and shows nothing.
        """
        address = request.POST.get("address", "")[:LONGEST_ADDRESS]
        typed = QueryDict(request.POST.get("body", ""))
        at_the_desk = idle.is_at_the_desk(address, request) and request.user.is_staff
        if not at_the_desk or idle.has_secret(typed):
            return HttpResponseBadRequest()
        kept = HeldPost.hold(request.user, address, typed)
        return HttpResponse(status=204 if kept else 409)


@method_decorator(login_required, name="dispatch")
class HeldPostView(View):
    """One form that waits: sent once more as it was, or thrown away."""

    def get(self, request, pk):
        """Show the form with all of its fields; right after unlocking it goes alone."""
        held = self._found(pk)
        here = request.session.pop(idle.HELD_HERE, [])
        context = {"held": held, "at_once": pk in here and held.tried_at is None}
        return render(request, "account/held_post.html", context)

    def post(self, request, pk):
        """Throw it away."""
        self._found(pk).delete()
        messages.success(request, _("Thrown away."))
        return redirect("held_posts")

    def _found(self, pk):
        return get_object_or_404(HeldPost, pk=pk, user=self.request.user)
