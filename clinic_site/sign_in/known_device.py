"""Computers that a person's second step is known on: a signed cookie, for 30 days.

It spares the second step for twelve hours and lets the tries from there be counted
apart; it opens nothing without the password. An entry is void once the person's
password or second steps change, or once they or a manager have all computers forgotten.
"""

import time
from dataclasses import astuple, dataclass, replace
from datetime import timedelta

from allauth.mfa.internal.flows.trust import create_config_fingerprint
from django.conf import settings
from django.core import signing
from django.utils.crypto import get_random_string

COOKIE, SALT = "known_device", "clinic_site.known_device"
KNOWN_FOR = timedelta(days=30)
ONCE_IN = timedelta(hours=12)
# So many people share a computer at most; the one who came longest ago is forgotten.
PEOPLE_AT_MOST = 12


@dataclass(frozen=True)
class KnownDevice:
    """What a cookie says of one person; times in seconds since 1970.

    `number` tells this computer from others that the person uses.
    """

    fingerprint: str
    number: str
    since: int
    second_step_at: int

    @property
    def is_fresh(self) -> bool:
        """Say whether the second step was taken here within twelve hours."""
        return time.time() - self.second_step_at < ONCE_IN.total_seconds()


def has_known_devices(request) -> bool:
    """Say whether anybody at all is known on this computer, without the database."""
    return bool(_entries(request))


def known_device(request, user) -> KnownDevice | None:
    """Return what is known of this person on this computer."""
    entries = _entries(request)
    if not entries or user is None or not user.is_authenticated:
        return None
    mine = create_config_fingerprint(user)
    void = user.devices_known_since
    for entry in entries:
        if entry.fingerprint == mine:
            return entry if not void or entry.since > void.timestamp() else None
    return None


def remember_device(request, response, user) -> None:
    """Note in the cookie that this person has just taken their second step here.

    How long a computer stays known counts from the day it was called the clinic's.
    """
    now = int(time.time())
    mine = create_config_fingerprint(user)
    known = known_device(request, user) or KnownDevice(
        mine, get_random_string(12), now, now
    )
    others = [one for one in _entries(request) if one.fingerprint != mine]
    entries = [replace(known, second_step_at=now), *others][:PEOPLE_AT_MOST]
    response.set_cookie(
        COOKIE,
        signing.dumps([astuple(entry) for entry in entries], salt=SALT, compress=True),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _entries(request) -> list[KnownDevice]:
    written = request.COOKIES.get(COOKIE)
    if not written:
        return []
    try:
        entries = [KnownDevice(*one) for one in signing.loads(written, salt=SALT)]
    except signing.BadSignature:
        return []
    oldest = time.time() - KNOWN_FOR.total_seconds()
    return [entry for entry in entries if entry.since > oldest]
