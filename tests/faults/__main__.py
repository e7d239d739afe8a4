"""Do the site harm and see what it keeps: python -m tests.faults [--on X]

kill -9 at random points under load, an absent database, an absent mail server, a full
disk and two workers, on SQLite and on PostgreSQL; 10,000 hostile requests over sockets;
then 10,000 cases of any input.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.with_postgres import Missing, account, free_port, programs

# What a site of its own is made for, and what is done there unless it is the usual.
SITES = ("sqlite", "postgres", "hostile")
SCENES = {"hostile": "tests.faults.hostile"}
# SQLite's site has a cache that is no part of its database, so that it can be away.
SETTINGS = {"sqlite": "tests.faults.site_settings"}


def surroundings(folder: Path, on: str, chosen: argparse.Namespace) -> dict[str, str]:
    """Return the environment of a site in a folder of its own."""
    port, database_port, mail_port = free_port(), free_port(), free_port()
    databases = {
        "sqlite": f"sqlite:///{folder / 'db.sqlite3'}",
        "postgres": f"postgres://postgres@127.0.0.1:{database_port}/postgres",
    }
    databases["hostile"] = databases["sqlite"]
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": SETTINGS.get(on, "clinic_site.settings.dev"),
        "DATABASE_URL": databases[on],
        "VAR_DIR": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "MAIL_FROM": "desk@clinic.example",
        "MAIL_DESK": "intake@clinic.example",
        "CLINIC_PHONE": "+17035550142",
        # Everyone of the crowd comes from an address of their own.
        "TRUSTED_PROXIES": "1",
        "WEB_CONCURRENCY": "2",
        "FAULTS_ON": on,
        "FAULTS_SCENES": SCENES.get(on, "tests.faults.scenes"),
        "FAULTS_TABLES": str(chosen.tables),
        "FAULTS_KILLS": str(chosen.kills),
        "FAULTS_REQUESTS": str(chosen.requests),
        "FAULTS_DATABASE_PORT": str(database_port),
        "FAULTS_MAIL_PORT": str(mail_port),
    }


def harm(on: str, chosen: argparse.Namespace) -> bool:
    """Run every fault on one database; say whether nothing was lost."""
    if on == "postgres":
        try:
            programs()
            account()
        except Missing as missing:
            sys.stdout.write(f"Not run: the faults on PostgreSQL ({missing}).\n")
            return os.environ.get("CI") != "true"
    with tempfile.TemporaryDirectory(prefix="clinic-faults-") as name:
        # PostgreSQL runs as another user, who has to get in.
        Path(name).chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.on"],
            env=surroundings(Path(name), on, chosen),
        )
    return done.returncode == 0


def any_input() -> bool:
    """Post 10,000 made-up forms; say whether none was an error or was changed."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2"]
    command += ["--hypothesis-profile=faults"]
    done = subprocess.run([*command, "tests/consultations/test_any_input.py"])
    return done.returncode == 0


def main() -> int:
    """Run what was asked for and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--on", choices=[*SITES, "input"], action="append")
    chosen = parser.parse_args()
    on = chosen.on or [*SITES, "input"]
    with tempfile.TemporaryDirectory(prefix="clinic-faults-tables-") as made:
        chosen.tables = Path(made) / "db.sqlite3"
        well = [harm(name, chosen) for name in SITES if name in on]
    if "input" in on:
        well.append(any_input())
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
