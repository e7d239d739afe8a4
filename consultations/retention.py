"""The retention clock: what is over goes, batch by batch, and leaves a record."""

import json
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from clinic.models import OutboxMessage
from consultations.models import (
    ConsultationRequest,
    EventKind,
    PurgeRule,
    RetentionSettings,
)
from consultations.models.belongings import belongings
from consultations.models.holding import answers_rights
from consultations.models.purge import purge
from consultations.spam import repeats
from consultations.spam.score import Typed

# A reader that began before may still need the old pages of SQLite's log.
CHECKPOINT_TRIES, CHECKPOINT_PAUSE = 20, 0.25


def what_is_due(now: datetime | None = None) -> dict[PurgeRule, list[str]]:
    """Return the references that each rule would purge now; writes nothing."""
    now, requests = now or timezone.now(), ConsultationRequest.objects
    due = {}
    for rule, days in RetentionSettings.load().clocks().items():
        over = requests.expired(rule, days, now).values("pk")
        group = requests.with_duplicates(over).order_by("pk")
        due[PurgeRule(rule)] = list(group.values_list("reference", flat=True))
    return due


def purge_expired(now: datetime | None = None) -> Iterator[tuple[PurgeRule, list[str]]]:
    """Purge what is due; yield the references of each batch once it is committed.

    Killed in between it goes on where it was; two at once share the work. The days of
    a rule are read anew for each batch, so that a change of mind counts at once.
    """
    now = now or timezone.now()
    for rule in RetentionSettings.load().clocks():
        while days := RetentionSettings.load().clocks().get(rule):
            due = ConsultationRequest.objects.expired(rule, days, now)
            gone = purge(due, rule=rule, days=days)
            if not gone:
                break
            yield PurgeRule(rule), gone


@sensitive_variables()
def erase(request, *, by) -> list[str]:
    """Erase a request as its person asked, with all that is linked to it.

    Returns the references that went; none when a hold keeps one of them or somebody
    works on one at this moment. PermissionDenied for whoever may not erase.
    """
    if not answers_rights(by):
        raise PermissionDenied("What is held about people is erased by a manager.")
    root = request.duplicate_of_id or request.pk
    texts = _texts_of(root)
    due = ConsultationRequest.objects.free().filter(pk=root)
    gone = purge(due, rule=PurgeRule.ASKED, by=by)
    if gone:
        for name, message in texts:
            repeats.forget(Typed(name=name, email="", message=message))
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            _cut_the_log()
    return gone


def _texts_of(root: int) -> set[tuple[str, str]]:
    """Return the texts by which copies are still counted, the latest days' alone."""
    since = timezone.now() - timedelta(seconds=repeats.KEPT_SECONDS)
    found = set()
    for one in ConsultationRequest.objects.with_duplicates([root]):
        found.add((one.name, one.message))
        for event in one.events.filter(
            at__gte=since, kind__in=(EventKind.AMENDED, EventKind.CORRECTED)
        ):
            earlier = json.loads(event.earlier)
            found.add((earlier["name"], earlier["message"]))
    return found


def wipe() -> bool:
    """Let the database drop the bytes of deleted rows; False: a reader was in the way.

    SQLite overwrites what it deletes, but where an index was balanced a copy stays in
    the gaps of its pages until it is built anew, and the log holds the older pages
    until it is written back and cut; PostgreSQL keeps dead rows until a vacuum.
    """
    in_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for table in tables():
            order = "REINDEX" if in_sqlite else "VACUUM"
            cursor.execute(f"{order} {connection.ops.quote_name(table)}")
    return _cut_the_log() if in_sqlite else True


def tables() -> list[str]:
    """Return the tables that a purge deletes from, each once."""
    models = [ConsultationRequest, OutboxMessage, *(b.model for b in belongings())]
    return list(dict.fromkeys(model._meta.db_table for model in models))


def _cut_the_log() -> bool:
    for _try in range(CHECKPOINT_TRIES):
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, *_pages = cursor.fetchone()
        if not busy:
            return True
        time.sleep(CHECKPOINT_PAUSE)
    return False
