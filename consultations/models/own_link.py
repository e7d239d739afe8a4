"""The private address at which a person corrects or withdraws their own request.

Its token is a random selector, by which the request is found, and a proof: a keyed
digest of reference and selector. The row holds the selector alone, so nobody who reads
the database can write the address, and the mail can be built again at each attempt.
The lookup keys make it: the first writes, each of them still proves.
"""

import base64
import hmac
import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from clinic.encryption import lookup_digests

# A closed request is shown for so long, so that a person can see that it is.
KEPT_AFTER_CLOSING = timedelta(days=14)

_SELECTOR_BYTES, _PROOF_BYTES = 12, 18
_TOKEN = re.compile(r"([A-Za-z0-9_-]{16})([A-Za-z0-9_-]{24})")


def fresh_selector() -> str:
    """Return sixteen random characters; whoever held the earlier link is shut out."""
    return secrets.token_urlsafe(_SELECTOR_BYTES)


def path_for(request) -> str:
    """Return the private address of a request on this site, or "" when it has none."""
    if not request.own_link:
        return ""
    return reverse("request_yours", args=[request.own_link + _proofs(request)[0]])


def link_for(request) -> str:
    """Return the full private address of a request, or "" when it has none."""
    path = path_for(request)
    return path and settings.SITE_URL + path


def selector_of(token: str) -> str:
    """Return what a request is found by, or "" when this can be no token."""
    parts = _TOKEN.fullmatch(token)
    return parts[1] if parts else ""


def proves(token: str, request) -> bool:
    """Say whether a token was made for this request; near misses take as long."""
    proof = token[len(request.own_link) :].encode()
    matches = [hmac.compare_digest(proof, own.encode()) for own in _proofs(request)]
    return any(matches)


def _proofs(request) -> list[str]:
    """Return the proof under each lookup key, the current one first."""
    digests = lookup_digests("own_link", f"{request.reference}\0{request.own_link}")
    cut = [bytes.fromhex(digest)[:_PROOF_BYTES] for digest in digests]
    return [base64.urlsafe_b64encode(proof).decode() for proof in cut]
