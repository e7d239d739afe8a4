"""Proof, a moment ago, that it is still the same person at the keyboard."""

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


def proven_lately(request: HttpRequest) -> bool:
    """Say whether the person signed in, or proved who they are, minutes ago."""
    records = get_authentication_records(request, request.user)
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(record["at"] > since for record in records[-1:])


def ask_for_proof(place: str) -> HttpResponse:
    """Lead to the page that asks for the password or second step, then to `place`.

    Nothing of what was posted is kept in the session: it is pressed once more.
    """
    there = urlencode({REDIRECT_FIELD_NAME: place})
    return redirect(f"{reverse('account_reauthenticate')}?{there}")
