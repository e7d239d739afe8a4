"""How the database itself keeps `ReadingOf`: one row for each request of a reading.

A trigger writes the rows in the statement that inserts the entry: in its transaction,
and without one more question on each page of the desk.
"""

from django.db import connections

POSTGRESQL = """
CREATE OR REPLACE FUNCTION consultations_index_reading() RETURNS trigger AS $$
BEGIN
  INSERT INTO consultations_readingof (entry_id, request_id)
  SELECT DISTINCT NEW.number, value::bigint
  FROM jsonb_array_elements_text(NEW.request_ids) ORDER BY 2;
  RETURN NULL;
END
$$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS consultations_index_reading ON consultations_readingentry;
CREATE TRIGGER consultations_index_reading AFTER INSERT ON consultations_readingentry
FOR EACH ROW EXECUTE FUNCTION consultations_index_reading();
"""
SQLITE = """
CREATE TRIGGER IF NOT EXISTS consultations_index_reading
AFTER INSERT ON consultations_readingentry BEGIN
  INSERT INTO consultations_readingof (entry_id, request_id)
  SELECT DISTINCT NEW.number, value FROM json_each(NEW.request_ids) ORDER BY 2;
END
"""
TABLES = {"consultations_readingentry", "consultations_readingof"}


def keep(connection) -> None:
    """Let the database keep the index from now on; may be repeated."""
    with connection.cursor() as cursor:
        cursor.execute(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)


def keep_after_migrating(*, using: str, **kwargs) -> None:
    """Put the trigger back: SQLite loses it where a migration makes a table anew."""
    connection = connections[using]
    if connection.vendor == "sqlite" and (
        set(connection.introspection.table_names()) >= TABLES
    ):
        keep(connection)
