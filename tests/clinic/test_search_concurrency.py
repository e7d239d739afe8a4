"""Pages that are published at the same instant: no row lost, no word doubled."""

import threading

import pytest
from django.db import connection, connections

from clinic.models import SearchEntry, SearchWord
from clinic.search_index import recount, refresh
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"
    ),
]
AT_ONCE = 6


def test_pages_indexed_at_once_lose_nothing_and_double_nothing():
    pages = [make_article(f"Marmalade {n}", slug=f"m{n}") for n in range(AT_ONCE)]
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    barrier = threading.Barrier(AT_ONCE + 1)
    failed = []

    def work(call):
        try:
            barrier.wait(timeout=20)
            call()
        except Exception as error:  # noqa: BLE001 - said by the test's own thread
            failed.append(error)
        finally:
            connections.close_all()

    calls = [lambda pk=page.pk: refresh(pk) for page in pages] + [recount]
    threads = [threading.Thread(target=work, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert failed == []
    assert set(SearchEntry.objects.values_list("pk", flat=True)) >= {
        page.pk for page in pages
    }
    recount()
    assert SearchWord.objects.get(word="marmalade").pages == AT_ONCE
