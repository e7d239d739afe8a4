"""Whether an error means that the database cannot be used now."""

from django.db import (
    DatabaseError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)

# PostgreSQL's codes for a table or a column that is missing, as while an update of
# the site is under way. SQLite calls the same an OperationalError.
MISSING = {"42P01", "42703"}
AWAY = (OperationalError, InterfaceError, InternalError)


def is_away(error: BaseException | None) -> bool:
    """Say whether the database is to blame, and a later try may well succeed.

    Refused or lost connections, locks, a full disk and a read-only database count,
    and so do a damaged file and tables that an update has yet to make.
    """
    if isinstance(error, AWAY):
        return True
    cause = getattr(error, "__cause__", None)
    if isinstance(error, ProgrammingError):
        return getattr(cause, "pgcode", None) in MISSING
    # The plain class comes from the driver for a damaged file; Django raises it too,
    # about rows, and then there is no cause.
    return type(error) is DatabaseError and cause is not None
