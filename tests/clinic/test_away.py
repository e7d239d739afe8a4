"""Which errors mean that the database is away, and which that the code is wrong."""

import pytest
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    connection,
    transaction,
)
from django.db.transaction import TransactionManagementError

from clinic.away import is_away


class FromDriver(Exception):
    def __init__(self, pgcode=None):
        self.pgcode = pgcode


def caused(error, pgcode=None):
    error.__cause__ = FromDriver(pgcode)
    return error


@pytest.mark.parametrize(
    "error",
    [
        OperationalError(),
        InterfaceError(),
        InternalError(),
        caused(ProgrammingError(), "42P01"),
        caused(ProgrammingError(), "42703"),
        caused(DatabaseError()),
    ],
)
def test_database_is_to_blame(error):
    assert is_away(error)


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError(),
        DatabaseError("Save with update_fields did not affect any rows."),
        caused(IntegrityError()),
        caused(DataError()),
        caused(ProgrammingError(), "42601"),
        TransactionManagementError(),
    ],
)
def test_code_is_to_blame(error):
    assert not is_away(error)


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["SELECT 1 FROM gone", "SELECT gone FROM auth_group"])
def test_missing_table_or_column_is_an_update_under_way(asked):
    with (
        pytest.raises(DatabaseError) as raised,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(asked)
    assert is_away(raised.value)
