"""Let requests from before be found by the beginnings of their names."""

from django.core.management.base import BaseCommand
from django.db import transaction

from consultations.models import ConsultationRequest, LookupKind, RequestLookup
from consultations.models.lookups import prefix_rows

BATCH = 500


class Command(BaseCommand):
    """Write the rows that are missing, a batch in a transaction; safe to repeat."""

    help = "Write the lookups by which names are found from three letters on."

    def handle(self, *args, **options):
        filled, last = 0, 0
        while True:
            with transaction.atomic():
                ids = list(_next(last))
                filled += _fill(ids)
            if not ids:
                break
            last = ids[-1]
        self.stdout.write(f"Lookups written for {filled} requests.")


def _next(last: int):
    """Lock a batch, so that no correction of a name comes in between."""
    locked = ConsultationRequest.objects.select_for_update().order_by("pk")
    return locked.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]


def _fill(ids: list[int]) -> int:
    """Write rows for those of a batch that have none; return how many had none."""
    written = RequestLookup.objects.filter(request__in=ids, kind=LookupKind.PREFIX)
    known = set(written.values_list("request", flat=True))
    missing = ConsultationRequest.objects.filter(pk__in=set(ids) - known).only(
        "status", "name"
    )
    rows = [
        RequestLookup(request=request, kind=kind, digest=digest)
        for request in missing
        for kind, digest in prefix_rows(request.name)
    ]
    RequestLookup.objects.bulk_create(rows)
    return len(missing)
