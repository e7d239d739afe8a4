"""The desk locks when nobody has worked at it for a quarter of an hour.

The time it goes by is the desk's own: the editor that saves by itself in another tab,
a list that refreshes itself and the question whether the desk is locked leave it alone.
"""

import time
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from clinic.models import HeldPost

DESK = "/admin/"
TOUCHED, HELD_HERE, WAITING = "desk_touched", "desk_held", "desk_waiting"
SECRET_DROPPED = "desk_secret_dropped"  # noqa: S105 - the name of a session key
# Written down no oftener than this: a page costs the database no write.
WRITTEN_EVERY = 30
ALWAYS_OPEN = {
    "desk_login",
    "desk_password_change",
    "admin:login",
    "admin:logout",
    "admin:jsi18n",
}
# Shows what waits at the desk, though it stands elsewhere.
OF_THE_DESK = {"held_posts", "held_post"}
KEEPING = ("held_posts", "POST")
AUTOMATIC = {"admin:consultations_consultationrequest_rows"}
# A form that changes a password is typed once more; nothing keeps it.
SECRET = "password"  # noqa: S105 - a part of the names of fields


@receiver(user_logged_in)
def begin(sender, request, user, **kwargs) -> None:
    """Whoever has just signed in is there; what waits for them is shown at the desk."""
    request.session[TOUCHED] = int(time.time())
    if HeldPost.objects.of(user).exists():
        request.session[WAITING] = True


def touch(request) -> None:
    """Note that a person is at the desk now."""
    now = int(time.time())
    if abs(now - request.session.get(TOUCHED, 0)) >= WRITTEN_EVERY:
        request.session[TOUCHED] = now


def lock(request) -> None:
    """Lock the desk at once; the new key throws pages out of the browser's memory."""
    request.session[TOUCHED] = 0
    request.session.cycle_key()


def unlock(request) -> None:
    """Open the desk again, under a session key that nobody has seen."""
    request.session.cycle_key()
    request.session[TOUCHED] = int(time.time())


def is_locked(request) -> bool:
    """Say whether the desk of this session has to be unlocked first.

    A session that never noted anything counts as forgotten.
    """
    idle = time.time() - request.session.get(TOUCHED, 0)
    return idle >= settings.DESK_LOCKS_AFTER.total_seconds()


def is_guarded(request, name: str) -> bool:
    """Say whether this is a page of the desk that somebody who works there opens."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    of_the_desk = request.path_info.startswith(DESK) and name not in ALWAYS_OPEN
    shows_it = name in OF_THE_DESK and (name, request.method) != KEEPING
    if not (of_the_desk or shows_it):
        return False
    return request.user.is_authenticated and request.user.is_staff


def is_made_by_a_person(request, name: str) -> bool:
    """Tell what somebody pressed from what a page fetches by itself."""
    headers = request.headers
    if name in AUTOMATIC or "prefetch" in headers.get("Sec-Purpose", ""):
        return False
    return headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def has_secret(sent) -> bool:
    """Say whether a form holds a password."""
    return any(SECRET in name for name in sent)


def hold(request) -> None:
    """Keep what was sent to the desk, for its sender to send once more.

    A form with a password is not kept: its sender is told once they are back.
    """
    if has_secret(request.POST):
        request.session[SECRET_DROPPED] = True
        return
    held = HeldPost.hold(request.user, _address(request), request.POST)
    if held is None or request.FILES:
        messages.error(
            request, _("Not everything you sent could be kept. Look before you go on.")
        )
    if held is not None:
        here = request.session.get(HELD_HERE, [])
        request.session[HELD_HERE] = [*dict.fromkeys([*here, held.pk])]


def tell_of_dropped_secret(request) -> None:
    """Say on the next page that a form with a password in it was not kept."""
    if request.session.pop(SECRET_DROPPED, False):
        messages.warning(
            request,
            _(
                "The form you sent held a password, and the desk was closed by then. "
                "Nothing of it was kept or carried out: fill it in and send it again."
            ),
        )


def place_to_return_to(request) -> str:
    """Return where at the desk somebody was: this page, or that of their form."""
    if request.method == "GET":
        return request.get_full_path()
    before = urlsplit(request.headers.get("Referer", ""))
    there = before.path + (f"?{before.query}" if before.query else "")
    same_host = before.netloc == request.get_host()
    return there if same_host and is_at_the_desk(there, request) else DESK


def is_at_the_desk(address: str, request) -> bool:
    """Say whether an address that came from outside leads to the desk, nowhere else."""
    return address.startswith(DESK) and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )


def _address(request) -> str:
    longest = HeldPost._meta.get_field("address").max_length
    whole = request.get_full_path()
    return whole if len(whole) <= longest else request.path[:longest]


class IdleLockMiddleware:
    """Show the lock in place of the desk, once nobody was there for too long.

    It comes after the forgery check, so that only what this site's own forms sent is
    kept.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        held = getattr(request, "held_post", None)
        if held is not None:
            if response.status_code < 400:
                held.delete()
            else:
                held.give_back()
        return response

    def process_view(self, request, view, args, kwargs):
        """Go on, or lead to the lock and back."""
        name = request.resolver_match.view_name
        if not is_guarded(request, name):
            return None
        if is_locked(request):
            if request.method == "POST":
                hold(request)
            return _to_the_lock(request)
        if not is_made_by_a_person(request, name):
            return None
        touch(request)
        if "held_post" in request.POST and name not in OF_THE_DESK:
            return _carry_out(request)
        if request.method == "GET" and request.session.pop(WAITING, False):
            return redirect("held_posts")
        return None


def _to_the_lock(request):
    back = urlencode({REDIRECT_FIELD_NAME: place_to_return_to(request)})
    response = redirect(f"{reverse('desk_lock')}?{back}")
    response.status_code = 303
    return response


def _carry_out(request):
    """Let a form that waited go on to its view, unless it went before."""
    named = request.POST["held_post"]
    pk = int(named) if named.isascii() and named.isdecimal() and len(named) < 19 else 0
    held = HeldPost.objects.of(request.user).filter(pk=pk).first()
    if held is None or not held.claim():
        messages.warning(
            request, _("That had been sent already. Look before you go on.")
        )
        return redirect(DESK)
    request.held_post = held
    return None
