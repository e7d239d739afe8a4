"""Counts are written without waiting for the disk, and nothing else is.

A power failure may take the last of them: a limit or a figure is one too low then. What
a person sent is never written so.
"""

# In WAL, SQLite then leaves the waiting to whoever commits next and does wait.
_NOT_WAITING = "PRAGMA synchronous = NORMAL"


def executed(connection, statement: str, values: list) -> list[tuple]:
    """Run one statement, a transaction of its own, and return the rows it gives.

    Within a transaction it is a part of that, and waits as that does.
    """
    if connection.in_atomic_block:
        return _executed(connection, statement, values)
    if connection.vendor == "postgresql":
        # Sent together, both are one transaction, to whose end the setting holds.
        both = f"SET LOCAL synchronous_commit = off; {statement}"
        return _executed(connection, both, values)
    connection.ensure_connection()
    raw = connection.connection
    (usual,) = raw.execute("PRAGMA synchronous").fetchone()
    raw.execute(_NOT_WAITING)
    try:
        return _executed(connection, statement, values)
    finally:
        raw.execute(f"PRAGMA synchronous = {usual}")


def _executed(connection, statement: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
