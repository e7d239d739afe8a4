"""No page of the desk reads a table that grows from its beginning to its end."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from consultations.models import Bucket, ConsultationRequest, RequestEvent

from .conftest import receive

pytestmark = pytest.mark.django_db

NAME = "admin:consultations_consultationrequest_"
LIST = reverse(f"{NAME}changelist")
# They hold a row or more for every request there ever was.
GROWING = (
    "consultations_consultationrequest",
    "consultations_requestevent",
    "consultations_requestlookup",
    "consultations_readingentry",
    "consultations_readingof",
    "clinic_outboxmessage",
)
# An index over what is unfinished does not grow; it may be read to its end.
UNFINISHED = ("request_open", "clinic_outbox_unsent", "clinic_outbox_waiting")
# Read from the newest back, as far as the page goes.
NEWEST_FIRST = (
    "request_closed",
    "clinic_outbox_sent",
    "consultations_consultationrequest_received_at",
)
# *All* ends after the first five hundred, whichever they are.
TABS = ("open", "mine", "nobody", "closed", *Bucket.values)
# None stands for a reference, which could be a name as well.
SEARCHES = (None, "703 555 0117", "jordan@mail.example", "Jordan Reyes", "jor rey")


class Plans:
    """Notes how the database carries out each query that is asked meanwhile."""

    def __init__(self):
        self.whole: list[str] = []
        self.statements: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("SELECT") and any(table in sql for table in GROWING):
            self.statements.append(sql)
            self.whole += read_whole(sql, plan_of(execute, sql, params, context))
        return execute(sql, params, many, context)


def plan_of(execute, sql, params, context) -> list[str]:
    is_sqlite = connection.vendor == "sqlite"
    explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN (COSTS OFF) "
    # A locked row needs no plan of its own.
    execute(explain + sql, params, False, context)
    rows = context["cursor"].fetchall()
    return [row[3] if is_sqlite else row[0].strip() for row in rows]


def read_whole(sql: str, plan: list[str]) -> list[str]:
    """Return the steps of a plan that read a growing table, or its index, whole."""
    alias = re.compile(rf'"({"|".join(GROWING)})" (?:AS )?"?([A-Z]\d+)"?')
    names = {*GROWING, *(found[1] for found in alias.findall(sql))}
    found = []
    for step in plan:
        scanned = re.match(r"SCAN (\w+)|(?:-> +)?Seq Scan on (\w+)", step)
        table = scanned and (scanned[1] or scanned[2])
        fine = any(f"INDEX {name}" in step for name in (*UNFINISHED, *NEWEST_FIRST))
        if table in names and not fine:
            found.append(step)
    return found


@pytest.fixture
def plans(client, coordinator, location):
    """Ask for pages as a coordinator, and note the plans."""
    receive(location=location, email="jordan@mail.example")
    over = receive(location=location)
    over.close("unreachable", by=coordinator)
    client.force_login(coordinator)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # With a row or two in a table every plan is as good.
            cursor.execute("SET LOCAL enable_seqscan = off")
    return Plans()


@pytest.mark.parametrize("state", TABS)
def test_list_reads_no_growing_table_whole(client, plans, state):
    with connection.execute_wrapper(plans):
        assert client.get(LIST, {"state": state}).status_code == 200
    assert len(plans.statements) >= 3
    assert plans.whole == []


@pytest.mark.parametrize("code", ["service", "location", "with"])
def test_filtered_list_reads_no_growing_table_whole(
    client, plans, coordinator, location, code
):
    chosen = {"location": location.pk, "with": coordinator.pk}.get(code, location.pk)
    with connection.execute_wrapper(plans):
        client.get(LIST, {code: chosen})
    assert plans.whole == []


@pytest.mark.parametrize("typed", SEARCHES)
def test_search_reads_no_growing_table_whole(client, plans, typed):
    typed = typed or ConsultationRequest.objects.first().reference
    with connection.execute_wrapper(plans):
        answer = client.post(reverse(f"{NAME}search"), {"q": typed})
    assert answer.context["rows"]
    assert plans.whole == []


@pytest.mark.parametrize("page", ["today", "rows"])
def test_page_that_is_left_open_reads_no_growing_table_whole(client, plans, page):
    with connection.execute_wrapper(plans):
        assert client.get(reverse(NAME + page)).status_code == 200
    assert plans.whole == []


@pytest.mark.parametrize("page", ["", "_services", "_pages"])
def test_figures_read_no_growing_table_whole(client, plans, manager, page):
    client.force_login(manager)
    with connection.execute_wrapper(plans):
        assert client.get(reverse(f"{NAME}figures{page}")).status_code == 200
    assert plans.whole == []


def test_request_reads_no_growing_table_whole(client, plans):
    for request in ConsultationRequest.objects.all():
        address = reverse(f"{NAME}change", args=[request.reference])
        with connection.execute_wrapper(plans):
            assert client.get(address).status_code == 200
    assert plans.whole == []


def test_what_is_over_is_counted_where_it_is_listed_alone(client, plans):
    for state, expected in (("open", 0), ("closed", 1)):
        plans.statements.clear()
        with connection.execute_wrapper(plans):
            client.get(LIST, {"state": state})
        [counts] = [sql for sql in plans.statements if '"count_' in sql]
        assert counts.count('AS "count_closed"') == expected
        assert 'AS "count_all"' not in counts


def test_plan_that_reads_a_table_whole_is_noticed(plans):
    with connection.execute_wrapper(plans):
        list(RequestEvent.objects.filter(details={}).order_by("at"))
    if connection.vendor == "sqlite":
        assert plans.whole == ["SCAN consultations_requestevent"]
    else:
        # Told not to, PostgreSQL does it only where it cannot help it.
        assert "Seq Scan on consultations_requestevent" in plans.whole[0]
