"""Two at the same instant: nothing doubled, nothing lost, one of two wins."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.counting import count
from clinic.models import OutboxMessage
from clinic.roles import INTAKE_COORDINATORS
from consultations.models import (
    REQUESTER,
    Conflict,
    ConsultationRequest,
    IllegalTransition,
    PurgeRecord,
    ReadingEntry,
    ReadingKind,
    RequestEvent,
    first_broken_link,
    first_broken_record,
)
from consultations.retention import purge_expired

from .conftest import add_user, filled_in, receive

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
AT_ONCE = 8
FORM = reverse("request_consultation")
RECEIVED = reverse("request_received")


def counts():
    return (
        ConsultationRequest.objects.count(),
        RequestEvent.objects.count(),
        OutboxMessage.objects.count(),
    )


def test_two_purges_at_the_same_instant_share_the_work(at_once, coordinator):
    long_ago = timezone.now() - timedelta(days=500)
    for number in range(60):
        request = receive(at=long_ago)
        request.close("unreachable", by=coordinator, at=long_ago)
        if number % 20 == 0:
            repeat = receive(at=long_ago)
            repeat.close("duplicate", duplicate_of=request, by=coordinator, at=long_ago)
    kept = receive()

    def run():
        return [one for _rule, gone in purge_expired() for one in gone]

    gone = [one for some in at_once(run, run, run) for one in some]

    # What another one held at that moment is left for the next run.
    gone += [one for some in at_once(run) for one in some]
    assert len(gone) == len(set(gone)) == 63
    assert at_once(references_of_all) == [[kept.reference]]
    ((requests, broken),) = at_once(
        lambda: (
            sum(PurgeRecord.objects.values_list("requests", flat=True)),
            first_broken_record(),
        )
    )
    assert (requests, broken) == (63, None)


def test_request_that_is_purged_while_somebody_works_on_it(at_once, coordinator):
    long_ago = timezone.now() - timedelta(days=500)
    request = receive(at=long_ago)
    request.close("unreachable", by=coordinator, at=long_ago)

    def purge():
        return [one for _rule, gone in purge_expired() for one in gone]

    def reopen():
        return request.reopen(by=coordinator, note="she rang") or "reopened"

    gone, came = at_once(purge, reopen)

    left = at_once(references_of_all)[0]
    if gone:
        assert left == []
        assert isinstance(came, IllegalTransition)
    else:
        assert (left, came) == ([request.reference], "reopened")


def references_of_all():
    return list(ConsultationRequest.objects.values_list("reference", flat=True))


def test_same_key_at_the_same_instant_is_one_request(at_once):
    def send():
        return receive("k" * 32, email="jordan@example.com").reference

    references = at_once(*[send] * AT_ONCE)

    assert len(set(references)) == 1, references
    assert at_once(counts) == [(1, 1, 2)]


def test_same_key_with_other_content_is_one_request_with_every_version(at_once):
    def send(number):
        return lambda: receive("k" * 32, message=f"version {number}").reference

    references = at_once(*[send(number) for number in range(AT_ONCE)])

    assert len(set(references)) == 1, references
    assert at_once(counts)[0][:2] == (1, AT_ONCE)


def test_pressed_twice_at_the_same_instant_is_one_request(at_once):
    data = filled_in(email="jordan@example.com")

    def press():
        client = Client()
        response = client.post(FORM, data)
        return response.status_code, client.get(RECEIVED).content.decode()

    answers = at_once(*[press] * AT_ONCE)

    references = at_once(references_of_all)[0]
    assert len(references) == 1
    assert {status for status, _page in answers} == {302}
    assert all(references[0] in page for _status, page in answers)
    assert at_once(counts) == [(1, 1, 2)]


def test_amended_twice_at_the_same_instant_keeps_every_version(at_once):
    at_once(lambda: receive("k" * 32, message="first").reference)

    def send(number):
        return lambda: receive("k" * 32, message=f"version {number}").reference

    # Each of them twice, as a retry would.
    at_once(*[send(number) for number in range(4) for _again in range(2)])

    (versions,) = at_once(
        lambda: [json.loads(e.earlier or "{}") for e in RequestEvent.objects.all()]
    )
    (last,) = at_once(lambda: ConsultationRequest.objects.get().message)
    said = [earlier["message"] for earlier in versions[1:]] + [last]
    assert said[0] == "first"
    assert set(said[1:]) == {f"version {number}" for number in range(4)}


def test_words_of_crisis_at_the_same_instant_are_never_unmarked(at_once):
    words = ["I want to die", "I was only tired"] * 4
    at_once(*[lambda w=w: receive("k" * 32, message=w).reference for w in words])
    assert at_once(lambda: ConsultationRequest.objects.get().read_first) == [True]


def test_fifty_requests_at_once_are_all_kept(at_once):
    references = at_once(*[lambda: receive().reference] * 50)

    assert len(set(references)) == 50
    assert at_once(counts)[0][0] == 50


@pytest.fixture
def cache_table(settings):
    """Keep the cache in the database for one test."""
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache_entry",
        }
    }
    call_command("createcachetable", verbosity=0)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache_entry")


def test_counts_at_the_same_instant_lose_none(at_once, cache_table):
    keys = {"limit:network": 60, "limit:address": 60, "repeat:text": 60}
    orders = [dict(sorted(keys.items())), dict(sorted(keys.items(), reverse=True))]

    found = at_once(*[lambda n=n: count(orders[n % 2]) for n in range(AT_ONCE)])

    for key in keys:
        assert sorted(one[key] for one in found) == list(range(1, AT_ONCE + 1)), found


def test_two_people_take_one_request_and_one_wins(at_once):
    people = [add_user(f"user{n}", INTAKE_COORDINATORS) for n in range(4)]
    request = receive()

    def take(user):
        found = ConsultationRequest.objects.get(pk=request.pk)
        found.take(by=user)
        return user

    results = at_once(*[lambda user=user: take(user) for user in people])

    winners = [result for result in results if not isinstance(result, Exception)]
    assert len(winners) == 1
    refused = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(result, Conflict) for result in refused), results
    assert all(result.event.actor_id == winners[0].pk for result in refused)


def test_withdrawal_and_a_desk_that_acts_at_once_never_both_have_their_way(at_once):
    user = add_user("priya", INTAKE_COORDINATORS)
    request = receive(email="jordan@example.com")

    def own():
        return ConsultationRequest.objects.get(pk=request.pk)

    def end():
        last = own()
        waiting = OutboxMessage.objects.waiting().count()
        kinds = list(last.events.values_list("kind", flat=True))
        return last.is_withdrawn, last.disposition, waiting, kinds

    results = at_once(
        lambda: own().withdraw(by=REQUESTER),
        lambda: own().withdraw(by=REQUESTER),
        lambda: own().close("unreachable", by=user),
        lambda: own().correct(email="new@example.com", by=REQUESTER),
        lambda: own().log_attempt("no_answer", by=user),
    )

    refused = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(result, IllegalTransition) for result in refused), results
    ((withdrawn, disposition, waiting, kinds),) = at_once(end)
    ended = [kind for kind in kinds if kind in ("withdrawn", "closed")]
    assert len(ended) == 1
    assert kinds[-1] == ended[0]
    assert withdrawn == (ended == ["withdrawn"]) == (disposition == "withdrawn")
    assert not (withdrawn and waiting)


def test_corrections_at_once_are_all_kept(at_once):
    request = receive()

    def correct(**changes):
        def work():
            found = ConsultationRequest.objects.get(pk=request.pk)
            return found.correct(by=REQUESTER, **changes)

        return work

    def end():
        last = ConsultationRequest.objects.get(pk=request.pk)
        return last.phone, last.name, last.voicemail_ok, last.events.count()

    assert at_once(
        correct(phone="+17035550142"), correct(name="Robin"), correct(voicemail_ok=True)
    ) == [True, True, True]
    assert at_once(end) == [("+17035550142", "Robin", True, 4)]


def test_readings_at_once_make_one_chain(at_once):
    reader = add_user("reader", INTAKE_COORDINATORS)

    def read():
        entry = ReadingEntry.record(ReadingKind.LIST, by=reader, request_ids=[1])
        return entry.number

    numbers = at_once(*[read] * AT_ONCE)

    assert set(numbers) == set(range(1, AT_ONCE + 1)), numbers
    assert at_once(first_broken_link) == [None]


def test_same_answers_at_the_same_instant_are_one_event(at_once):
    number = receive().pk

    def answer():
        ConsultationRequest.objects.get(pk=number).add_details(reason="OCD")

    def answered():
        return RequestEvent.objects.filter(kind="details_added").count()

    assert at_once(*[answer] * AT_ONCE) == [None] * AT_ONCE
    assert at_once(answered) == [1]


def test_same_pair_linked_both_ways_at_once_is_linked_one_way(at_once):
    priya, sam = add_user("p", INTAKE_COORDINATORS), add_user("s", INTAKE_COORDINATORS)
    one, other = receive(), receive()

    def link(pk, stays, by):
        def press():
            request = ConsultationRequest.objects.get(pk=pk)
            kept = ConsultationRequest.objects.get(pk=stays)
            request.close("duplicate", duplicate_of=kept, by=by)

        return press

    def linked():
        rows = ConsultationRequest.objects.order_by("pk")
        return list(rows.values_list("status", "duplicate_of"))

    results = at_once(
        link(one.pk, other.pk, priya),
        link(other.pk, one.pk, sam),
        link(one.pk, other.pk, sam),
    )

    refused = [r for r in results if isinstance(r, (Conflict, IllegalTransition))]
    assert (len(refused), results.count(None)) == (2, 1), results
    assert sorted(at_once(linked)[0], key=str) in (
        [("closed", other.pk), ("received", None)],
        [("closed", one.pk), ("received", None)],
    )
