"""Rows as they lie in the database: read as they are stored, written in bulk."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import StringIO

from django.db import connection, models

READINGS_OF = """
    INSERT INTO consultations_readingof (entry_id, request_id)
    SELECT DISTINCT e.number, value::bigint
    FROM consultations_readingentry e, jsonb_array_elements_text(e.request_ids) value
    WHERE NOT EXISTS (
        SELECT 1 FROM consultations_readingof o WHERE o.entry_id = e.number
    )
    ORDER BY 1, 2
"""
# Those that no constraint needs.
INDEXES = """
    SELECT c.relname, pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisunique
"""


def stored_fields(model) -> list[models.Field]:
    """Return the fields that are written; the database computes the others."""
    return [f for f in model._meta.concrete_fields if not f.generated]


def stored_rows(queryset) -> list[dict]:
    """Return rows as they lie in the database: ciphertexts, and JSON as text."""
    fields = stored_fields(queryset.model)
    table = connection.ops.quote_name(queryset.model._meta.db_table)
    names = ", ".join(column_of(field) for field in fields)
    ids = list(queryset.values_list("pk", flat=True))
    marks = ", ".join(["%s"] * len(ids))
    sql = f"SELECT {names} FROM {table} WHERE id IN ({marks}) ORDER BY id"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, ids)
        rows = cursor.fetchall()
    return [
        {
            field.attname: plain(field, value)
            for field, value in zip(fields, row, strict=True)
        }
        for row in rows
    ]


def column_of(field: models.Field) -> str:
    return connection.ops.quote_name(field.column)


def plain(field: models.Field, value):
    """Return a stored value as Python has it, and JSON as text."""
    if isinstance(field, models.DateTimeField) and isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    if isinstance(field, models.DateTimeField) and value and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    if isinstance(field, models.BooleanField):
        return bool(value)
    if isinstance(field, models.JSONField) and not isinstance(value, str):
        return json.dumps(value)
    return value


def store(model: type[models.Model], rows: list[dict]) -> None:
    """Write rows the fastest way the database has."""
    if not rows:
        return
    fields = stored_fields(model)
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(column_of(field) for field in fields)
    values = ([row[field.attname] for field in fields] for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.cursor.copy_expert(
                f"COPY {table} ({names}) FROM STDIN", text_of(values)
            )
            return
        marks = ", ".join(["%s"] * len(fields))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
        cursor.executemany(sql, map(adapted, values))


@contextmanager
def written_quickly(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """Let PostgreSQL build the indexes of these tables once, after all rows are in.

    Foreign keys are not looked up either: the rows name nothing that is not there.
    """
    if connection.vendor != "postgresql":
        yield
        return
    names = [model._meta.db_table for model in tables]
    with connection.cursor() as cursor:
        cursor.execute(INDEXES, [names])
        indexes = cursor.fetchall()
        for name, _made in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
            # Triggers slept meanwhile, the one that keeps this index among them.
            cursor.execute(READINGS_OF)
            # What earlier statements of the transaction left to look up is looked up.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for _name, made in indexes:
                cursor.execute(made)


def adapted(values: list) -> list:
    """Return values as SQLite keeps them: moments in UTC without saying so."""
    return [
        str(v.astimezone(UTC).replace(tzinfo=None)) if isinstance(v, datetime) else v
        for v in values
    ]


def text_of(rows: Iterator[list]) -> StringIO:
    """Return rows in the text format of PostgreSQL's COPY."""
    lines = StringIO()
    for values in rows:
        lines.write("\t".join(map(_field, values)))
        lines.write("\n")
    lines.seek(0)
    return lines


def _field(value) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str) and ("\\" in value or "\t" in value or "\n" in value):
        value = value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
    return str(value)
