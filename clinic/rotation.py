"""Brings what older keys encrypted under the first one, while the site goes on.

What is left to do is what the database still holds under another key, so nothing is
noted down: a run that was killed is run again. Rows are locked a few at a time, and
those that somebody else holds are left for the next round, so that no visitor waits
for a rotation in turn, and nothing they write is overwritten.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import OperationalError, connection, models, transaction
from django.db.models import Q, Value
from django.db.models.functions import Cast

from clinic.encryption import (
    Undecryptable,
    decrypt,
    encrypt,
    encrypted_fields,
    field_key_ids,
    key_of,
    split,
)

BATCH = 100
# Reads without locks, to count.
READ = 1000


@dataclass
class Tally:
    """What became of the values of one place: counts of values by the id of a key."""

    moved: int = 0
    unreadable: Counter = field(default_factory=Counter)
    # Rows that others held all the time; the next run takes them.
    left: int = 0


@dataclass(frozen=True)
class Column:
    """One encrypted column, as it is stored."""

    model: type[models.Model]
    name: str

    @property
    def label(self) -> str:
        """Return what it is called in a report."""
        return f"{self.model._meta.label_lower}.{self.name}"

    @property
    def rows(self) -> models.QuerySet:
        """Return all rows with the stored value as `stored`.

        A plain queryset: one that refuses changes guards what a row says, and that
        stays the same.
        """
        stored = Cast(self.name, models.TextField())
        return models.QuerySet(self.model).annotate(stored=stored)

    def behind(self) -> models.QuerySet:
        """Return the rows whose value is not under the first key."""
        current = Q(stored__startswith=f"{field_key_ids()[0]}.")
        return self.rows.filter(stored__isnull=False).exclude(current)

    def under(self) -> Counter:
        """Count the values by the key they name; one that names none is tried."""
        found = Counter()
        pairs = self.rows.filter(stored__isnull=False).order_by("pk")
        for stored in pairs.values_list("stored", flat=True).iterator(READ):
            named, _token = split(stored)
            found[named or key_of(stored) or ""] += 1
        return found

    def rotate(self, pks: list) -> Tally:
        """Bring the values of these rows under the first key, in one transaction."""
        tally = Tally()
        with transaction.atomic():
            held = lock(self.behind().filter(pk__in=pks))
            pairs = list(held.order_by("pk").values_list("pk", "stored"))
            tally.left = len(pks) - len(pairs)
            for pk, stored in pairs:
                try:
                    fresh = encrypt(decrypt(stored))
                except Undecryptable as error:
                    tally.unreadable[error.key_id] += 1
                    continue
                value = Value(fresh, output_field=models.TextField())
                # The lock is enough; that the value is still this one costs nothing.
                unchanged = self.rows.filter(pk=pk, stored=stored)
                tally.moved += unchanged.update(**{self.name: value})
        return tally


def lock(rows: models.QuerySet) -> models.QuerySet:
    """Lock the rows that nobody holds; what refers to them may still be written.

    Whoever waits for nothing is in no deadlock, so no visitor is refused because of
    us. SQLite has no row locks: the transaction holds the lock to write.
    """
    if connection.features.has_select_for_update_skip_locked:
        no_key = connection.features.has_select_for_no_key_update
        return rows.select_for_update(skip_locked=True, no_key=no_key)
    return rows


def columns() -> Iterator[Column]:
    """Return every encrypted column of the site, found in its models."""
    for model in apps.get_models():
        for one in encrypted_fields(model):
            yield Column(model, one.name)


def rotate(place) -> Tally:
    """Bring all of a place under the first key, in batches, and say what became of it.

    `place` gives the rows that are `behind()` and can `rotate(pks)`. Values that
    cannot be read stay as they are, and are counted by the key they lack.
    """
    total = Tally()
    last = None
    while True:
        rows = place.behind() if last is None else place.behind().filter(pk__gt=last)
        pks = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not pks:
            return total
        try:
            done = place.rotate(pks)
        except OperationalError:
            # SQLite lets one write at a time, and others were faster all along.
            done = Tally(left=len(pks))
        total.moved += done.moved
        total.left += done.left
        total.unreadable += done.unreadable
        last = pks[-1]
