"""The database as one stream of bytes, consistent although the site goes on writing."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from .sealing import CHUNK, BackupError

PACKAGE = (
    "{program} is not installed. On Debian: apt-get install postgresql-client "
    "(in a version that is not older than the server's)."
)
# What a copy of an SQLite database begins with, until it is sealed.
BESIDE = ".clinic-backup-"
# What Django calls an option of the connection, and libpq a variable.
OPTIONS = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
}


def dump() -> Iterator[bytes]:
    """Give a consistent copy of the database, a piece at a time.

    PostgreSQL: pg_dump's custom format. SQLite: the file, as VACUUM INTO writes it, so
    that what was deleted is not in it. Writers go on meanwhile in both.
    """
    if connection.vendor == "postgresql":
        return _dump_postgres()
    return _dump_sqlite()


def _dump_postgres() -> Iterator[bytes]:
    command = [_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - our own words alone
            [*command, "--no-password"],
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=said,
        )
        try:
            while piece := process.stdout.read(CHUNK):
                yield piece
            process.wait()
        finally:
            process.kill()
            process.wait()
            process.stdout.close()
        if process.returncode:
            raise BackupError(f"pg_dump failed: {_first_line(said)}")


def _dump_sqlite() -> Iterator[bytes]:
    # Beside the database, where it is as safe as that one: not in the backup's folder,
    # which may lie on somebody else's disk.
    beside = Path(connection.settings_dict["NAME"]).parent
    with tempfile.TemporaryDirectory(prefix=BESIDE, dir=beside) as folder:
        copy = Path(folder) / "copy.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        with copy.open("rb") as file:
            while piece := file.read(CHUNK):
                yield piece


def forget_leftovers() -> None:
    """Remove what a killed backup left beside an SQLite database: it is unencrypted."""
    if connection.vendor == "sqlite":
        beside = Path(connection.settings_dict["NAME"]).parent
        for left in beside.glob(f"{BESIDE}*"):
            shutil.rmtree(left, ignore_errors=True)


def load(pieces: Iterator[bytes]) -> None:
    """Fill the empty database with what `dump()` gave; all of it, or nothing."""
    if connection.vendor == "postgresql":
        _load_postgres(pieces)
    else:
        _load_sqlite(pieces)


def _load_postgres(pieces: Iterator[bytes]) -> None:
    name = connection.settings_dict["NAME"]
    connection.close()
    command = [_program("pg_restore"), "--single-transaction", "--exit-on-error"]
    command += ["--no-owner", "--no-privileges", "--no-password", f"--dbname={name}"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - our own words alone
            command,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            with contextlib.suppress(BrokenPipeError):
                for piece in pieces:
                    process.stdin.write(piece)
                process.stdin.close()
            process.wait()
        except BaseException:
            # Before its input ends, or it would take what came so far for all of it.
            process.kill()
            process.wait()
            raise
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
        if process.returncode:
            raise BackupError(f"pg_restore failed: {_first_line(said)}")


def _load_sqlite(pieces: Iterator[bytes]) -> None:
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.restoring")
    try:
        with private(fresh) as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.closing(sqlite3.connect(fresh)) as copy:
            (found,) = copy.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise BackupError("The database in this backup is damaged.")
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def private(path: Path):
    """Open a new file for writing that nobody else can read."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def tables() -> list[str]:
    """Return the tables that the database has."""
    return connection.introspection.table_names()


def called() -> str:
    """Return what the database is called, without a password."""
    data = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(data["NAME"])
    return f"{data['NAME']} on {data['HOST'] or 'this machine'}"


def migrations() -> list[str]:
    """Return the migrations that have run, as "app.name"."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def unknown_migrations(run: list[str]) -> list[str]:
    """Return those that this version of the site does not have."""
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    # A squashed one stands for those it replaces, which may be gone.
    for migration in loader.disk_migrations.values():
        known |= {f"{app}.{name}" for app, name in migration.replaces}
    apps = loader.migrated_apps
    return [one for one in run if one not in known and one.partition(".")[0] in apps]


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(PACKAGE.format(program=name))
    return found


def _environment() -> dict[str, str]:
    """Return the connection as libpq reads it: a password is in no list of commands."""
    data = connection.settings_dict
    pairs = [("NAME", "PGDATABASE"), ("USER", "PGUSER"), ("PASSWORD", "PGPASSWORD")]
    pairs += [("HOST", "PGHOST"), ("PORT", "PGPORT")]
    given = {variable: str(data[key]) for key, variable in pairs if data[key]}
    options = data.get("OPTIONS", {})
    given |= {v: str(options[k]) for k, v in OPTIONS.items() if k in options}
    return {**os.environ, **given}


def _first_line(said) -> str:
    """Return the first line of what a program said; later ones may quote a row."""
    said.seek(0)
    return said.readline(500).decode(errors="replace").strip()
