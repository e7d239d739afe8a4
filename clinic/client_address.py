"""Where a request comes from, as far as that can be known behind proxies."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_WITH_PORT = re.compile(r"\[([^\]]+)\](?::\d+)?|([\d.]+):\d+")


def client_address(request: HttpRequest) -> Address | None:
    """Return the address that the outermost trusted proxy saw; None if unreadable.

    `TRUSTED_PROXIES` says how many proxies of our own stand in front. Each appends the
    address it was called from to X-Forwarded-For, so that many entries counted from
    the end are true, and whatever a visitor wrote stands before them. With fewer
    entries the request did not come through all of them: the connection itself tells.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    hops = forwarded.split(",") if forwarded else []
    trusted = settings.TRUSTED_PROXIES
    if 0 < trusted <= len(hops):
        return parsed(hops[-trusted])
    return parsed(request.META.get("REMOTE_ADDR", ""))


def parsed(written: str) -> Address | None:
    """Return an address, with or without a port; an IPv4 one stays one inside IPv6."""
    written = written.strip()
    if match := _WITH_PORT.fullmatch(written):
        written = match[1] or match[2]
    try:
        address = ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
