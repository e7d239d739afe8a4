"""Rows written by a statement that is put together once.

Django puts an INSERT together anew for each row, column by column, which takes longer
than everything else about it. Here that is done once for a table. What is stored is
what `save()` would store, of values that are sound already: no signal is sent, and
nothing is looked at twice.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models

from clinic.encryption import EncryptedTextField, encrypted_known

# Their values go to the database as they are.
_AS_IT_IS = (
    models.BooleanField,
    models.CharField,
    models.ForeignKey,
    models.PositiveBigIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
)


class _Column:
    """One column: where its value comes from, and how the database takes it."""

    def __init__(self, field: models.Field, connection):
        self.name = field.attname
        self._field = field
        self._is_plain = isinstance(field, _AS_IT_IS)
        self._is_encrypted = isinstance(field, EncryptedTextField)
        self._is_made = callable(field.default)
        self._usual = (
            None if self._is_made else self.prepared(field.get_default(), connection)
        )

    def prepared(self, value: Any, connection) -> Any:
        """Return a value as the database takes it."""
        if value is None or self._is_plain:
            return value
        if self._is_encrypted:
            return self._field.get_prep_value(value)
        return self._field.get_db_prep_save(value, connection)

    def default(self, connection) -> Any:
        """Return, prepared, what is stored where nothing was given."""
        if self._is_made:
            return self.prepared(self._field.get_default(), connection)
        if self._is_encrypted:
            return encrypted_known(self._field.default)
        return self._usual


class Insertion:
    """How rows of one model, named by its label, are written.

    `unless` names a unique column. A row whose value of it is there already is left
    out, without an error.
    """

    def __init__(self, label: str, unless: str = ""):
        self._label = label
        self._unless = unless
        self._columns: list[_Column] = []

    def values(self, given: dict[str, Any]) -> list:
        """Return the values of a row as `write` takes them.

        `given` holds values by the names of columns, as `instance.__dict__` does; what
        it leaves out has its default.
        """
        return self._values(given, self._look())

    def write(self, values: list) -> int | None:
        """Write a row and return its key; None where it was there already."""
        here = self._look()
        sql = f"{self._start} {self._row}{self._end} RETURNING {self._key}"
        with here.cursor() as cursor:
            cursor.execute(sql, values)
            row = cursor.fetchone()
        return row[0] if row else None

    def one(self, given: dict[str, Any]) -> int | None:
        """Write a row from values by the names of columns, as `write` does."""
        return self.write(self.values(given))

    def each(self, rows: Iterable[dict[str, Any]]) -> None:
        """Write rows in one statement; none is no statement."""
        here = self._look()
        values = [self._values(given, here) for given in rows]
        if not values:
            return
        sql = f"{self._start} {', '.join([self._row] * len(values))}{self._end}"
        with here.cursor() as cursor:
            cursor.execute(sql, [value for row in values for value in row])

    def _values(self, given: dict[str, Any], here) -> list:
        return [
            column.prepared(given[column.name], here)
            if column.name in given
            else column.default(here)
            for column in self._columns
        ]

    def _look(self):
        """Return this thread's connection; put the statement together the first time.

        Behind its name stands a connection that has to be found for each attribute.
        """
        here = connections[DEFAULT_DB_ALIAS]
        if self._columns:
            return here
        meta = apps.get_model(self._label)._meta
        quoted = here.ops.quote_name
        fields = [
            field
            for field in meta.local_concrete_fields
            if not (field.generated or field.primary_key)
        ]
        names = ", ".join(quoted(field.column) for field in fields)
        self._start = f"INSERT INTO {quoted(meta.db_table)} ({names}) VALUES"
        self._row = f"({', '.join(['%s'] * len(fields))})"
        self._key = quoted(meta.pk.column)
        self._end = (
            f" ON CONFLICT ({quoted(meta.get_field(self._unless).column)}) DO NOTHING"
            if self._unless
            else ""
        )
        self._columns = [_Column(field, here) for field in fields]
        return here
