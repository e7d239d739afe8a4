"""A million requests within minutes: lives that were really played, told again.

A few hundred requests are received and worked by the methods of the site. Every other
one is such a life again: its rows as they were stored, moved back by whole weeks, with
a person, a reference and keys of its own. So no rule of the site is written down twice:
what a bulk request holds was computed by the site, and so are its lookups.
"""

import json
import random
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from unittest import mock

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from clinic.encryption import encrypt, lookup_digest
from clinic.models import OutboxMessage
from consultations.models import (
    ConsultationRequest,
    ReadingEntry,
    ReadingKind,
    RequestEvent,
    RequestLookup,
    TrailHead,
)
from consultations.models.lookups import (
    REFERENCE_ALPHABET,
    REFERENCE_LENGTH,
    lookup_rows,
)
from consultations.models.own_link import fresh_selector
from consultations.models.trail import seal
from tests.benchmarks import lives
from tests.benchmarks.lives import NOW, People
from tests.benchmarks.rows import store, stored_fields, stored_rows, written_quickly

YEARS = 8
# A page of each bucket is full among the fewest already.
OPEN_AT_LEAST, OPEN_SHARE = 540, 0.02
EACH = 12
BATCH = 5_000
SYLLABLES = (
    "ba",
    "cer",
    "di",
    "fo",
    "gus",
    "han",
    "jo",
    "kin",
    "lo",
    "mar",
    "na",
    "per",
)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:[+-]\d\d:\d\d|Z)")
COPIED = (
    ConsultationRequest,
    RequestEvent,
    RequestLookup,
    OutboxMessage,
    ReadingEntry,
)


@dataclass(frozen=True)
class Life:
    """One request as it was stored, with what belongs to it."""

    request: dict
    events: list[dict]
    mail: list[dict]


class Names:
    """Made-up people, the same each time; a few names are common, most are rare."""

    def __init__(self):
        self.chance = random.Random(9)  # noqa: S311 - nobody's secret
        self.first = self.words(300, (2, 3))
        self.last = self.words(6_000, (2, 4))

    def words(self, number: int, lengths: tuple[int, int]) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < number:
            parts = self.chance.choices(SYLLABLES, k=self.chance.randint(*lengths))
            found["".join(parts).title()] = None
        return list(found)

    def one(self, number: int) -> dict[str, str]:
        """Return the name, e-mail address and phone number of the next person."""
        # The first of a list is as common as the most usual names are.
        first, last = (
            names[int(len(names) * self.chance.random() ** 3)]
            for names in (self.first, self.last)
        )
        return {
            "name": f"{first} {last}",
            "email": f"{first}.{last}{number}@mail.example".lower(),
            "phone": f"+1202{2_000_000 + number:07d}",
        }


def load(many: int, people: People, each: int = EACH) -> None:
    """Store so many requests, counting those that are played: `each` life so often.

    The database is to be empty of requests. Open ones are 2 percent, 540 at the least.
    """
    with mock.patch.object(timezone, "now", return_value=NOW):
        still_open = lives.played(people, lives.OPEN, each)
        lives.played(people, (lives.scheduled_today,), 2 * each)
        over = lives.played(people, lives.OVER, each)
        OutboxMessage.objects.update(sent_at=NOW, created_at=NOW, not_before=NOW)
    rest = many - ConsultationRequest.objects.count()
    open_rest = min(max(OPEN_AT_LEAST, int(many * OPEN_SHARE)) - len(still_open), rest)
    # Read while there is little to read.
    known_over, known_open = lives_of(over), lives_of(still_open)
    writer = Writer(people)
    with written_quickly(COPIED):
        writer.write(known_over, rest - open_rest, weeks=YEARS * 52)
        writer.write(known_open, open_rest)
    writer.finish()


class Writer:
    """Tells lives again, a batch at a time."""

    def __init__(self, people: People):
        self.chance = random.Random(8)  # noqa: S311 - the same requests each time
        self.names = Names()
        self.readers = [*people.coordinators, people.clinician, people.manager]
        self.next = {model: newest(model) + 1 for model in COPIED}
        self.references = set(
            ConsultationRequest.objects.values_list("reference", flat=True)
        )
        head = TrailHead.objects.filter(pk=1).first()
        self.mac = head.mac if head else ""

    def write(self, known: list[Life], number: int, weeks: int = 0) -> None:
        """Store `number` requests that live these lives again, weeks earlier."""
        told, last = [], None
        for first in range(0, number, BATCH):
            rows: dict[type[models.Model], list[dict]] = {m: [] for m in COPIED}
            for turn in range(first, min(first + BATCH, number)):
                # Old ones first, as they came in; all lives of a while are moved alike.
                begun = turn - turn % (4 * len(known))
                ago = timedelta(weeks=weeks - weeks * begun // number)
                if ago != last:
                    told, last = [moved(life, ago) for life in known], ago
                self.tell(told[turn % len(told)], ago, rows)
            with transaction.atomic():
                for model, stored in rows.items():
                    store(model, stored)

    def tell(self, life: Life, ago: timedelta, rows: dict) -> None:
        """Add the rows of one request to those of the batch."""
        pk = self.number_of(ConsultationRequest)
        person = self.names.one(pk)
        secret = {field: encrypt(value) for field, value in person.items()}
        rows[ConsultationRequest].append(
            life.request
            | secret
            | {
                "id": pk,
                "reference": self.reference(),
                "submission_digest": lookup_digest("submission", f"bulk {pk}"),
                "content_digest": secrets.token_hex(32),
                "own_link": life.request["own_link"] and fresh_selector(),
            }
        )
        events = {}
        for event in life.events:
            events[event["id"]] = self.number_of(RequestEvent)
            own = {"id": events[event["id"]], "request_id": pk}
            rows[RequestEvent].append(event | own)
        for mail in life.mail:
            event, kind = events[mail["event"]], mail["kind"]
            own = {
                "id": self.number_of(OutboxMessage),
                "uuid": secrets.token_hex(16),
                "payload": json.dumps({"request": pk, "event": event}),
                "dedupe_key": f"{kind}:{event}",
                "recipient": secret["email"],
            }
            rows[OutboxMessage].append(mail | own)
        rows[RequestLookup] += (
            {
                "id": self.number_of(RequestLookup),
                "request_id": pk,
                "kind": kind,
                "digest": digest,
            }
            for kind, digest in lookup_rows(**person)
        )
        rows[ReadingEntry].append(self.reading(pk, NOW - ago))

    def reading(self, pk: int, at: datetime) -> dict:
        """Return an entry of the reading trail: somebody opened this request."""
        entry = ReadingEntry(
            number=self.number_of(ReadingEntry),
            at=at - timedelta(days=1),
            actor_id=self.chance.choice(self.readers).pk,
            kind=ReadingKind.DETAIL.value,
            request_ids=[pk],
            previous=self.mac,
        )
        self.mac = entry.mac = entry.computed_mac()
        values = {f.attname: getattr(entry, f.attname) for f in stored_fields(entry)}
        return values | {"request_ids": json.dumps(entry.request_ids)}

    def number_of(self, model: type[models.Model]) -> int:
        """Return the next primary key of a model."""
        number = self.next[model]
        self.next[model] += 1
        return number

    def reference(self) -> str:
        while True:
            letters = self.chance.choices(REFERENCE_ALPHABET, k=REFERENCE_LENGTH)
            reference = "".join(letters)
            if reference not in self.references:
                self.references.add(reference)
                return reference

    def finish(self) -> None:
        """Leave the database as if it had grown: sequences, trail and statistics."""
        number = self.next[ReadingEntry] - 1
        sealed = {"mac": self.mac, "own_seal": seal("head", number, self.mac)}
        TrailHead.objects.update_or_create(pk=1, defaults={"number": number} | sealed)
        numbered = [model for model in COPIED if model is not ReadingEntry]
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), numbered):
                cursor.execute(sql)
            # A database that grew has been vacuumed on its way, again and again.
            is_postgres = connection.vendor == "postgresql"
            vacuum = is_postgres and not connection.in_atomic_block
            cursor.execute("VACUUM ANALYZE" if vacuum else "ANALYZE")


def lives_of(ids: Iterable[int]) -> list[Life]:
    """Read what belongs to these requests as the database holds it."""
    events, mail = {}, {}
    for event in stored_rows(RequestEvent.objects.filter(request__in=ids)):
        events.setdefault(event["request_id"], []).append(event)
    for row in stored_rows(OutboxMessage.objects.order_by("pk")):
        about = json.loads(row["payload"])
        mail.setdefault(about["request"], []).append(row | {"event": about["event"]})
    requests = stored_rows(ConsultationRequest.objects.filter(pk__in=ids))
    return [
        Life(request, events[request["id"]], mail.get(request["id"], []))
        for request in requests
    ]


def newest(model: type[models.Model]) -> int:
    return model.objects.aggregate(newest=models.Max("pk"))["newest"] or 0


def moved(life: Life, ago: timedelta) -> Life:
    """Return a life with every moment in it so much earlier."""

    def all_of(row: dict) -> dict:
        return {name: _earlier(value, ago) for name, value in row.items()}

    if not ago:
        return life
    return Life(
        all_of(life.request), [*map(all_of, life.events)], [*map(all_of, life.mail)]
    )


def _earlier(value, ago: timedelta):
    if isinstance(value, datetime):
        return value - ago
    if isinstance(value, str) and value.startswith("{"):
        return _earlier_text(value, ago)
    return value


def _earlier_text(text: str, ago: timedelta) -> str:
    def earlier(found: re.Match) -> str:
        return (datetime.fromisoformat(found[0]) - ago).isoformat()

    return MOMENT.sub(earlier, text)
