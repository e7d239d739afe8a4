"""Measure what has a bar: python -m tests.benchmarks [--articles N] [--requests N].

Each benchmark runs in a process of its own beside a fresh database: on SQLite, and on
PostgreSQL where its server is installed. The figures are printed and written to
`var/benchmarks/` with the machine and the versions they come from.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.with_postgres import Missing, cluster

ROOT = Path(__file__).resolve().parent.parent.parent
BENCHMARKS = {
    "pages": (),
    "cold": (),
    "growth": ("articles",),
    "search": ("articles",),
    "register": ("articles",),
    "desk": ("requests",),
}
HEAD = f"{'':<12}{'':<44}{'min':>9}{'median':>9}{'p95':>9}{'max':>9}"


def machine() -> dict[str, str | int | None]:
    """Return what the figures depend on."""
    packages = ("django", "wagtail", "modelsearch", "psycopg2-binary")
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": platform.platform(),
        "processor": processor(),
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in packages if installed(name)},
    }


def processor() -> str:
    """Return the processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2] for line in lines if line.startswith("model name")]
    return names[0].strip() if names else platform.processor()


def installed(name: str) -> bool:
    try:
        return bool(version(name))
    except ModuleNotFoundError:
        return False


def measure(name: str, database_url: str, arguments: list[str]) -> dict:
    """Run one benchmark beside one database and return what it found."""
    with tempfile.TemporaryDirectory(prefix="clinic-benchmark-") as folder:
        result = Path(folder) / "result.json"
        url = database_url or f"sqlite:///{folder}/db.sqlite3"
        environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "clinic_site.settings.test",
        }
        subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{name}", result, *arguments],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        return json.loads(result.read_text())


def show(database: str, found: dict) -> None:
    """Print the figures of one database, in milliseconds."""
    for what, figures in found["milliseconds"].items():
        row = "".join(f"{figures[k]:>9.1f}" for k in ("min", "median", "p95", "max"))
        print(f"{database:<12}{what:<44}{row}")  # noqa: T201
    if also := found.get("also"):
        print(f"{database:<12}{also}")  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument(
        "--requests", type=int, help="100,000 on SQLite and 1,000,000 on PostgreSQL"
    )
    parser.add_argument("--only", choices=list(BENCHMARKS))
    options = parser.parse_args()
    missed = []
    for name, sizes in BENCHMARKS.items():
        if options.only not in (None, name):
            continue
        arguments = [
            f"--{size}={given}"
            for size in sizes
            if (given := getattr(options, size)) is not None
        ]
        print(HEAD)  # noqa: T201
        databases = {"SQLite": measure(name, "", arguments)}
        show("SQLite", databases["SQLite"])
        try:
            with cluster() as url:
                databases["PostgreSQL"] = measure(name, url, arguments)
            show("PostgreSQL", databases["PostgreSQL"])
        except Missing as reason:
            print(f"PostgreSQL was not measured: {reason}.")  # noqa: T201
        folder = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "benchmarks"
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"machine": machine(), "databases": databases}, indent=2)
        (folder / f"{name}.json").write_text(text + "\n")
        missed += [
            f"{name} on {database}: {found['missed']}"
            for database, found in databases.items()
            if found["missed"]
        ]
    if missed:
        sys.exit("\n".join(missed))


if __name__ == "__main__":
    main()
