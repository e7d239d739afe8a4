"""What something was made from: each statement that was read, and what it answered.

What was made holds as long as all of them answer the same. That is asked of the
database, row for row, so nobody has to say what depends on what: neither today nor when
a template shows one thing more.
"""

import hashlib
import re
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db import connection

# Statements that neither change rows nor return any that a reader could see.
_NEITHER = ("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "SET ")
_READING = ("SELECT", "WITH")
# Values that come out of JSON as they went in, and those that come out of their text.
# SQLite gets most of the second as texts already, PostgreSQL as they are.
_PLAIN = (str, int, float, type(None))
_OUT_OF_TEXT = {
    UUID: UUID,
    Decimal: Decimal,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
}
_BY_NAME = {kind.__name__: read for kind, read in _OUT_OF_TEXT.items()}

# Parts of a statement, as Django writes it, that begin outside of all brackets.
_CLAUSE = re.compile(
    r"\s+(FROM|WHERE|GROUP BY|HAVING|ORDER BY|LIMIT|OFFSET|UNION|FOR UPDATE)\b"
)
_DIRECTION = re.compile(r"(\s+(ASC|DESC|NULLS FIRST|NULLS LAST))+\s*$")
_BRACKETED_COLUMN = re.compile(r"(?<![\w\"])\((\"\w+\"\.\"\w+\")\)")
_INNERMOST = re.compile(r"\([^()]*\)")

_mine = threading.local()


class Read(NamedTuple):
    """One statement with its values, and a digest of the rows it returned."""

    sql: str
    params: tuple
    digest: str

    def told(self) -> list:
        """Return it in words that JSON knows."""
        return [self.sql, list(map(_told, self.params)), self.digest]

    @classmethod
    def of(cls, told: list) -> "Read":
        """Return what was told; equal texts of statements are in memory once."""
        sql, params, digest = told
        return cls(sys.intern(sql), tuple(map(_understood, params)), digest)


def _told(value) -> object:
    if isinstance(value, _PLAIN):
        return value
    return {type(value).__name__: str(value)}


def _understood(told) -> object:
    if not isinstance(told, dict):
        return told
    ((name, text),) = told.items()
    return _BY_NAME[name](text)


def _can_be_told(value) -> bool:
    return isinstance(value, _PLAIN) or type(value) in _OUT_OF_TEXT


class Recording:
    """The statements of one piece of work, as they are read."""

    def __init__(self):
        self._listening: list[_Listening] = []
        self._is_whole = True

    def listen(self, execute, sql, params, many, context):
        """Run a statement of this piece of work, and take down what it returns."""
        cursor = context["cursor"]
        if isinstance(cursor.cursor, _Listening):
            # The same cursor once more: what comes now are rows of this statement.
            cursor.cursor = cursor.cursor.cursor
        result = execute(sql, params, many, context)
        text = str(sql).lstrip(" (")
        if many or not text.startswith(_READING + _NEITHER):
            # Something was written: what was read before may be another now.
            self._is_whole = False
        elif text.startswith(_READING):
            cursor.cursor = _Listening(cursor.cursor, str(sql), tuple(params or ()))
            self._listening.append(cursor.cursor)
        return result

    def reads(self) -> tuple[Read, ...] | None:
        """Return what was read, each statement once.

        None where that does not tell everything, or cannot be written down: something
        was changed meanwhile, or a value is one that no text tells.
        """
        found: dict[tuple, Read] = {}
        for one in self._listening:
            read = one.read()
            if not all(map(_can_be_told, read.params)):
                return None
            if found.setdefault(read[:2], read) != read:
                return None
        return tuple(found.values()) if self._is_whole else None


class _Listening:
    """Stands in for a cursor, and takes down each row that it hands on."""

    def __init__(self, cursor, sql: str, params: tuple):
        self.cursor = cursor
        self._sql = sql
        self._params = params
        self._rows = _Rows(sql)

    def read(self) -> Read:
        """Return the statement with a digest of the rows up to now."""
        return Read(self._sql, self._params, self._rows.digest())

    def fetchone(self):
        row = self.cursor.fetchone()
        self._rows.add([] if row is None else [row])
        return row

    def fetchmany(self, *args, **kwargs):
        rows = self.cursor.fetchmany(*args, **kwargs)
        self._rows.add(rows)
        return rows

    def fetchall(self):
        rows = self.cursor.fetchall()
        self._rows.add(rows)
        return rows

    def __iter__(self):
        for row in self.cursor:
            self._rows.add([row])
            yield row

    def __getattr__(self, name):
        return getattr(self.cursor, name)


class _Rows:
    """A digest of the rows of a statement."""

    def __init__(self, sql: str):
        self._rows: list[bytes] = []
        self._sql = sql

    def add(self, rows: Iterable) -> None:
        self._rows += [repr(row).encode("utf-8", "surrogatepass") for row in rows]

    def digest(self) -> str:
        # Rows that a statement puts in no order, or that are equal in it, come as the
        # plan has it, which PostgreSQL changes with its statistics.
        rows = sorted(self._rows) if order_is_seen(self._sql) else self._rows
        return hashlib.blake2b(b"".join(rows), digest_size=16).hexdigest()


@lru_cache(maxsize=2_000)
def order_is_seen(sql: str) -> bool:
    """Say whether the rows of a statement themselves tell all of their order.

    That is so where it asks for none, or for one by columns that it returns: rows that
    are the same then are in the same order, but for those that nothing tells apart.
    """
    parts = _CLAUSE.split(_without_inner(sql))
    if not parts[0].startswith("SELECT "):
        return False
    clauses = dict(zip(parts[1::2], parts[2::2], strict=True))
    if len(clauses) < len(parts) // 2:
        return False
    returned = set()
    for column in parts[0].removeprefix("SELECT ").split(","):
        returned |= {word.strip().strip("()") for word in column.split(" AS ")}
    order = clauses.get("ORDER BY", "").split(",")
    by = {_DIRECTION.sub("", term).strip() for term in order} - {""}
    # What stood in brackets is not compared: a mark stands for it.
    return all(
        (term in returned and "?" not in term) or term.isdecimal() for term in by
    )


def _without_inner(sql: str) -> str:
    """Return a statement without what stands in brackets, columns alone excepted."""
    sql = _BRACKETED_COLUMN.sub(r"\1", sql)
    before = None
    while before != sql:
        before, sql = sql, _INNERMOST.sub("?", sql)
    return sql


@contextmanager
def recorded() -> Iterator[Recording]:
    """Record what is read while the block runs; nothing comes out of memory in it."""
    recording = Recording()
    _mine.is_recording = True
    try:
        with connection.execute_wrapper(recording.listen):
            yield recording
    finally:
        _mine.is_recording = False


def is_recording() -> bool:
    """Say whether everything has to be read, so that it is known what was."""
    return getattr(_mine, "is_recording", False)


def still_hold(reads: Iterable[Read], asked: dict[tuple, str]) -> bool:
    """Say whether the database answers each of the statements as it did.

    `asked` holds the digests of what was asked already, and is told the new ones.
    """
    for read in reads:
        key = read[:2]
        digest = asked.get(key)
        if digest is None:
            digest = asked[key] = _asked_again(*key)
        if digest != read.digest:
            return False
    return True


def _asked_again(sql: str, params: tuple) -> str:
    rows = _Rows(sql)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows.add(cursor.fetchall())
    return rows.digest()
