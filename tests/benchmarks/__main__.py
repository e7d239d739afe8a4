"""Measure what has a bar: python -m tests.benchmarks [--whole] [--only NAME ...].

Each benchmark runs in a process of its own beside a fresh database: on SQLite, and,
where the database matters, on PostgreSQL if its server is installed, with every commit
on the disk. One table says for each figure how it compares with a yardstick of the
same run, and whether its bar is met; `var/benchmarks/bench.json` holds the same with
machine and versions. Without --whole it takes some minutes, with it two hours.
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.table import folder, printed
from tests.with_postgres import DURABLE, Missing, cluster

ROOT = Path(__file__).resolve().parent.parent.parent
SERVED, TESTED = "tests.benchmarks.served", "clinic_site.settings.test"


@dataclass(frozen=True)
class Benchmark:
    """One module: under which settings, on one database or both, how large."""

    settings: str = TESTED
    databases: tuple[str, ...] = ("SQLite", "PostgreSQL")
    sizes: tuple[str, ...] = ()


BENCHMARKS = {
    "pages": Benchmark(SERVED, ("SQLite",)),
    "cold": Benchmark(SERVED),
    "growth": Benchmark(TESTED, ("SQLite",), sizes=("articles",)),
    "start": Benchmark(SERVED, ("SQLite",)),
    "intake": Benchmark(SERVED),
    "search": Benchmark(SERVED, sizes=("articles",)),
    "register": Benchmark(TESTED, ("SQLite",), sizes=("articles",)),
    "desk": Benchmark(sizes=("requests",)),
    "several": Benchmark(SERVED, ("PostgreSQL",)),
}
USUAL = {"articles": 1_000, "requests": 10_000}
WHOLE = {"articles": 10_000, "requests": None}


def machine() -> dict[str, str | int | None]:
    """Return what the figures depend on."""
    packages = ("django", "wagtail", "gunicorn", "psycopg2-binary")
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "system": platform.platform(),
        "processor": processor(),
        "cpus": os.cpu_count(),
        "client": "wrk" if shutil.which("wrk") else "bundled",
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
    with tempfile.TemporaryDirectory(prefix="clinic-benchmark-") as home:
        result = Path(home) / "result.json"
        environment = {
            **os.environ,
            "DATABASE_URL": database_url or f"sqlite:///{home}/db.sqlite3",
            "DJANGO_SETTINGS_MODULE": BENCHMARKS[name].settings,
            "SITE_URL": "http://localhost",
            "VAR_DIR": f"{home}/var",
        }
        Path(environment["VAR_DIR"]).mkdir()
        subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{name}", result, *arguments],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        return json.loads(result.read_text())


def measured(name: str, sizes: dict[str, int | None]) -> dict[str, dict]:
    """Run one benchmark on its databases and return what was found, by database."""
    arguments = [
        f"--{size}={sizes[size]}" for size in BENCHMARKS[name].sizes if sizes[size]
    ]
    sys.stderr.write(f"{name} ...\n")
    found = {}
    if "SQLite" in BENCHMARKS[name].databases:
        found["SQLite"] = measure(name, "", arguments)
    if "PostgreSQL" in BENCHMARKS[name].databases:
        try:
            with cluster(DURABLE) as url:
                found["PostgreSQL"] = measure(name, url, arguments)
        except Missing as reason:
            sys.stderr.write(f"PostgreSQL was not measured: {reason}.\n")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=list(BENCHMARKS), nargs="+")
    parser.add_argument(
        "--whole",
        action="store_true",
        help="10,000 articles, 1,000,000 requests (on SQLite 100,000)",
    )
    parser.add_argument("--articles", type=int)
    parser.add_argument("--requests", type=int)
    options = parser.parse_args()
    sizes = WHOLE if options.whole else USUAL
    sizes = {name: getattr(options, name) or size for name, size in sizes.items()}
    folder().mkdir(parents=True, exist_ok=True)
    lines = []
    for name in options.only or BENCHMARKS:
        found = measured(name, sizes)
        whole = {"machine": machine(), "databases": found}
        (folder() / f"{name}.json").write_text(json.dumps(whole, indent=2) + "\n")
        lines += [
            line | {"database": database if len(found) > 1 else "", "name": name}
            for database, one in found.items()
            for line in one["rows"]
        ]
    table = {"machine": machine(), "rows": lines}
    (folder() / "bench.json").write_text(json.dumps(table, indent=2) + "\n")
    sys.stdout.write(f"{printed(lines)}\n")
    missed = [line["what"] for line in lines if not line["met"]]
    if missed:
        sys.exit(f"Missed: {len(missed)} of {len(lines)}.")


if __name__ == "__main__":
    main()
