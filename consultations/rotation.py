"""Writes what requests are found by anew when the first lookup key is another."""

from collections import Counter
from itertools import islice

from django.db import transaction

from clinic.encryption import Undecryptable, lookup_digests, lookup_key_ids
from clinic.rotation import READ, Tally, lock
from consultations.models import ConsultationRequest, LookupKind, RequestLookup
from consultations.models.lookups import lookup_rows, lookup_values

NEEDED = ("status", "name", "email", "phone")


class Lookups:
    """The lookup rows of all requests, as a place that can be rotated.

    A digest does not say which key made it, so each request's own words are asked.
    While old and new rows stand side by side, a search looks for both.
    """

    label = "consultations.requestlookup.digest"

    def behind(self):
        """Return all requests: only their words tell which of them are behind."""
        return ConsultationRequest.objects.all()

    def under(self) -> Counter:
        """Count requests by the key of their lookups; "" where no key made them all."""
        found = Counter()
        rows = self.behind().only(*NEEDED).order_by("pk").iterator(READ)
        while batch := list(islice(rows, READ)):
            stored = _stored(batch)
            for request in batch:
                try:
                    found[_key_of(request, stored)] += 1
                except Undecryptable:
                    found[""] += 1
        return found

    def rotate(self, pks: list) -> Tally:
        """Write the rows of these requests under the first key, in one transaction."""
        tally = Tally()
        with transaction.atomic():
            # A correction of a name takes the same lock before it writes lookups.
            held = lock(self.behind().filter(pk__in=pks).only(*NEEDED))
            requests = list(held.order_by("pk"))
            tally.left = len(pks) - len(requests)
            stored = _stored(requests)
            for request in requests:
                try:
                    tally.moved += _write_anew(request, stored)
                except Undecryptable as error:
                    tally.unreadable[error.key_id] += 1
        return tally


def _write_anew(request, stored: dict[int, set]) -> bool:
    if _key_of(request, stored) == lookup_key_ids()[0]:
        return False
    rows = lookup_rows(name=request.name, email=request.email, phone=request.phone)
    request.lookups.all().delete()
    RequestLookup.objects.bulk_create(
        RequestLookup(request=request, kind=kind, digest=digest)
        for kind, digest in rows
    )
    return True


def _stored(requests: list) -> dict[int, set]:
    """Return the whole lookups of requests; their beginnings go with them."""
    found: dict[int, set] = {request.pk: set() for request in requests}
    rows = RequestLookup.objects.filter(request__in=list(found))
    rows = rows.exclude(kind=LookupKind.PREFIX)
    for pk, kind, digest in rows.values_list("request_id", "kind", "digest"):
        found[pk].add((kind, digest))
    return found


def _key_of(request, stored: dict[int, set]) -> str:
    """Return the id of the key that made a request's lookups, all of them."""
    values = lookup_values(name=request.name, email=request.email, phone=request.phone)
    digests = [lookup_digests(kind, value) for kind, value in values]
    for place, key in enumerate(lookup_key_ids()):
        made = {(v[0], d[place]) for v, d in zip(values, digests, strict=True)}
        if made == stored[request.pk]:
            return key
    return ""
