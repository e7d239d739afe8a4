"""What SQLite knows of its tables, which PostgreSQL finds out by itself."""

from django.db import connection

# So many rows of each index tell enough, and hold no writer up.
LOOKED_AT = 1_000


def gather() -> None:
    """Tell SQLite how much its tables hold.

    Where nobody tells it, a search asks the index of words anew for each page there is.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
            cursor.execute("ANALYZE")
