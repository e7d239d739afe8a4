"""Commands of the site in processes of their own, on a database that the test names."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg2
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
KEYS = ("FIELD_ENCRYPTION_KEYS", "LOOKUP_KEYS", "AUDIT_KEY", "BACKUP_KEY", "SECRET_KEY")


def environment(database: str, folder: Path, **changed) -> dict[str, str]:
    """Return the variables of a site: its database, its files, the keys of now."""
    keys = {}
    for name in KEYS:
        value = getattr(settings, name)
        keys[name] = value if isinstance(value, str) else ",".join(value)
    own = {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "clinic_site.settings.dev",
        "VAR_DIR": str(folder),
    }
    return {**os.environ, **keys, **own, **changed}


def manage(*arguments, env: dict[str, str]) -> subprocess.CompletedProcess:
    """Run a command of manage.py to its end."""
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
    )


def start(module: str, *arguments, env: dict[str, str]) -> subprocess.Popen:
    """Start a module of the tests; it is spoken to by its input and output."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen) -> list[str]:
    """End the input of a process, and return the words that it has said since."""
    # Not communicate(): it does not see what a line read before left in the buffer.
    process.stdin.close()
    said = process.stdout.read().split()
    process.wait(timeout=60)
    process.stdout.close()
    return said


def kill(*processes: subprocess.Popen) -> None:
    """End processes that may have ended already, and let go of what they held."""
    for process in processes:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()


@contextlib.contextmanager
def empty_database(folder: Path):
    """Give the address of a new database of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'restored.sqlite3'}"
        return
    data = connection.settings_dict
    name = f"{data['NAME']}_restored"
    server = {"host": data["HOST"], "port": data["PORT"], "user": data["USER"]}
    admin = psycopg2.connect(dbname="postgres", **server)
    admin.autocommit = True
    try:
        admin.cursor().execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{data['USER']}@{data['HOST']}:{data['PORT']}/{name}"
    finally:
        admin.cursor().execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        admin.close()
