"""The pages of the style guide, for whoever works at the clinic's site."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify

from clinic_site.styleguide import tokens
from clinic_site.styleguide.rooms import ROOMS
from clinic_site.styleguide.sample import WHOLE


def staff_only(view):
    """Ask visitors to sign in, and refuse whoever has neither desk nor CMS."""

    @wraps(view)
    @login_required
    def guarded(request, *args, **kwargs):
        user = request.user
        if not (user.is_staff or user.has_perm("wagtailadmin.access_admin")):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@staff_only
def overview(request):
    """Show what everything is made of: colors, type, space, drawings."""
    context = {"rooms": ROOMS.values(), **tokens.overview()}
    return render(request, "styleguide/overview.html", context)


@staff_only
def room(request, room):
    """Show the components of a room, each state in a frame of its own."""
    found = _room(room)
    samples = [(sample, _states(found, sample)) for sample in found.samples]
    context = {"rooms": ROOMS.values(), "room": found, "samples": samples}
    return render(request, "styleguide/room.html", context)


@staff_only
def sample(request, room, name, state):
    """Show one state alone, in a document as wide as its window."""
    found = _room(room)
    shown = found.sample(name)
    label = shown and shown.state(state)
    if not label:
        raise Http404
    markup = shown.render(label, request)
    if shown.place == WHOLE:
        return HttpResponse(markup)
    context = {"room": found, "sample": shown, "label": label, "markup": markup}
    return render(request, "styleguide/sample.html", context)


def _room(slug: str):
    if slug not in ROOMS:
        raise Http404
    return ROOMS[slug]


def _states(room, sample) -> list[dict]:
    return [
        {
            "label": label,
            "url": reverse(
                "styleguide_sample", args=[room.slug, sample.name, slugify(label)]
            ),
        }
        for label in sample.states
    ]
