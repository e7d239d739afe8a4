"""Single keys for everything at the desk, and the switch that turns them off.

Speech input and a slipping hand press single keys, too (WCAG 2.1.4): whoever wants
none switches them off for their own account in this browser.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from consultations.models import Outcome

COOKIE, SALT = "desk_keys", "consultations.desk_keys"
YEAR = 365 * 24 * 60 * 60
SWITCH = "admin:consultations_consultationrequest_keys"

OUTCOMES = {outcome.value: str(n) for n, outcome in enumerate(Outcome, 1)}
ACTIONS = {
    "take": "T",
    "start_contact": "B",
    "snooze": "L",
    "schedule": "S",
    "confirm": "F",
    "miss": "D",
    "hand_over": "H",
    "close": "C",
    "reopen": "R",
    "mark_genuine": "G",
    "mark_spam": "X",
    "add_note": "N",
    "answer_read_first": "A",
    "decide": "E",
    "reply": "M",
    "undo": "U",
    "voicemail_script": "V",
    "reach": "P",
}
ALL = ACTIONS | OUTCOMES
OFF = dict.fromkeys(ALL, "")


def are_on(request) -> bool:
    """Say whether single keys work for whoever asks."""
    off = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=YEAR)
    return off != str(request.user.pk)


def keys_for(request) -> dict[str, str]:
    """Return the key of each action and outcome; empty ones while they are off."""
    return ALL if are_on(request) else OFF


def groups() -> list[dict]:
    """Return all keys in groups, each with what it does."""
    words = {
        "take": _("Take it"),
        "start_contact": _("Start contact"),
        "snooze": _("Come back later"),
        "schedule": _("Schedule"),
        "confirm": _("Confirmed"),
        "miss": _("Did not come"),
        "hand_over": _("Hand over"),
        "close": _("Close"),
        "reopen": _("Reopen"),
        "mark_genuine": _("Genuine"),
        "mark_spam": _("Spam"),
        "add_note": _("Write a note"),
        "answer_read_first": _("Read first: what was done"),
        "decide": _("Suitable or not, and why"),
        "reply": _("Send a reply"),
        "undo": _("Undo the newest entry"),
        "voicemail_script": _("What to say on voicemail"),
        "reach": _("Call, text or write"),
    }
    labels = dict(Outcome.choices)
    return [
        {
            "title": _("What happened"),
            "keys": [(key, labels[value]) for value, key in OUTCOMES.items()],
        },
        {
            "title": _("One request"),
            "keys": [(ACTIONS[name], said) for name, said in words.items()],
        },
        {
            "title": _("Everywhere"),
            "keys": [
                ("J", _("Next request in the list")),
                ("K", _("The one before")),
                ("Enter", _("Open it")),
                ("Ctrl Enter", _("Done with a field: keep it")),
                ("Q", _("To the queue")),
                ("/", _("Find")),
                ("?", _("Show the keys")),
            ],
        },
    ]


class KeyViews:
    """The switch, one POST that works without a script."""

    def get_urls(self):
        switch = self.admin_site.admin_view(self.keys_view)
        own = path("keys/", switch, name=SWITCH.split(":")[1])
        return [own, *super().get_urls()]

    def keys_view(self, request):
        """Switch single keys off or on and lead back to where one was."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        response = redirect(_way_back(request))
        if request.POST.get("keys") == "off":
            response.set_signed_cookie(
                COOKIE,
                str(request.user.pk),
                salt=SALT,
                max_age=YEAR,
                path=reverse("admin:index"),
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        else:
            response.delete_cookie(COOKIE, path=reverse("admin:index"))
        return response


def _way_back(request) -> str:
    given = request.POST.get("back", "")
    desk = reverse("admin:index")
    own = url_has_allowed_host_and_scheme(given, allowed_hosts=None)
    if own and given.startswith(desk):
        return given
    return "admin:consultations_consultationrequest_changelist"
